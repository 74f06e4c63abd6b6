/** One control, one verdict: the worst of its rules, across profiles. */
import { describe, expect, it } from 'vitest';
import type { Finding, Outcome } from '../../src/model/finding.ts';
import type { Controls } from '../../src/model/profile.ts';
import type { ProfileRecord, Report } from '../../src/model/report.ts';
import { byControl } from '../../src/report/by-control.ts';
import { html } from '../../src/report/html.ts';
import { controlsText } from '../../src/report/terminal-controls.ts';
import { sampleReport } from '../support/sample-report.ts';

const options = { width: 80, color: false, unicode: true, verbose: false };

const profile = (id: string, rules: Readonly<Record<string, Controls>>): ProfileRecord => ({
  id,
  version: '1',
  title: id,
  sha256: '0'.repeat(64),
  rules: Object.entries(rules).map(([rule, controls]) => ({
    id: rule,
    title: `Rule ${rule}`,
    severity: 'high',
    references: [],
    controls,
  })),
});
const found = (inProfile: string, rule: string, outcome: Outcome): Finding => ({
  rule,
  profile: inProfile,
  subject: 'device-1001',
  outcome,
  severity: 'high',
  title: rule,
  message: 'x',
  evidence: [],
  notes: [],
});

function reportOf(outcomes: readonly (readonly [string, string, Outcome])[]): Report {
  return {
    ...sampleReport,
    profiles: [
      profile('one', { length: { cis: ['2.10'], 'nist-800-53r5': ['IA-5(1)'] }, lock: { cis: ['2.9'] } }),
      profile('two', { length: { 'nist-800-53r5': ['IA-5(1)', 'AC-7'] } }),
    ],
    findings: outcomes.map(([inProfile, rule, outcome]) => found(inProfile, rule, outcome)),
  };
}

const verdicts = (report: Report) =>
  byControl(report).map(({ framework, control, outcome }) => [framework, control, outcome]);

describe('controls', () => {
  it.each<[Outcome, Outcome, Outcome]>([
    ['pass', 'fail', 'fail'],
    ['fail', 'unknown', 'fail'],
    ['unknown', 'pass', 'unknown'],
    ['pass', 'not-applicable', 'pass'],
    ['error', 'unknown', 'error'],
    ['waived', 'pass', 'waived'],
    ['not-applicable', 'not-applicable', 'not-applicable'],
  ])('of a rule that is %s and one that is %s, it is %s', (first, second, worst) => {
    const report = reportOf([
      ['one', 'length', first],
      ['two', 'length', second],
    ]);
    expect(verdicts(report)).toContainEqual(['nist-800-53r5', 'IA-5(1)', worst]);
    expect(verdicts(report)).toContainEqual(['nist-800-53r5', 'AC-7', second]);
  });

  it('stand in the order of their numbers, and say when nothing was evaluated', () => {
    expect(verdicts(reportOf([['one', 'length', 'pass']]))).toEqual([
      ['cis', '2.9', undefined],
      ['cis', '2.10', 'pass'],
      ['nist-800-53r5', 'AC-7', undefined],
      ['nist-800-53r5', 'IA-5(1)', 'pass'],
    ]);
  });

  it('are printed with the rules that they rest on, the worst first', () => {
    const report = reportOf([
      ['one', 'length', 'pass'],
      ['two', 'length', 'fail'],
    ]);
    expect([...controlsText(report, 'nist-800-53r5', options)].join(''))
      .toBe(`NIST SP 800-53 revision 5   one, two

AC-7  fail
    two length: 1 fail
IA-5(1)  fail
    two length: 1 fail
    one length: 1 pass

2 controls, 2 failing
`);
    expect([...controlsText(report, 'iso-27001', options)]).toEqual([]);
  });

  it('have a section in the page where rules name them, and none elsewhere', () => {
    const page = (report: Report) => [...html.render(report, options)].join('');
    const shown = page(reportOf([['two', 'length', 'fail']]));
    expect(shown).toContain('<h2 id="controls">By control</h2>');
    expect(shown).toContain('href="#controls"');
    expect(shown).toMatch(/<th scope="row">IA-5\(1\)<\/th><td><span class="mark fail">/);
    expect(page(sampleReport)).not.toContain('id="controls"');
  });
});
