/** What the tools say that people open these files with; those that are programs are asked where they are installed. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { convertFileContextual as Convert } from 'inspecjs';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { afterAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import {
  emptyReport,
  poison,
  poisoned,
  rendered,
  reportOf,
  richReport,
} from '../support/report-renderings.ts';
import { sampleReport } from '../support/sample-report.ts';

const folder = mkdtempSync(join(tmpdir(), 'passmuster-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const has = (program: string, ...args: readonly string[]) => spawnSync(program, args).error === undefined;
const ask = (program: string, args: readonly string[], input = '') =>
  spawnSync(program, args, { encoding: 'utf8', input });

const withoutWaivers: Report = {
  ...richReport,
  findings: richReport.findings.filter(({ outcome }) => outcome !== 'waived'),
};

describe.skipIf(!has('oscap', '--version'))('oscap', () => {
  it.each([
    ['the sample', sampleReport],
    ['a report with controls and statements', richReport],
    ['hostile texts', poisoned(richReport)],
    ['nothing read', emptyReport],
  ])('finds XCCDF of %s valid', async (_name, report) => {
    const path = written('all.xccdf.xml', await rendered('xccdf', report));
    // Its Schematron tests every result once any of them was overridden (schemas/xccdf/1.2/xccdf_1.2-schematron.xsl).
    const done = ask('oscap', ['xccdf', 'validate', '--skip-schematron', path]);
    expect([done.status, done.stderr]).toEqual([0, '']);
  });

  it('finds nothing against its rules in a run without waivers', async () => {
    const path = written('strict.xccdf.xml', await rendered('xccdf', withoutWaivers));
    const done = ask('oscap', ['xccdf', 'validate', path]);
    expect(done.stdout + done.stderr).not.toMatch(/^Error/m);
    expect(done.status).toBe(0);
  });

  it.each([
    ['the sample', sampleReport],
    ['hostile texts', poisoned(richReport)],
    ['nothing read', emptyReport],
  ])('finds ARF of %s valid', async (_name, report) => {
    const path = written('all.arf.xml', await rendered('arf', report));
    const done = ask('oscap', ['ds', 'rds-validate', path]);
    expect([done.status, done.stderr]).toEqual([0, '']);
  });

  it.each([
    ['the sample', sampleReport],
    ['hostile texts', poisoned(richReport)],
  ])('finds the benchmark in ARF of %s, and makes a page of it', async (_name, report) => {
    const path = written('page.arf.xml', await rendered('arf', report));
    const page = join(folder, 'arf.html');
    expect(ask('oscap', ['xccdf', 'generate', 'report', '--output', page, path]).status).toBe(0);
    const html = readFileSync(page, 'utf8');
    for (const { title } of sampleReport.profiles[0]?.rules ?? [])
      expect(html.includes(title), title).toBe(true);
    expect(html).not.toContain('<img src=x');
  });

  it('makes its page of it', async () => {
    const path = written('page.xccdf.xml', await rendered('xccdf', reportOf('device-1001', richReport)));
    const page = join(folder, 'page.html');
    expect(ask('oscap', ['xccdf', 'generate', 'report', '--output', page, path]).status).toBe(0);
    const html = readFileSync(page, 'utf8');
    for (const { title } of sampleReport.profiles[0]?.rules ?? [])
      expect(html.includes(title), title).toBe(true);
    expect([html.includes('w-2026-007'), html.includes('<script>alert(1)')]).toEqual([true, false]);
  });
});

const multitool = process.env['PASSMUSTER_SARIF_MULTITOOL'] ?? '';
describe.skipIf(multitool === '')('the SARIF multitool, with the rules of GitHub', () => {
  it.each([
    ['sarif', 'the sample', sampleReport],
    ['sarif', 'hostile texts', poisoned(richReport)],
    ['sarif', 'nothing read', emptyReport],
    ['sarif-full', 'the sample', sampleReport],
    ['sarif-full', 'hostile texts', poisoned(richReport)],
  ])('finds no error in %s of %s', async (format, _name, report) => {
    const path = written('a.sarif', await rendered(format, report));
    const checked = join(folder, 'checked.sarif');
    const rules = ['--rule-kind', 'Sarif;Ghas', '--output', checked, '--log', 'ForceOverwrite'];
    // Its exit code is 0 even with errors.
    ask(multitool, ['validate', path, ...rules]);
    const { runs } = JSON.parse(readFileSync(checked, 'utf8').replace(/^\uFEFF/, '')) as {
      runs: [{ results?: { ruleId: string; level?: string }[] }];
    };
    const told = (runs[0].results ?? []).map(({ ruleId, level }) => `${level ?? 'warning'} ${ruleId}`);
    // No address of the project to give; no line in a database or where there is no evidence.
    const accepted = ['warning SARIF2005', ...(format === 'sarif' ? [] : ['warning SARIF2017'])];
    expect([...new Set(told)].filter((one) => !accepted.includes(one) && !one.startsWith('note '))).toEqual(
      [],
    );
  });
});

describe.skipIf(!has('promtool', '--version'))('promtool', () => {
  it.each([
    ['the sample', sampleReport],
    ['hostile texts', poisoned(richReport)],
    ['nothing read', emptyReport],
  ])('has nothing to say about the metrics of %s', async (_name, report) => {
    const done = ask('promtool', ['check', 'metrics'], await rendered('prometheus', report));
    expect([done.status, done.stdout, done.stderr]).toEqual([0, '', '']);
  });
});

/** The client library of the Prometheus project reads OpenMetrics strictly; Debian packages it for its own Python. */
const pythons = ['/usr/bin/python3', 'python3'];
const python = pythons.find((one) => spawnSync(one, ['-c', 'import prometheus_client']).status === 0);
describe.skipIf(python === undefined)('prometheus_client', () => {
  const script = `import sys, json
from prometheus_client.openmetrics.parser import text_string_to_metric_families as read
families = list(read(sys.stdin.read()))
print(json.dumps([[f.name, f.type, f.unit, len(f.samples)] for f in families]))`;
  it.each([
    ['the sample', sampleReport],
    ['a report with everything', richReport],
    ['hostile texts', poisoned(richReport)],
    ['nothing read', emptyReport],
  ])('reads the OpenMetrics of %s', async (_name, report) => {
    const text = await rendered('openmetrics', report);
    const done = ask(python ?? '', ['-c', script], text);
    expect(done.stderr).toBe('');
    const families = JSON.parse(done.stdout) as [string, string, string, number][];
    const count = families.reduce((sum, [, , , samples]) => sum + samples, 0);
    expect(count).toBe(text.split('\n').filter((line) => line.startsWith('passmuster_')).length);
    expect(families).toContainEqual(['passmuster_last_run_timestamp_seconds', 'gauge', 'seconds', 1]);
    if (report === richReport) expect(families).toContainEqual(['passmuster_report', 'info', '', 1]);
    // What was cut off is not taken for a whole.
    expect(ask(python ?? '', ['-c', script], text.slice(0, -6)).stderr).toContain('Missing # EOF');
  });
});

