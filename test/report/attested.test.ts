/** A pass that rests on what people state says so in every format that has room for it; files of subjects stay apart. */
import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { perSubject } from '../../src/report/per-subject.ts';
import { rendered, reportOf, richReport } from '../support/report-renderings.ts';

const phone = reportOf('device-1001', richReport);
const stated = 'self-report by Line manager (p-91c2), 2026-11-03T10:15:00Z, until 2027-02-01T00:00:00Z';

describe('a statement', () => {
  it.each([
    ['xccdf', `stated: ${stated}`],
    ['xccdf', 'The result rests on what people state.'],
    ['hdf', `stated: ${stated}`],
    ['hdf', '"attested":true'],
    ['cklb', `Stated: ${stated}`],
    ['ocsf', `"stated":"${stated}"`],
    ['ocsf', '"attested":true'],
    ['oscal', '"methods":["INTERVIEW"]'],
    ['sarif-full', '"attested":1'],
    ['ndjson', '"attested":true'],
  ])('is in %s as %j', async (format, text) => {
    expect(await rendered(format, phone)).toContain(text);
    const without = { ...phone, findings: phone.findings.filter(({ attested }) => attested !== true) };
    expect(await rendered(format, without)).not.toContain(text);
  });

  it('is marked in the comment of a failing rule', async () => {
    const findings = phone.findings.map((one) =>
      one.attested === true ? { ...one, outcome: 'fail' as const } : one,
    );
    expect(await rendered('markdown', { ...phone, findings })).toContain('(rests on what people state)');
  });
});

describe('XCCDF', () => {
  it('has the scores that follow from its own results', async () => {
    const parser = new XMLParser({ ignoreAttributes: false, isArray: (name) => name === 'TestResult' });
    const { Benchmark } = parser.parse(await rendered('xccdf', richReport)) as {
      Benchmark: {
        TestResult: {
          'rule-result': { '@_weight': string; result: string }[];
          score: { '#text': number; '@_maximum': string }[];
        }[];
      };
    };
    expect(Benchmark.TestResult).toHaveLength(4);
    for (const { 'rule-result': results, score } of Benchmark.TestResult) {
      const counted = results.filter(({ result }) => ['pass', 'fail', 'unknown', 'error'].includes(result));
      const passed = counted.filter(({ result }) => result === 'pass');
      const sum = (list: typeof results) => list.reduce((all, one) => all + Number(one['@_weight']), 0);
      expect(score.map((one) => [one['#text'], Number(one['@_maximum'])])).toEqual([
        [sum(passed), Math.max(sum(counted), 1)],
        [passed.length, Math.max(counted.length, 1)],
      ]);
    }
  });
});

describe('a checklist', () => {
  const ruleOf = async (numbers: readonly string[]) => {
    const profiles = phone.profiles.map((profile) => ({
      ...profile,
      rules: profile.rules.map(({ controls: _none, ...rule }) =>
        rule.id === 'os-current' ? { ...rule, controls: { 'disa-stig': numbers } } : rule,
      ),
    }));
    const { stigs, target_data } = JSON.parse(await rendered('cklb', { ...phone, profiles })) as {
      stigs: readonly { readonly rules: readonly Record<string, unknown>[] }[];
      target_data: { readonly comments: string };
    };
    return { rules: stigs.flatMap(({ rules }) => rules), comments: target_data.comments };
  };

  it('names a rule by its number, and by the id of the STIG', async () => {
    const { rules, comments } = await ruleOf(['AIOS-26-010500', 'SV-9r2_rule']);
    expect(rules).toMatchObject([
      { rule_id_src: 'SV-9r2_rule', rule_id: 'SV-9r2', group_id: 'V-9', rule_version: 'AIOS-26-010500' },
    ]);
    expect(comments).toContain('5 rules of 6 left out');
  });

  it('names it by the id of the STIG where there is no number', async () => {
    const { rules } = await ruleOf(['AIOS-26-010500']);
    expect(rules).toMatchObject([{ rule_id_src: 'AIOS-26-010500', rule_version: 'AIOS-26-010500' }]);
  });

  it('makes one row of two rules with one number, which passes only when both pass', async () => {
    const controls = { 'disa-stig': ['AIOS-26-015500'] };
    const profiles = phone.profiles.map((profile) => ({
      ...profile,
      rules: profile.rules.flatMap((rule) =>
        ['os-current', 'backup-encrypted'].includes(rule.id) ? [{ ...rule, controls }] : [],
      ),
    }));
    const text = await rendered('cklb', { ...phone, profiles });
    expect(text.match(/"rule_id_src":"AIOS-26-015500"/g)).toHaveLength(1);
    expect(text).toContain('"status":"not_reviewed"');
    expect(text).toContain('0 rules of 2 left out');
  });

  it('leaves out what names a group alone', async () => {
    expect(await ruleOf(['V-9'])).toMatchObject({
      rules: [],
      comments: expect.stringContaining('6 rules of 6'),
    });
  });
});

describe('files of subjects', () => {
  const named = (...ids: readonly string[]): string[] => {
    const [subject] = richReport.subjects;
    if (subject === undefined) throw new Error('the sample has no subject');
    const report: Report = { ...richReport, subjects: ids.map((id) => ({ ...subject, id })) };
    return [...perSubject(report)].map(({ name }) => name);
  };

  it('are called by the identifier where that is a name everywhere', () => {
    expect(named('device-1001', 'com.example.passcode')).toEqual(['device-1001', 'com.example.passcode']);
  });

  it('have names that no system takes for another file or another folder', () => {
    const ids = [
      'Phone',
      'PHONE',
      '../../etc/x',
      '..',
      'a/b',
      'a\\b',
      'con',
      'nul.txt',
      'x.',
      '',
      '電話',
      '\u0000',
      'x'.repeat(300),
    ];
    const names = named(...ids);
    for (const name of names) expect(name).toMatch(/^[A-Za-z0-9][A-Za-z0-9-]{0,79}$/);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(ids.length);
  });
});
