/** JUnit as GitLab reads it: the strict flavour, with the file of each case. */
import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { emptyReport, poisoned, rendered, richReport } from '../support/report-renderings.ts';
import { sampleReport } from '../support/sample-report.ts';

interface CaseXml {
  readonly '@classname': string;
  readonly '@name': string;
  readonly '@file'?: string;
}

async function casesOf(report: Report): Promise<CaseXml[]> {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    isArray: (name) => ['testsuite', 'testcase'].includes(name),
  });
  const { testsuites } = parser.parse(await rendered('junit-gitlab', report)) as {
    testsuites: { testsuite: { testcase: CaseXml[] }[] };
  };
  return testsuites.testsuite.flatMap(({ testcase }) => testcase);
}

describe('JUnit for GitLab', () => {
  it.each([
    ['the sample', sampleReport],
    ['nothing', emptyReport],
    ['hostile texts', poisoned(richReport)],
  ])('of %s is the strict one but for the files', async (_name, report) => {
    const text = await rendered('junit-gitlab', report);
    expect(text.replaceAll(/ file="[^"]*"/g, '')).toBe(await rendered('junit', report));
  });

  it('names the file of each case that has evidence, as the repository calls it', async () => {
    const cases = await casesOf(sampleReport);
    const paths = new Set(sampleReport.inputs.map(({ path }) => path));
    const files = cases.flatMap((one) => one['@file'] ?? []);
    expect(files.length).toBeGreaterThan(
      sampleReport.findings.filter(({ evidence }) => evidence.length > 0).length,
    );
    for (const file of files)
      expect([...paths].some((path) => path.endsWith(file) || file.startsWith(path))).toBe(true);
  });

  it('leads nowhere above the repository', async () => {
    const [first, ...others] = sampleReport.findings;
    const [evidence] = first?.evidence ?? [];
    if (first === undefined || evidence === undefined) throw new Error('the sample has no evidence');
    const hostile = { ...first, evidence: [{ ...evidence, input: '../../../etc/./passwd' }] };
    const files = (await casesOf({ ...sampleReport, findings: [hostile, ...others] })).map(
      (one) => one['@file'],
    );
    expect(files).toContain('etc/passwd');
  });

  it('has no two cases that GitLab would take for one', async () => {
    const keys = (await casesOf(poisoned(richReport))).map((one) => `${one['@classname']}\n${one['@name']}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('of a fleet has a case for a rule, before the file grows over 30 MB', async () => {
    const [first] = sampleReport.findings;
    if (first === undefined) throw new Error('no finding');
    const findings = Array.from({ length: 30_001 }, (_, index) => ({ ...first, subject: `device-${index}` }));
    const cases = await casesOf({ ...sampleReport, findings, inputs: [] });
    expect(cases.length).toBe(1);
    expect((await rendered('junit', { ...sampleReport, findings, inputs: [] })).length).toBeLessThan(30e6);
  });
});
