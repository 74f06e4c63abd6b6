/** The JUnit rendering, read back with independent code. */
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../src/model/finding.ts';
import type { Report } from '../src/model/report.ts';
import { junit } from '../src/report/junit.ts';
import { xmlText } from '../src/report/xml-text.ts';
import { sampleReport } from './support/sample-report.ts';

const options = { width: 100, color: false, unicode: true, verbose: false };

interface Told {
  readonly '@message': string;
  readonly '@type'?: string;
  readonly '#text'?: string;
}
interface CaseXml {
  readonly '@classname': string;
  readonly '@name': string;
  readonly failure?: Told;
  readonly error?: Told;
  readonly skipped?: Told;
  readonly 'system-out'?: string;
}
interface SuiteXml extends Readonly<Record<`@${string}`, string>> {
  readonly properties: { readonly property: readonly Readonly<Record<string, string>>[] };
  readonly testcase: readonly CaseXml[];
}
interface Root extends Readonly<Record<`@${string}`, string>> {
  readonly testsuite: readonly SuiteXml[];
}

/** Well-formed by a strict reader first, then as values. */
function readBack(report: Report): { root: Root; suites: readonly SuiteXml[]; xml: string } {
  const xml = [...junit.render(report, options)].join('');
  const strict = new SaxesParser({ xmlns: false });
  strict.on('error', (error) => {
    throw error;
  });
  strict.write(xml).close();
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseTagValue: false,
    trimValues: false,
    isArray: (name) => ['testsuite', 'testcase', 'property'].includes(name),
  });
  const root = (parser.parse(xml) as { testsuites: Root }).testsuites;
  return { root, suites: root.testsuite, xml };
}

const run = 'passmuster run';
const casesOf = (suites: readonly SuiteXml[]) =>
  suites.filter((suite) => suite['@name'] !== run).flatMap(({ testcase }) => testcase);

/** The outcome that a case stands for, by the mapping of the format alone. */
function outcomeOf({ failure, error, skipped }: CaseXml): Finding['outcome'] {
  if (failure) return 'fail';
  if (error) return error['@type'] === 'error' ? 'error' : 'unknown';
  if (skipped === undefined) return 'pass';
  const [word] = skipped['@message'].split(':');
  return word === 'manual' ? 'unknown' : word === 'waived' ? 'waived' : 'not-applicable';
}

describe('the JUnit rendering of the sample report', () => {
  const { root, suites, xml } = readBack(sampleReport);

  it('is the golden one', async () => {
    const golden = join(import.meta.dirname, 'fixtures', 'reports', 'sample.junit.xml');
    await expect(xml).toMatchFileSnapshot(golden);
  });

  it('holds as many cases of each outcome as the summary says', () => {
    const outcomes = casesOf(suites).map(outcomeOf);
    for (const [outcome, count] of Object.entries(sampleReport.summary.outcomes)) {
      const found = outcomes.filter((one) => one === outcome);
      expect.soft(found, outcome).toHaveLength(count);
    }
    expect(outcomes).toHaveLength(sampleReport.findings.length);
  });

  it('counts in every suite what stands in it, and at the root what stands in all', () => {
    const total = { tests: 0, failures: 0, errors: 0 };
    for (const suite of suites) {
      const failures = suite.testcase.filter((one) => one.failure).length;
      const errors = suite.testcase.filter((one) => one.error).length;
      const skipped = suite.testcase.filter((one) => one.skipped).length;
      const tests = suite.testcase.length;
      expect(suite).toMatchObject({
        '@tests': String(tests),
        '@failures': String(failures),
        '@errors': String(errors),
        '@skipped': String(skipped),
      });
      total.tests += tests;
      total.failures += failures;
      total.errors += errors;
    }
    const { tests, failures, errors } = total;
    expect([root['@tests'], root['@failures'], root['@errors']]).toEqual(
      [tests, failures, errors].map(String),
    );
  });

  it('never gives two cases one name', () => {
    const names = suites.flatMap(({ testcase }) =>
      testcase.map((one) => `${one['@classname']} ${one['@name']}`),
    );
    expect(new Set(names).size).toBe(names.length);
  });

  it('has no attribute that the strict schema refuses', () => {
    expect(xml).not.toMatch(/<testcase [^>]*\b(file|line|assertions)=/);
    expect(xml).not.toMatch(/<testsuites [^>]*\b(skipped|disabled)=/);
  });

  it('tells conflicts, missing evidence and what only a person can say apart', () => {
    const found = (subject: string, rule: string) =>
      casesOf(suites).find(
        (one) => one['@classname'].startsWith(`${subject}.`) && one['@name'].startsWith(rule),
      );
    expect(found('device-1001', 'backup-encrypted')?.error?.['@type']).toBe('conflict');
    expect(found('device-1002', 'backup-encrypted')?.error?.['@type']).toBe('unknown');
    expect(found('device-1001', 'security-notifications')?.skipped?.['@message']).toMatch(/^manual: /);
    expect(found('device-1001', 'passcode-length')?.skipped?.['@message']).toMatch(
      /^waived: passcode.minimumLength is 4, expected at least 6. Waiver: w-2026-007, operational-exemption, approved by SIRO/,
    );
  });

  it('makes inputs that were not read whole errors', () => {
    const suite = suites.find((one) => one['@name'] === run);
    expect(suite?.testcase.map((one) => [one['@name'], one.error?.['@type']])).toEqual([
      ['exports/devices.json', 'input-partial'],
      ['policies/broken.mobileconfig', 'input-unreadable'],
    ]);
  });
});

