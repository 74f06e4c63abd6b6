/** What lint writes: golden files of one run, and SARIF against its official schema (PASSMUSTER_OUTPUT_SCHEMAS=<folder>). */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { type LintDocument, lintDocument, lintExitCode, lintGateResults } from '../../src/lint/document.ts';
import { type LintFormat, renderLint } from '../../src/lint/format/registry.ts';
import { asOf, lintBytes, payloadXml, withPayloads } from '../support/lint.ts';

const options = { width: 100, color: false, unicode: true, verbose: false };
const schemas = process.env['PASSMUSTER_OUTPUT_SCHEMAS'] ?? '';

async function sample(): Promise<LintDocument> {
  const keys = ['allowAirDrop', 'allowCamera', 'allowChat', 'allowNews', 'allowPodcasts', 'allowCamra'];
  const body = keys.map((key) => `<key>${key}</key><false/>`).join('\n');
  const weak = '<key>maxFailedAttempts</key><integer>20</integer>';
  const reports = [
    await lintBytes(
      withPayloads(
        payloadXml('com.apple.applicationaccess', body),
        payloadXml('com.apple.mobiledevice.passwordpolicy', weak, 2),
      ),
      {},
      'profiles/phones [1].mobileconfig',
    ),
    await lintBytes('<plist><dict><key>PayloadType</key>', {}, 'profiles/cut.mobileconfig'),
    await lintBytes('no profile', {}, 'profiles/readme.txt'),
  ];
  return lintDocument(reports, { version: '0.0.0', asOf, target: { os: '26.1' } });
}

async function rendered(format: LintFormat, isVerbose = false): Promise<string> {
  const document = await sample();
  const gates = lintGateResults(document, 'error');
  return [...(await renderLint(format, document, gates, { ...options, verbose: isVerbose }))].join('');
}

describe('formats of lint', () => {
  it.each([
    ['text', 'text.golden.txt'],
    ['json', 'json.golden.json'],
    ['sarif', 'sarif.golden.json'],
  ] as const)('%s', async (format, file) => {
    await expect(await rendered(format)).toMatchFileSnapshot(join(import.meta.dirname, file));
  });

  it('text lists every note with -v', async () => {
    const text = await rendered('text', true);
    for (const key of ['allowAirDrop', 'allowChat', 'allowNews', 'allowPodcasts'])
      expect(text).toContain(`${key} needs a supervised device`);
    expect(text).toContain('ignored  profiles/readme.txt');
  });

  it('SARIF counts as the document does', async () => {
    const { findings } = await sample();
    const { runs } = JSON.parse(await rendered('sarif')) as {
      runs: {
        results: { level: string; ruleId: string; ruleIndex: number }[];
        tool: { driver: { rules: { id: string }[] } };
      }[];
    };
    const [run] = runs;
    expect(run?.results.map(({ ruleId, level }) => `${ruleId} ${level}`)).toEqual(
      findings.map(({ code, level }) => `${code} ${level}`),
    );
    for (const { ruleId, ruleIndex } of run?.results ?? [])
      expect(run?.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
  });

  const official = join(schemas, 'sarif', 'sarif-schema-2.1.0.json');
  it.skipIf(schemas === '' || !existsSync(official))('SARIF is valid by its schema', async () => {
    const { $schema: _draft4, id: _id, ...schema } = JSON.parse(readFileSync(official, 'utf8'));
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
    expect(validate(JSON.parse(await rendered('sarif'))), JSON.stringify(validate.errors)).toBe(true);
    const empty = lintDocument([], { version: '0.0.0', asOf, target: {} });
    expect(validate(JSON.parse([...(await renderLint('sarif', empty, [], options))].join('')))).toBe(true);
  });
});

describe('the gate', () => {
  it.each([
    ['error', 1],
    ['warning', 1],
    ['note', 1],
    ['none', 3],
  ] as const)('--fail-on %s ends with %d', async (failOn, code) => {
    expect(lintExitCode(lintGateResults(await sample(), failOn))).toBe(code);
  });

  it('is 3 when there was nothing to lint, and 0 for a profile without findings of the level', async () => {
    const run = { version: '0', asOf, target: {} };
    expect(lintExitCode(lintGateResults(lintDocument([], run), 'error'))).toBe(3);
    const clean = await lintBytes(
      withPayloads(payloadXml('com.apple.applicationaccess', '<key>forceEncryptedBackup</key><true/>')),
    );
    expect(lintExitCode(lintGateResults(lintDocument([clean], run), 'warning'))).toBe(0);
  });
});
