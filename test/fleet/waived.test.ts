/** Waivers on the lines that threads have written: the report is the one that the ordinary reader writes with them. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { configurationText } from '../../bench/fleet/configuration.ts';
import { generate } from '../../bench/fleet/generate.ts';
import { rulesText } from '../../bench/fleet/rules.ts';
import { auditInto, headOf } from '../../src/audit.ts';
import { runAudit } from '../../src/cli/run-audit.ts';
import { fewestFiles } from '../../src/folder/fewest.ts';
import { limits, setLimits } from '../../src/io/limits.ts';
import { CollectedReport } from '../../src/model/collected.ts';
import { findProfiles } from '../../src/profiles/find.ts';
import { loadProfile, requireProfile } from '../../src/profiles/load.ts';
import { html } from '../../src/report/html.ts';
import { ndjsonSink } from '../../src/report/ndjson.ts';
import { WaivedLines } from '../../src/waived-lines.ts';
import { GrantedWaivers } from '../../src/waivers/match.ts';
import { renderOptions } from '../support/report-renderings.ts';
import { changed, fileOf, load } from '../waivers/sample.ts';
import { firstDifference } from './lines.ts';

const folder = relative(process.cwd(), mkdtempSync(join(tmpdir(), 'passmuster-waived-')));
afterAll(() => rmSync(folder, { recursive: true }));

const apps = await findProfiles(['org-app-deny-list', 'uk-ncsc-ios']);
const profiles = [requireProfile('rules', loadProfile(Buffer.from(rulesText()))), ...apps];
const rules = [...new Set(profiles.flatMap((profile) => profile.rules.map(({ id }) => id)))];
const some = (part: number): string[] => rules.filter((_, index) => index % 5 === part).slice(0, 40);

const asOf = '2026-11-20T23:59:59Z';
const options = { asOf, profiles, gate: { failOn: 'low' }, version: '0' } as const;

/** One phone stands in two rows, under two names; a row has what only the ordinary code reads. */
function phones(path: string): void {
  generate({ form: 'ndjson', count: 200, seed: 3, file: path });
  const [first = '', second = '', ...rest] = readFileSync(path, 'utf8').split('\n');
  const other = first.replace(/"id":"[^"]*"/, '"id":"00000000-aaaa-4bbb-8ccc-000000000001"');
  const odd = second.replace(/"id":"[^"]*"/, '"id":"who@synthetic.example"');
  writeFileSync(path, [first, second, ...rest.slice(0, -1), other, odd, ''].join('\n'));
}

const idOf = (path: string, line: number): string =>
  /"id":"([^"]*)"/.exec(readFileSync(path, 'utf8').split('\n')[line] ?? '')?.[1] ?? '';

function waiversFor(subjects: readonly string[]): GrantedWaivers {
  const lasting = { approvedAt: '2026-11-01', until: '2026-12-20' };
  const all: readonly object[] = [
    { id: 'w-select', rules: some(0), scope: { select: { ownership: 'corporate' } }, ...lasting },
    { id: 'w-both', rules: some(0), scope: { select: { platform: 'ios' } }, ...lasting },
    { id: 'w-policies', rules: some(3), scope: { select: { kind: 'policy' } }, ...lasting },
    { id: 'w-app', rules: rules.slice(-60, -30), scope: { everyone: true, app: 'tiktok' }, ...lasting },
    {
      id: 'w-expired',
      rules: some(1),
      scope: { everyone: true },
      approvedAt: '2026-01-01',
      until: '2026-10-20',
    },
    { id: 'w-named', rules: some(2), scope: { subjects: [...subjects, 'nobody'] }, ...lasting },
    { id: 'w-other', rules: some(2), scope: { everyone: true }, accepts: { actual: 'false' }, ...lasting },
    { id: 'w-unused', rules: ['no-such-rule'], scope: { everyone: true }, ...lasting },
  ];
  const file = fileOf(all.map((one) => changed({ ...one })));
  return new GrantedWaivers(load(file, asOf), { asOf, profiles, expiringWithin: 40 });
}

