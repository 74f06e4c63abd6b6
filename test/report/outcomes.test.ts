/** The one mapping of outcomes: what it may never do, and that the page prints it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unknownReasons } from '../../src/model/observation.ts';
import {
  classOf,
  type OutcomeClass,
  outcomeClasses,
  wordsOf,
  worstClass,
} from '../../src/report/outcomes.ts';
import { reporterIds } from '../../src/report/registry.ts';
import { renewedReports } from '../../tools/docs-reports.ts';
import { sampleReport } from '../support/sample-report.ts';

const passing = wordsOf.pass;
const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'reports.md'), 'utf8');

describe('the mapping of outcomes', () => {
  it.each(outcomeClasses.filter((one) => one !== 'pass'))('%s looks like a pass nowhere', (one) => {
    const { shape, sarif, junit, xccdf, oscal, hdf, cklb, ocsf } = wordsOf[one];
    expect(shape.symbol).not.toBe(passing.shape.symbol);
    expect(sarif).not.toBe('pass');
    expect(junit.mark).toBeDefined();
    expect(xccdf).not.toBe('pass');
    expect(oscal?.state).not.toBe('satisfied');
    expect(hdf).not.toBe('passed');
    expect(cklb).not.toBe('not_a_finding');
    expect(ocsf.id).not.toBe(1);
  });

  it.each(unknownReasons)('an unknown for the reason %s is one of three kinds', (reason) => {
    expect(['unknown', 'conflict', 'manual']).toContain(classOf({ outcome: 'unknown', reason }));
  });

  it('takes an unknown with a reason that it does not know for an unknown', () => {
    expect(classOf({ outcome: 'unknown' })).toBe('unknown');
  });

  it.each<[readonly OutcomeClass[], OutcomeClass]>([
    [['pass', 'unknown'], 'unknown'],
    [['pass', 'not-applicable'], 'pass'],
    [['not-applicable'], 'not-applicable'],
    [['unknown', 'waived', 'pass'], 'waived'],
    [['waived', 'fail'], 'fail'],
    [['error', 'manual', 'pass'], 'error'],
    [['manual', 'pass'], 'manual'],
    [[], 'not-applicable'],
  ])('%j together are %s', (classes, expected) => {
    const findings = classes.map((one) => {
      const found = sampleReport.findings.find((finding) => classOf(finding) === one);
      if (found === undefined) throw new Error(`the sample has no ${one}`);
      return found;
    });
    expect(worstClass(findings)).toBe(expected);
  });
});

describe('docs/reports.md', () => {
  it('prints the tables of the code (npm run docs:reports)', () => {
    const flat = (text: string) => text.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---');
    expect(flat(page)).toBe(flat(renewedReports(page)));
  });

  it('says of every format what it is for and what it does not carry', () => {
    const [, rows = ''] = page.split('cannot carry\n');
    const [own = ''] = rows.split('\n## ');
    for (const id of reporterIds) expect(own).toContain(`\`${id}\``);
  });
});
