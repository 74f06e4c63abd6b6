import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exitCodeOf, failOnLevels, judgeGates } from '../../src/evaluate/gate.ts';
import { Tally } from '../../src/evaluate/score.ts';
import { severityWeights } from '../../src/model/profile.ts';
import { type Outcome, outcomes } from '../../src/model/finding.ts';
import { severities, type Severity } from '../../src/model/profile.ts';

function summaryOf(list: readonly [Severity, Outcome][], complete = true) {
  const tally = new Tally();
  for (const [severity, outcome] of list) tally.add('device', { severity, outcome });
  return tally.summary(complete);
}
const times = (count: number, severity: Severity, outcome: Outcome): [Severity, Outcome][] =>
  Array.from({ length: count }, () => [severity, outcome]);

describe('scores', () => {
  it('reproduce the worked example: 60 pass, 15 fail, 5 waived, 5 not applicable, 14 unknown, 1 error', () => {
    const summary = summaryOf([
      ...times(60, 'low', 'pass'),
      ...times(15, 'low', 'fail'),
      ...times(5, 'low', 'waived'),
      ...times(5, 'low', 'not-applicable'),
      ...times(14, 'low', 'unknown'),
      ...times(1, 'low', 'error'),
    ]);
    expect(summary).toMatchObject({ score: 0.8, coverage: 0.8421, scoreWithoutWaivers: 0.75 });
  });

  it('are null when nothing was decided', () => {
    expect(summaryOf([])).toMatchObject({ score: null, coverage: null, scoreWithoutWaivers: null });
    expect(summaryOf(times(3, 'high', 'unknown'))).toMatchObject({ score: null, coverage: 0 });
    expect(summaryOf(times(3, 'high', 'not-applicable'))).toMatchObject({ score: null, coverage: null });
  });

  it('never round up to the whole', () => {
    expect(summaryOf([...times(99_999, 'low', 'pass'), ...times(1, 'low', 'fail')]).score).toBe(0.9999);
  });

  it('weigh by severity', () => {
    const { score } = summaryOf([
      ['critical', 'pass'],
      ['medium', 'fail'],
    ]);
    expect(score).toBe(
      Math.floor((severityWeights.critical / (severityWeights.critical + severityWeights.medium)) * 10_000) /
        10_000,
    );
  });

  it('do not rise when a pass is lost, and coverage does not rise when evidence is lost', () => {
    const finding = fc.tuple(fc.constantFrom(...severities), fc.constantFrom(...outcomes));
    fc.assert(
      fc.property(fc.array(finding, { minLength: 1, maxLength: 30 }), fc.nat(), (list, at) => {
        const index = at % list.length;
        const [severity, outcome] = list[index] as [Severity, Outcome];
        const before = summaryOf(list);
        const changed = (to: Outcome) => summaryOf(list.with(index, [severity, to]));
        if (outcome === 'pass') expect(changed('fail').score ?? 0).toBeLessThanOrEqual(before.score ?? 0);
        if (outcome !== 'not-applicable')
          expect(changed('unknown').coverage ?? 0).toBeLessThanOrEqual(before.coverage ?? 0);
      }),
    );
  });
});

describe('gates', () => {
  it.each<[Outcome, Severity, string, number]>([
    ['fail', 'critical', 'critical', 1],
    ['fail', 'high', 'critical', 0],
    ['fail', 'low', 'low', 1],
    ['fail', 'info', 'low', 0],
    ['fail', 'critical', 'none', 0],
    ['waived', 'critical', 'low', 0],
    ['unknown', 'critical', 'low', 3],
    ['not-applicable', 'critical', 'low', 3],
    ['error', 'low', 'none', 2],
  ])('a %s of severity %s with --fail-on %s asks for %i', (outcome, severity, failOn, code) => {
    expect(
      exitCodeOf(
        judgeGates(summaryOf([[severity, outcome]]), 1, { failOn: failOn as (typeof failOnLevels)[number] }),
      ),
    ).toBe(code);
  });

  it.each<[string, Parameters<typeof judgeGates>[2], boolean, number]>([
    ['incomplete evidence', { failOn: 'none' }, false, 3],
    ['a fail before incomplete evidence', { failOn: 'low' }, false, 1],
    ['a score under the least', { failOn: 'none', minScore: 51 }, true, 1],
    ['a score at the least', { failOn: 'none', minScore: 50 }, true, 0],
    ['coverage under the least', { failOn: 'none', minCoverage: 90 }, true, 3],
    ['too few devices', { failOn: 'none', expectedDevices: 2 }, true, 3],
    ['enough devices', { failOn: 'none', expectedDevices: 1 }, true, 0],
  ])('%s', (_name, options, complete, code) => {
    const summary = summaryOf(
      [
        ['low', 'pass'],
        ['low', 'fail'],
        ['low', 'unknown'],
      ],
      complete,
    );
    expect(exitCodeOf(judgeGates(summary, 1, options))).toBe(code);
  });

  it('an internal error comes before a fail', () => {
    const gates = judgeGates(
      summaryOf([
        ['low', 'error'],
        ['low', 'fail'],
      ]),
      1,
      { failOn: 'low' },
    );
    expect(exitCodeOf(gates)).toBe(2);
    expect(
      gates
        .filter(({ met }) => !met)
        .map(({ exitCode }) => exitCode)
        .toSorted((a, b) => a - b),
    ).toEqual([1, 2]);
  });
});

describe('fails of advisory profiles', () => {
  const all = summaryOf([...times(3, 'high', 'fail'), ...times(1, 'low', 'pass')]);
  const gateOf = (advice: number, gateAdvisory = false) =>
    judgeGates(
      all,
      1,
      { failOn: 'low', gateAdvisory },
      { advice: summaryOf(times(advice, 'high', 'fail')) },
    )[0];

  it.each([
    [3, false, true, '0 failing at low or above; 3 of advisory profiles do not gate'],
    [2, false, false, '1 failing at low or above; 2 of advisory profiles do not gate'],
    [0, false, false, '3 failing at low or above'],
    [3, true, false, '3 failing at low or above'],
  ])('%i of three, asked for: %s', (advice, asked, met, detail) => {
    expect(gateOf(advice, asked)).toMatchObject({ met, detail });
  });
});
