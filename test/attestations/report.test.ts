/** What reports show of statements: who, when, until when, and no names; the lists of inputs and the figures. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StatedRecords } from '../../src/attestations/match.ts';
import { audit } from '../../src/audit.ts';
import type { Report } from '../../src/model/report.ts';
import { findProfiles } from '../../src/profiles/find.ts';
import { html } from '../../src/report/html.ts';
import { json } from '../../src/report/json.ts';
import { terminal } from '../../src/report/terminal.ts';
import { openSavedReport } from '../../src/report-file.ts';
import { asOf, canary, changed, type Change, fileOf, load } from './sample.ts';

const options = { width: 400, color: false, unicode: true, verbose: true };
const text = (parts: Iterable<string>): string => [...parts].join('');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'passmuster-attested-'));
  const devices = {
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#deviceManagement/managedDevices',
    value: [
      {
        id: 'device-1',
        operatingSystem: 'iOS',
        osVersion: '26.1',
        managedDeviceOwnerType: 'company',
        lastSyncDateTime: '2026-11-19T00:00:00Z',
        isEncrypted: true,
      },
    ],
  };
  writeFileSync(join(folder, 'devices.json'), JSON.stringify(devices));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...changes: Change[]): Promise<Report> {
  return audit({
    paths: [join(folder, 'devices.json')],
    profiles: await findProfiles(['uk-moj-whatsapp']),
    asOf,
    gate: { failOn: 'none' },
    version: '0.1.0',
    ...(changes.length === 0
      ? {}
      : { attestations: new StatedRecords(await load(fileOf(...changes.map(changed)))) }),
  });
}
const twoStep = (report: Report) =>
  report.findings.find(({ rule, scope }) => rule === 'moj-wa-two-step' && scope === 'app:whatsapp');

describe('a report', () => {
  it('names who stated what, when and until when, in every format', async () => {
    const report = await run({});
    const statement = {
      by: { role: 'Line manager', id: 'p-91c2' },
      witness: { role: 'IT security', id: 'p-0b77' },
      method: 'witnessed',
      at: '2026-11-03T10:15:00Z',
      until: '2026-12-03T10:15:00Z',
    };
    expect(twoStep(report)).toMatchObject({
      outcome: 'pass',
      attested: true,
      evidence: [
        { input: 'people.json', line: 4, locator: '2026-11-two-step', layer: 'attested', statement },
      ],
    });
    const words =
      'witnessed by Line manager (p-91c2), seen by IT security (p-0b77), 2026-11-03T10:15:00Z, until 2026-12-03T10:15:00Z';
    for (const reporter of [terminal, html]) expect(text(reporter.render(report, options))).toContain(words);
    for (const reporter of [terminal, html, json])
      expect(text(reporter.render(report, options))).not.toContain(canary);
  });

  it('lists the file with its hash, and counts it in no gate', async () => {
    const report = await run({});
    expect(report.inputs.map(({ source, path }) => [source, path])).toEqual([
      ['intune-devices', expect.stringContaining('devices.json')],
      ['attestations', 'people.json'],
    ]);
    expect(report.inputs[1]?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(report.summary.complete).toBe(true);
  });

  it('counts what rests on statements apart, and coverage with and without them', async () => {
    const [without, stated] = [await run(), await run({})];
    const { summary } = stated;
    expect(summary.attested).toEqual({ pass: 1, fail: 0 });
    expect(summary.coverageWithoutAttestations).toBe(without.summary.coverage);
    expect(summary.coverage).toBeGreaterThan(without.summary.coverage ?? 1);
    expect(without.summary.attested).toEqual({ pass: 0, fail: 0 });
    expect(text(terminal.render(stated, options))).toContain('attested  1 pass rests on what people state');
    expect(text(terminal.render(without, options))).not.toContain('what people state');
  });

  it('shows a hostile role as text', async () => {
    const report = await run({ attestedBy: { role: '<script>\u001b[31m\u202e' } });
    const page = text(html.render(report, options));
    expect(page).toContain('by &lt;script&gt;\\u{1b}[31m\\u{202e}');
    expect(text(terminal.render(report, options))).toContain('by <script>\\u{1b}[31m\\u{202e}');
  });

  it('can be saved and opened again', async () => {
    const report = await run({});
    const path = join(folder, 'report.json');
    writeFileSync(path, text(json.render(report, options)));
    expect(await openSavedReport(path)).toEqual(report);
  });

  it('has one finding fewer to ask about once a statement is in force', async () => {
    const { formRows } = await import('../../src/attestations/template.ts');
    const keys = (report: Report) => formRows(report).map(({ setting, app }) => `${setting} ${app}`);
    const before = keys(await run());
    const after = keys(await run({}));
    expect(before).toContain('app.twoStepVerification whatsapp');
    expect(before.filter((key) => !after.includes(key))).toEqual(['app.twoStepVerification whatsapp']);
  });
});