const schemas = process.env['PASSMUSTER_OUTPUT_SCHEMAS'];
describe.skipIf(schemas === undefined || !has('xmllint', '--version'))('xmllint', () => {
  it.each([
    ['the sample', sampleReport],
    ['hostile texts', poisoned(richReport)],
    ['nothing read', emptyReport],
  ])('finds JUnit of %s valid by the schema of Jenkins', async (_name, report) => {
    const path = written('junit.xml', await rendered('junit', report));
    const done = ask('xmllint', ['--noout', '--schema', join(schemas ?? '', 'junit', 'junit-10.xsd'), path]);
    expect([done.status, done.stderr]).toEqual([0, `${path} validates\n`]);
  });
});

describe('inspecjs', () => {
  const { convertFileContextual } = createRequire(import.meta.url)('inspecjs') as {
    convertFileContextual: typeof Convert;
  };
  const statusesOf = (text: string): Record<string, string> => {
    const evaluation = convertFileContextual(text) as unknown as {
      contains: { contains: { data: { id: string }; hdf: { status: string; waived: boolean } }[] }[];
    };
    const controls = evaluation.contains[0]?.contains ?? [];
    return Object.fromEntries(
      controls.map(({ data, hdf }) => [data.id, `${hdf.status}${hdf.waived ? ', waived' : ''}`]),
    );
  };

  it('shows HDF as the table of outcomes says', async () => {
    expect(statusesOf(await rendered('hdf', reportOf('device-1001', richReport)))).toEqual({
      'backup-encrypted': 'Not Reviewed',
      'camera-permission [app:signal]': 'Passed',
      'camera-permission [app:whatsapp]': 'Not Applicable',
      'os-current': 'Passed',
      'passcode-length': 'Not Applicable, waived',
      'security-notifications [app:signal]': 'Not Reviewed',
      'security-notifications [app:threema]': 'Passed',
      'usb-debugging': 'Not Applicable',
    });
    expect(statusesOf(await rendered('hdf', reportOf('device-1002', richReport)))).toEqual({
      'backup-encrypted': 'Not Reviewed',
      'camera-permission [app:whatsapp@work]': 'Failed',
      'os-current': 'Failed',
      'passcode-length': 'Not Reviewed',
      'security-notifications [app:whatsapp@work]': 'Not Reviewed',
      'usb-debugging': 'Profile Error',
    });
  });
});