const [first] = sampleReport.findings;
if (first === undefined) throw new Error('the sample has no findings');
const passing: Finding = { ...first, outcome: 'pass', message: 'It is.' };
const whole: Report = { ...sampleReport, inputs: [], subjects: [], findings: [] };

describe('a report with odd content', () => {
  it('is an error when nothing was evaluated', () => {
    const { suites } = readBack(whole);
    expect(suites.flatMap(({ testcase }) => testcase.map((one) => one.error?.['@type']))).toEqual([
      'nothing-evaluated',
    ]);
  });

  it('keeps any text well-formed and within its line', () => {
    const hostile = '\u0000\u001b[31m]]>\ud800\uffff--><!-- &amp; "\'<\r\n::error::x\u2028y';
    const finding: Finding = {
      ...passing,
      subject: hostile,
      rule: hostile,
      scope: hostile,
      message: hostile,
    };
    const { suites, xml } = readBack({ ...whole, findings: [finding, { ...finding, outcome: 'fail' }] });
    const names = casesOf(suites).map((one) => one['@name']);
    expect(new Set(names).size).toBe(2);
    expect(xml.split('\n').filter((line) => /^\s*::/.test(line))).toEqual([]);
    // oxlint-disable-next-line no-control-regex -- the very characters that must be gone
    expect(xml).not.toMatch(/[\u0000-\u0008\u001b\uffff]/);
    expect(suites[0]?.['@name']).toContain('"\'<');
  });

  it('keeps an attribute that reads true', () => {
    const { suites } = readBack({ ...whole, findings: [{ ...passing, subject: 'true', message: 'true' }] });
    expect(suites[0]?.['@name']).toBe('true');
  });

  it('keeps subjects apart whose names differ only in what XML cannot carry', () => {
    const findings = ['phone\u0001', 'phone\u0002'].map((subject) => ({ ...passing, subject }));
    expect(readBack({ ...whole, findings }).suites.map((suite) => suite['@name'])).toEqual([
      'phone\ufffd',
      'phone\ufffd (2)',
    ]);
  });
});

describe('a report of more than 50,000 findings', () => {
  const many = (count: number, change: (index: number) => Partial<Finding>): Report => ({
    ...whole,
    findings: Array.from({ length: count }, (_, index) => ({
      ...passing,
      subject: `phone-${index}`,
      ...change(index),
    })),
  });

  it('has a case per rule that fails when any subject fails, and says so', () => {
    const { suites } = readBack(many(50_001, (index) => (index % 1000 === 7 ? { outcome: 'fail' } : {})));
    const [suite] = suites;
    expect(suite?.testcase).toHaveLength(1);
    expect(suite?.properties.property[0]?.['@name']).toBe('grouped');
    const failure = suite?.testcase[0]?.failure;
    expect(failure?.['@message']).toBe('fail: 50 of 50001 findings.');
    expect(failure?.['#text']?.match(/^subject: /gm)).toHaveLength(20);
    expect(failure?.['#text']).toContain('counts: 49951 pass, 50 fail');
    expect(failure?.['#text']).toMatch(/and 30 more$/);
  });

  it.each([
    ['an unknown', { outcome: 'unknown', reason: 'not-collected' }, 'error', 'unknown: 1 of 50001 findings.'],
    ['a conflict', { outcome: 'unknown', reason: 'ambiguous' }, 'error', 'conflict: 1 of 50001 findings.'],
    ['a defect', { outcome: 'error' }, 'error', 'error: 1 of 50001 findings.'],
    [
      'a statement that is missing',
      { outcome: 'unknown', reason: 'not-provable' },
      'skipped',
      'manual: 1 of 50001 findings.',
    ],
    ['a waiver', { outcome: 'waived' }, 'skipped', 'waived: 1 of 50001 findings.'],
  ] as const)('does not pass a rule with %s among passes', (_name, change, mark, message) => {
    const { suites } = readBack(many(50_001, (index) => (index === 3 ? change : {})));
    expect(suites[0]?.testcase[0]?.[mark]?.['@message']).toBe(message);
  });

  it('passes a rule that passes wherever it applies', () => {
    const { suites } = readBack(
      many(50_001, (index) => (index === 3 ? { outcome: 'not-applicable', reason: 'platform' } : {})),
    );
    expect(suites[0]?.testcase.map(outcomeOf)).toEqual(['pass']);
  });

  it('keeps a case per finding at the limit', () => {
    let cases = 0;
    for (const chunk of junit.render(
      many(50_000, () => ({})),
      options,
    ))
      cases += chunk.split('<testcase ').length - 1;
    expect(cases).toBe(50_000);
  });
});

it.each([
  ['tab\tline\nreturn\r', 'tab\tline\nreturn\r'],
  ['\u0000\u0008\u000b\u001f', '\ufffd\ufffd\ufffd\ufffd'],
  ['\ud800 \udc00 \ufffe \uffff', '\ufffd \ufffd \ufffd \ufffd'],
  ['Größe 電話 📱 \u0085 \u202e', 'Größe 電話 📱 \u0085 \u202e'],
])('xmlText of %j', (text, expected) => {
  expect(xmlText(text)).toBe(expected);
});
