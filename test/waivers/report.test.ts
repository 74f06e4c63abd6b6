/** What reports show of waivers: who accepted what, why and until when, in every format; and what they must not show. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit, auditInto, type AuditOptions } from '../../src/audit.ts';
import { CollectedReport } from '../../src/model/collected.ts';
import type { Report } from '../../src/model/report.ts';
import { loadProfile, requireProfile } from '../../src/profiles/load.ts';
import { explainPaths } from '../../src/explain.ts';
import { publicReport } from '../../src/report/handling.ts';
import { json } from '../../src/report/json.ts';
import { ndjsonSink } from '../../src/report/ndjson.ts';
import { findReporter, reporterIds } from '../../src/report/registry.ts';
import { openSavedReport } from '../../src/report-file.ts';
import { GrantedWaivers } from '../../src/waivers/match.ts';
import { poison, rendered, renderOptions } from '../support/report-renderings.ts';
import { canary, type Change, changed, fileOf, load } from './sample.ts';

const asOf = '2026-11-20T23:59:59Z';
const profile = requireProfile(
  'basics',
  loadProfile(
    new TextEncoder().encode(`id: basics
title: Basics
version: '1'
rules:
  - id: storage-encryption
    title: The storage is encrypted
    severity: critical
    setting: storage.encrypted
    is: true
    controls: { disa-stig: [SV-100001r1_rule] }
    examples: { pass: [{ storage.encrypted: true }], fail: [{ storage.encrypted: false }] }
  - id: system-version
    title: The system is current
    severity: high
    setting: os.version
    is: { versionAtLeast: '26.0' }
    controls: { disa-stig: [SV-100002r1_rule] }
    examples: { pass: [{ os.version: '26.1' }], fail: [{ os.version: '25.1' }] }
`),
  ),
);

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'passmuster-waived-'));
  const devices = {
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#deviceManagement/managedDevices',
    value: [
      {
        id: 'device-1',
        operatingSystem: 'iOS',
        osVersion: '17.1',
        managedDeviceOwnerType: 'company',
        lastSyncDateTime: '2026-11-19T00:00:00Z',
        isEncrypted: false,
      },
    ],
  };
  writeFileSync(join(folder, 'devices.json'), JSON.stringify(devices));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const granted = (changes: readonly Change[]): GrantedWaivers =>
  new GrantedWaivers(load(fileOf(changes.map(changed)), asOf), {
    asOf,
    profiles: [profile],
    expiringWithin: 30,
  });

const common = (): AuditOptions => ({
  paths: [join(folder, 'devices.json')],
  profiles: [profile],
  asOf,
  gate: { failOn: 'low' },
  version: '0.1.0',
});

const run = (...changes: Change[]): Promise<Report> =>
  audit({ ...common(), ...(changes.length === 0 ? {} : { waivers: granted(changes) }) });

const valid = {
  id: 'w-valid',
  rules: ['storage-encryption'],
  ticket: 'RISK-381',
  compensating: 'No data is on it.',
};
const expired = { id: 'w-gone', rules: ['system-version'], approvedAt: '2026-01-01', until: '2026-11-19' };

describe('a report', () => {
  it('waives, names what has lapsed, and gives the score with and without', async () => {
    const [without, report] = [await run(), await run(valid, expired)];
    expect(
      report.findings.map(({ rule, outcome, waiver, notes }) => ({ rule, outcome, waiver, notes })),
    ).toEqual([
      { rule: 'storage-encryption', outcome: 'waived', waiver: 'w-valid', notes: [] },
      { rule: 'system-version', outcome: 'fail', waiver: 'w-gone', notes: ['waiver-expired'] },
    ]);
    expect(report.summary).toMatchObject({ score: 0, scoreWithoutWaivers: 0, coverage: 1 });
    expect(report.summary.scoreWithoutWaivers).toBe(without.summary.score);
    expect(report.waivers?.map(({ id, state }) => [id, state])).toEqual([
      ['w-valid', 'active'],
      ['w-gone', 'expired'],
    ]);
    expect(report.inputs.at(-1)).toMatchObject({ path: 'waivers.yaml', source: 'waivers', status: 'read' });
    expect(without).not.toHaveProperty('waivers');
  });

  it('with nothing but waived fails meets its gates, and has no score', async () => {
    const report = await run(valid, { ...expired, until: '2026-12-31' });
    expect(report.summary.outcomes).toMatchObject({ waived: 2, fail: 0 });
    expect(report.summary).toMatchObject({ score: null, scoreWithoutWaivers: 0, coverage: 1 });
    expect(report.gates.every(({ met }) => met)).toBe(true);
  });

  it('written while it is made has the waivers before its summary', async () => {
    const lines: string[] = [];
    const collected = new CollectedReport();
    await auditInto({ ...common(), waivers: granted([valid, expired]) }, [
      collected,
      ndjsonSink((text) => void lines.push(...text.trimEnd().split('\n'))),
    ]);
    const records = lines.map((line) => JSON.parse(line) as { type: string; waiver?: string; id?: string });
    expect(records.slice(-3).map(({ type, id }) => [type, id])).toEqual([
      ['waiver', 'w-valid'],
      ['waiver', 'w-gone'],
      ['summary', undefined],
    ]);
    expect(records.filter(({ type }) => type === 'verdict').map(({ waiver }) => waiver)).toEqual([
      'w-valid',
      'w-gone',
    ]);
    expect(collected.report()).toEqual(await run(valid, expired));
  });

  it('can be saved and opened again', async () => {
    const report = await run(
      { ...valid, accepts: { actual: false }, risk: 'low', details: { channel: 'Signal' } },
      { ...expired, scope: { select: { kind: 'device', labels: { a: 'b' }, osVersion: '<18', group: 'g' } } },
    );
    const path = join(folder, 'report.json');
    writeFileSync(path, [...json.render(report, renderOptions)].join(''));
    expect(await openSavedReport(path)).toEqual(report);
  });

  /** Formats that hold what fails and nothing else count waived findings or leave them out. */
  const withoutTerms = ['sarif', 'gitlab-codequality', 'prometheus', 'openmetrics'];

  it.each(reporterIds.filter((id) => !withoutTerms.includes(id)))(
    'as %s names who, why and until when',
    async (format) => {
      const reporter = await findReporter(format);
      const options = { ...renderOptions, verbose: true };
      const text = [...(reporter?.render(await run(valid, expired), options) ?? [])].join('');
      const flat = text.replaceAll(/\s+/g, ' ');
      for (const words of ['w-valid', '2027-02-28']) expect(flat).toContain(words);
      expect(flat).toMatch(/SIRO/);
      expect(flat).not.toContain(canary);
      if (format !== 'markdown') expect(flat).toContain('Kiosk phones are locked in a cradle.');
    },
  );

  it.each(reporterIds)('as %s of hostile waivers is harmless', async (format) => {
    const hostile = {
      justification: poison.toWellFormed(),
      compensating: poison.toWellFormed(),
      ticket: poison.toWellFormed().slice(0, 200),
      approvedBy: { role: poison.toWellFormed().slice(0, 200) },
      owner: { role: poison.toWellFormed().slice(0, 200) },
      details: { channel: poison.toWellFormed() },
    };
    const report = await run({ ...valid, ...hostile }, { ...expired, ...hostile });
    const text = await rendered(format, report);
    // Nothing but line ends and tabs of our own steers a terminal, and no line of a CI log begins with a command.
    if (format !== 'json' && !format.startsWith('junit'))
      expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u202e\u2028]/);
    if (format !== 'html') expect(text).not.toMatch(/^(::|##vso)/m);
    if (format === 'html') expect(text).not.toMatch(/<img|<\/script><|onerror=(?!alert\(1\)&gt;)/);
    if (format === 'csv') expect(text).toContain(`"'=cmd|`);
  });

  it('for the public tells how many waivers there are, and nothing of them', async () => {
    const report = publicReport(await run(valid, expired));
    expect(report).not.toHaveProperty('waivers');
    expect(report.handling?.withheld).toContainEqual({ what: 'waivers', count: 2, reason: 'security' });
    const text = await rendered('html', report);
    expect(text).not.toContain('w-valid');
    expect(text).not.toContain('cradle');
  });
});

describe('explain', () => {
  it('shows the waiver at the end of the chain', async () => {
    const told = [];
    const options = { asOf, profiles: [profile], waivers: granted([valid, expired]) };
    for await (const event of explainPaths([join(folder, 'devices.json')], options))
      if (event.kind === 'explanation')
        told.push([event.explanation.finding?.outcome, event.explanation.waiver?.until]);
    expect(told).toEqual([
      ['waived', '2027-02-28'],
      ['fail', '2026-11-19'],
    ]);
  });
});