// The types of the package are no module.
interface StigManager {
  readonly reviewsFromCklb: (options: object) => {
    readonly target: { readonly name: string };
    readonly checklists: readonly { readonly stats: object; readonly reviews: readonly unknown[] }[];
  };
}

describe('the parser of STIG Manager', () => {
  const { reviewsFromCklb } = createRequire(import.meta.url)(
    '@nuwcdivnpt/stig-manager-client-modules',
  ) as StigManager;
  const importOptions = {
    autoStatus: { fail: 'null', notapplicable: 'null', pass: 'null' },
    unreviewed: 'always',
    unreviewedCommented: 'notchecked',
    emptyDetail: 'ignore',
    emptyComment: 'ignore',
    allowCustom: true,
  };
  const field = { enabled: 'optional', required: 'optional' };

  it.each([
    ['device-1001', { pass: 2, fail: 1, notapplicable: 0, notchecked: 2 }],
    ['device-1002', { pass: 0, fail: 2, notapplicable: 0, notchecked: 3 }],
  ])('counts the checklist of %s as the table of outcomes says', async (subject, expected) => {
    const parsed = reviewsFromCklb({
      data: await rendered('cklb', reportOf(subject, richReport)),
      fieldSettings: { detail: field, comment: field },
      allowAccept: true,
      importOptions,
      sourceRef: 'sample.cklb',
    });
    expect(parsed.target.name).toBe(subject);
    expect(parsed.checklists[0]?.stats).toMatchObject(expected);
    expect(parsed.checklists[0]?.reviews).toHaveLength(5);
  });
});

describe('a parser of Markdown', () => {
  const html = (text: string) =>
    micromark(text, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });

  it('finds no link, no image and no markup that is not ours', async () => {
    const page = html(await rendered('markdown', poisoned(richReport)));
    expect(page).toContain('img src=x');
    const tags = new Set(page.match(/<\/?[a-z][a-z0-9]*/g));
    const ours = 'h2 h3 p strong code table thead tbody tr th td ul li details summary'.split(' ');
    expect([...tags].filter((tag) => !ours.includes(tag.replace(/^<\/?/, '')))).toEqual([]);
    const outside = page.replaceAll(/<code>.*?<\/code>/gs, '');
    expect(outside).not.toMatch(/@everyone|evil\.example|#1/);
    expect(page.split('<details>')).toHaveLength(page.split('</details>').length);
  });

  it('finds as many cells in every row as in the head', async () => {
    const page = html(await rendered('markdown', poisoned(richReport)));
    const rows = page.split('<tr>').slice(1);
    expect(rows).toHaveLength(7);
    for (const row of rows) expect(row.match(/<t[hd]/g)).toHaveLength(6);
  });

  it('gets no more than a comment holds, of a fleet', async () => {
    const text = await rendered('markdown', fleet(10_000));
    expect(Buffer.byteLength(text)).toBeLessThan(65_536);
    expect(text).toContain('Left out, because a comment has no room for it');
  });
});

/** Long texts on many subjects and rules. */
function fleet(size: number): Report {
  const [first] = sampleReport.findings;
  if (first === undefined) throw new Error('the sample has no findings');
  const findings = Array.from({ length: size }, (_, index) => ({
    ...first,
    outcome: 'fail' as const,
    rule: `rule-${index % 90}`,
    subject: `phone-${index} ${'電話'.repeat(200)}`,
    message: poison.repeat(3),
  }));
  return { ...sampleReport, findings };
}

describe('a spreadsheet', () => {
  const opened = (text: string): string[][] => parse(text, { relax_quotes: false });

  it('finds no formula in any cell', async () => {
    const rows = opened(await rendered('csv', poisoned(richReport)));
    // The header, and one row for what no rule judges.
    expect(rows).toHaveLength(richReport.findings.length + 2);
    const cells = rows.flat();
    expect(cells.filter((cell) => cell.startsWith("'=cmd")).length).toBeGreaterThan(100);
    expect(cells.filter((cell) => /^\s*[=+\-@\t\r\n|%＝＋－＠]/.test(cell))).toEqual([]);
  });

  it.each(['=1', '+1', '-1', '@x', '\t=1', '\r=1', '  =1', '＝1', '\u00a0=1', '|x', '%0A=1'])(
    'shows %j as text',
    async (text) => {
      const [finding] = sampleReport.findings;
      if (finding === undefined) throw new Error('the sample has no findings');
      const report = { ...sampleReport, findings: [{ ...finding, message: text }] };
      const [header = [], row = []] = opened(await rendered('csv', report));
      const cell = row[header.indexOf('message')] ?? '';
      expect(cell).toMatch(/^['\\]/);
    },
  );

  it('ends rows with CRLF and has none within', async () => {
    const text = await rendered('csv', poisoned(richReport));
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(text.split('\r\n')).toHaveLength(richReport.findings.length + 3);
  });
});
