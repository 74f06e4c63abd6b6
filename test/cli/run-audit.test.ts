/** The page is the same whether an audit writes it as it goes on or it is drawn from the whole report. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { generate } from '../../bench/fleet/generate.ts';
import { audit } from '../../src/audit.ts';
import { runAudit } from '../../src/cli/run-audit.ts';
import { limits, setLimits } from '../../src/io/limits.ts';
import { findProfiles } from '../../src/profiles/find.ts';
import { renderOptions } from '../support/report-renderings.ts';
import { html } from '../../src/report/html.ts';
import { PageOfLines } from '../../src/report/html-lines.ts';

const folder = mkdtempSync(join(tmpdir(), 'passmuster-run-'));
afterAll(() => rmSync(folder, { recursive: true }));

const example = join(import.meta.dirname, '..', '..', 'examples');
const options = {
  paths: [join(example, 'fleet')],
  profiles: await findProfiles(['uk-ncsc-ios', join(example, 'phone-basics.yaml')], {}),
  asOf: '2026-11-20T23:59:59Z',
  gate: { failOn: 'low' },
  version: '0.0.0',
  handling: { marking: 'OFFICIAL' },
} as const;

it.each([
  ['alone', ['html']],
  ['beside NDJSON', ['ndjson', 'html']],
])('%s', async (name, formats) => {
  const outputs = formats.map((format) => ({ format, file: join(folder, `${name}.${format}`) }));
  const { report, outputs: left } = await runAudit({
    ...options,
    outputs,
    isWhole: false,
    isQuiet: true,
    isChanged: false,
  });
  expect(report).toBeUndefined();
  expect(left).toEqual([]);
  const whole = await audit(options);
  expect(readFileSync(join(folder, `${name}.html`), 'utf8')).toBe(
    [...html.render(whole, renderOptions)].join(''),
  );
});

it('is drawn from the report where another format needs that', async () => {
  const outputs = ['html', 'csv'].map((format) => ({ format, file: join(folder, `left.${format}`) }));
  const { report, outputs: left } = await runAudit({
    ...options,
    outputs,
    isWhole: false,
    isQuiet: true,
    isChanged: false,
  });
  expect(report).toBeDefined();
  expect(left).toEqual(outputs);
  expect(readdirSync(folder)).not.toContain('left.html');
});

it.each([
  ['alone, by threads', ['html'], true],
  ['beside NDJSON, by threads', ['ndjson', 'html'], true],
  ['and a summary, by threads', ['html'], false],
])('%s', async (name, formats, isQuiet) => {
  const file = join(folder, 'fleet.json');
  generate({ form: 'ndjson', count: 300, seed: 3, file });
  const of = { ...options, paths: [file] };
  const outputs = formats.map((format) => ({ format, file: join(folder, `${name}.${format}`) }));
  // Else the ordinary reader would be compared with itself.
  const byThreads = vi.spyOn(PageOfLines.prototype, 'write');
  const { fleetBytes } = limits;
  setLimits({ fleetBytes: 0 });
  try {
    const { report, outputs: left } = await runAudit({
      ...of,
      outputs,
      isWhole: false,
      isQuiet,
      isChanged: false,
    });
    expect(report?.left !== undefined).toBe(!isQuiet);
    expect(left).toEqual([]);
  } finally {
    setLimits({ fleetBytes });
  }
  expect(byThreads).toHaveBeenCalled();
  byThreads.mockRestore();
  expect(readFileSync(join(folder, `${name}.html`), 'utf8')).toBe(
    [...html.render(await audit(of), renderOptions)].join(''),
  );
});