const file = join(folder, 'fleet.json');
phones(file);
const policies = join(folder, 'policies');
mkdirSync(policies);
for (let index = 0; index < fewestFiles; index += 1)
  writeFileSync(join(policies, `${index}.mobileconfig`), configurationText(5, index));
cpSync(join(policies, '3.mobileconfig'), join(policies, 'again.mobileconfig'));
const named = [
  idOf(file, 3),
  idOf(file, 4),
  '00000000-aaaa-4bbb-8ccc-000000000001',
  'example.synthetic.profile2',
];

const thresholds = {
  file: { path: 'gates.yaml', sha256: 'f'.repeat(64), bytes: 7 },
  whole: { minScore: 99, maxFails: { high: 3 } },
  profiles: {},
} as const;

it.each([undefined, 3])('on lines, where %s series are remembered', async (mostSeries) => {
  const of = { ...options, paths: [file], shard: { number: 1, of: 2 } };
  const waivers = waiversFor(named);
  let [lines, ordinary] = ['', ''];
  // In a shard, so that lines have their order; what waivers are for stands in no input of the other shard.
  await auditInto(of, [ndjsonSink((text) => void (lines += text), mostSeries)]);
  await auditInto({ ...of, waivers }, [ndjsonSink((text) => void (ordinary += text), mostSeries)]);
  const waived = new WaivedLines({
    ...of,
    head: headOf(of),
    waivers,
    otherIds: new Map(),
    isShown: false,
    ...(mostSeries === undefined ? {} : { mostSeries }),
  });
  const all = lines.split('\n').slice(0, -1);
  expect(firstDifference(all.map((line) => waived.of(line)).join(''), ordinary)).toBe('');
});

it.each([
  ['phones', file, false],
  ['phones, with a summary', file, true],
  ['policies', policies, false],
])('on %s', async (name, path, isShown) => {
  const of = { ...options, paths: [path], gate: { ...options.gate, thresholds }, waivers: waiversFor(named) };
  const outputs = ['ndjson', 'html'].map((format) => ({ format, file: join(folder, `${name}.${format}`) }));
  // Else the ordinary reader would be compared with itself.
  const byThreads = vi.spyOn(WaivedLines.prototype, 'of');
  const { fleetBytes } = limits;
  const collected = new CollectedReport();
  let ordinary = '';
  let result;
  setLimits({ fleetBytes: 0 });
  try {
    await auditInto(of, [collected, ndjsonSink((text) => void (ordinary += text))]);
    const how = { outputs, isWhole: false, isQuiet: !isShown, isChanged: false };
    result = await runAudit({ ...of, ...how, waivers: waiversFor(named) });
  } finally {
    setLimits({ fleetBytes });
  }
  expect(byThreads).toHaveBeenCalled();
  byThreads.mockRestore();
  const whole = collected.report();
  expect(whole.summary.outcomes.waived).toBeGreaterThan(10);
  expect(new Set(whole.waivers?.map(({ state }) => state)).size).toBeGreaterThan(2);
  expect(firstDifference(readFileSync(outputs[0]?.file ?? '', 'utf8'), ordinary)).toBe('');
  const page = [...html.render(whole, renderOptions)].join('');
  expect(readFileSync(outputs[1]?.file ?? '', 'utf8')).toBe(page);
  expect(result.gates).toEqual(whole.gates);
  if (!isShown) return;
  const { report } = result;
  expect(report?.left?.subjects).toBeGreaterThan(0);
  expect(report?.inputs).toEqual(whole.inputs);
  expect(report?.waivers).toEqual(whole.waivers);
  expect(report?.summary).toEqual(whole.summary);
  const all = new Set(whole.findings.map((finding) => JSON.stringify(finding)));
  expect(report?.findings.filter((finding) => !all.has(JSON.stringify(finding)))).toEqual([]);
});
