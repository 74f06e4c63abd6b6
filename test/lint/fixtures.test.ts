/**
 * Fixture folders are the tests: test/fixtures/lint/<case>/{*.mobileconfig or policy.json, options.json, expected.ndjson}. All files of a
 * case are one run. Renew with -u and read the diff.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { lintCodes } from '../../src/lint/codes.ts';
import type { LintTarget } from '../../src/lint/define.ts';
import { type LintDocument, lintDocument } from '../../src/lint/document.ts';
import { lintPaths } from '../../src/lint/run.ts';
import { lintSchema } from '../../src/lint/schema.ts';
import { targetOf } from '../../src/lint/target.ts';
import { lintPages } from '../../tools/lint-docs.ts';

const root = join(import.meta.dirname, '..', 'fixtures', 'lint');
const cases = readdirSync(root).sort();
const asOf = '2026-11-20T23:59:59Z';
const isDocument = new Ajv2020({ strict: true, strictRequired: false }).compile(lintSchema);

const ownFiles = new Set(['options.json', 'expected.ndjson']);

async function lintCase(name: string): Promise<LintDocument> {
  const folder = join(root, name);
  const files = readdirSync(folder);
  const target = targetOf(files.includes('options.json') ? optionsOf(folder).target : {});
  const inputs = files.filter((file) => !ownFiles.has(file)).map((file) => join(folder, file));
  const named = inputs.filter((path) => /\.(mobileconfig|json)$/.test(path));
  const reports = await lintPaths(named.length === inputs.length ? named : [join(folder, '*.*')], {
    context: { asOf, target },
    ignored: new Set(),
  });
  const document = lintDocument(reports, { version: '0.0.0', asOf, target });
  // Where the checkout lies is no part of the result.
  return JSON.parse(JSON.stringify(document).replaceAll(`${relative(process.cwd(), folder)}/`, ''));
}

function optionsOf(folder: string): { target: LintTarget } {
  return JSON.parse(readFileSync(join(folder, 'options.json'), 'utf8'));
}

describe('lint', () => {
  it.each(cases.map((name) => [name]))('%s', async (name) => {
    const document = await lintCase(name);
    expect(isDocument(document), JSON.stringify(isDocument.errors)).toBe(true);
    const inputs = document.inputs.map(({ path, status, problem }) => ({ path, status, problem }));
    const text = `${[...inputs, ...document.findings].map((line) => JSON.stringify(line)).join('\n')}\n`;
    await expect(text).toMatchFileSnapshot(join(root, name, 'expected.ndjson'));
  });

  it('raises every code in a fixture, but those of signed and encrypted files', async () => {
    const raised = new Set<string>();
    for (const name of cases) for (const { code } of (await lintCase(name)).findings) raised.add(code);
    const packaged = ['PM1002', 'PM1003', 'PM1004', 'PM1005', 'PM1006'];
    expect(lintCodes.filter((code) => !raised.has(code) && !packaged.includes(code))).toEqual([]);
  });

  it('finds nothing but the missing signature in a clean profile', async () => {
    expect((await lintCase('clean')).findings.map(({ code }) => code)).toEqual(['PM1001']);
  });

  it('never prints a secret', async () => {
    const text = JSON.stringify(await lintCase('secrets'));
    for (const secret of ['correct horse', '12345', 'secret-word', 'PRIVATE KEY'])
      expect(text).not.toContain(secret);
  });
});

describe('docs/lint', () => {
  const folder = join(import.meta.dirname, '..', '..', 'docs', 'lint');
  it.each(Object.entries(lintPages()))('%s is the one in the code (npm run docs:lint)', (name, text) => {
    expect(readFileSync(join(folder, name), 'utf8')).toBe(text);
  });
  it('has no other page', () => {
    expect(readdirSync(folder).sort()).toEqual(Object.keys(lintPages()).sort());
  });
});
