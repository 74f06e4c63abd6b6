/** Gates of a file: thresholds for severities and profiles, each reported, and what --fail-on still speaks of. */
import { describe, expect, it } from 'vitest';
import { PassmusterError } from '../src/errors.ts';
import { exitCodeOf, type FailOn, judgeGates } from '../src/evaluate/gate.ts';
import { Tally } from '../src/evaluate/score.ts';
import type { GateThresholds } from '../src/evaluate/thresholds.ts';
import { loadGates } from '../src/gates/load.ts';
import type { Outcome } from '../src/model/finding.ts';
import type { Severity } from '../src/model/profile.ts';

const gatesOf = (yaml: string, profiles = ['strict', 'advice']): GateThresholds =>
  loadGates('gates.yaml', new TextEncoder().encode(`schema: passmuster-gates/1\n${yaml}`), profiles);

type Row = readonly [profile: string, severity: Severity, outcome: Outcome, count?: number];

/** `advice` is an advisory profile. */
function judged(yaml: string, rows: readonly Row[], failOn: FailOn = 'low', gateAdvisory = false) {
  const [all, advice] = [new Tally(), new Tally()];
  const own = new Map(['strict', 'advice'].map((id) => [id, new Tally()]));
  for (const [profile, severity, outcome, count = 1] of rows)
    for (let index = 0; index < count; index += 1) {
      const finding = { severity, outcome };
      all.add('device', finding);
      own.get(profile)?.add('device', finding);
      if (profile === 'advice') advice.add('device', finding);
    }
  const byProfile = [...own].map(([id, tally]) => ({
    id,
    advisory: id === 'advice',
    totals: tally.summary(true),
  }));
  const options = { failOn, gateAdvisory, thresholds: gatesOf(yaml) };
  const gates = judgeGates(all.summary(true), 1, options, { advice: advice.summary(true), byProfile });
  const told = gates
    .filter(({ gate }) => gate !== 'evidence' && gate !== 'evaluated')
    .map(({ gate, met, detail }) => `${gate}: ${met ? 'met' : 'not met'}, ${detail}`);
  return { told, code: exitCodeOf(gates) };
}

describe('limits on fails', () => {
  it('take the place of --fail-on for their severity alone', () => {
    const rows: Row[] = [
      ['strict', 'high', 'fail', 3],
      ['strict', 'low', 'fail', 2],
    ];
    expect(judged('maxFails: { high: 3 }', rows)).toEqual({
      told: [
        '--fail-on low: not met, 2 failing at low or above; 3 more under limits of the gate file',
        'maxFails.high 3: met, 3 failing high, at most 3 may',
      ],
      code: 1,
    });
    expect(judged('maxFails: { high: 3, low: 2 }', rows).code).toBe(0);
    expect(judged('maxFails: { high: 2, low: 2 }', rows).told).toContain(
      'maxFails.high 2: not met, 3 failing high, at most 2 may',
    );
    expect(judged('maxFails: { critical: 0, low: 2 }', rows).code).toBe(1);
  });

  it('count no waived finding', () => {
    expect(
      judged('maxFails: { high: 0 }', [
        ['strict', 'high', 'waived', 5],
        ['strict', 'high', 'pass'],
      ]).code,
    ).toBe(0);
  });

  it('of a profile speak of its fails alone', () => {
    const rows: Row[] = [
      ['strict', 'high', 'fail', 2],
      ['advice', 'high', 'fail', 4],
    ];
    expect(judged('profiles: { strict: { maxFails: { high: 2 } } }', rows)).toEqual({
      told: [
        '--fail-on low: met, 0 failing at low or above; 2 more under limits of the gate file; 4 of advisory profiles do not gate',
        'strict: maxFails.high 2: met, 2 failing high, at most 2 may',
      ],
      code: 0,
    });
    // The other profile's fails stay with --fail-on once they gate.
    expect(judged('profiles: { strict: { maxFails: { high: 2 } } }', rows, 'low', true)).toMatchObject({
      told: [
        '--fail-on low: not met, 4 failing at low or above; 2 more under limits of the gate file',
        'strict: maxFails.high 2: met, 2 failing high, at most 2 may',
      ],
      code: 1,
    });
  });

  it('for the run leave advice out unless it gates; naming the profile asks for it', () => {
    const rows: Row[] = [['advice', 'high', 'fail', 4]];
    expect(judged('maxFails: { high: 0 }', rows).code).toBe(0);
    expect(judged('maxFails: { high: 0 }', rows, 'low', true).code).toBe(1);
    expect(judged('profiles: { advice: { maxFails: { high: 3 } } }', rows).told).toContain(
      'advice: maxFails.high 3: not met, 4 failing high, at most 3 may',
    );
  });

  it('hold with --fail-on none, too', () => {
    expect(judged('maxFails: { info: 0 }', [['strict', 'info', 'fail']], 'none').told).toEqual([
      '--fail-on none: met, 1 failing, none gates',
      'maxFails.info 0: not met, 1 failing info, none may',
    ]);
  });
});

describe('least shares', () => {
  const rows: Row[] = [
    ['strict', 'high', 'pass', 3],
    ['strict', 'high', 'fail', 1],
    ['advice', 'low', 'unknown', 4],
    ['advice', 'low', 'pass', 1],
  ];
  it('are of the run or of a profile', () => {
    const yaml = `minScore: 75.9
minCoverage: 50
maxFails: { high: 1 }
profiles:
  strict: { minScore: 75, minCoverage: 100 }
  advice: { minCoverage: 20.01 }
`;
    expect(judged(yaml, rows)).toEqual({
      told: [
        '--fail-on low: met, 0 failing at low or above; 1 more under limits of the gate file',
        'maxFails.high 1: met, 1 failing high, at most 1 may',
        'minScore 75.9: not met, 75.8 %',
        'minCoverage 50: met, 55.5 %',
        'strict: minScore 75: met, 75 %',
        'strict: minCoverage 100: met, 100 %',
        'advice: minCoverage 20.01: not met, 20 %',
      ],
      code: 1,
    });
  });

  it('that there are none of are not met', () => {
    expect(judged('profiles: { strict: { minScore: 0, minCoverage: 0 } }', []).told.slice(1)).toEqual([
      'strict: minScore 0: not met, nothing passed or failed',
      'strict: minCoverage 0: not met, nothing applies',
    ]);
    expect(judged('minScore: 0', [['strict', 'high', 'waived']]).code).toBe(1);
  });

  it('of coverage ask for 3', () => {
    expect(
      judged('minCoverage: 90', [
        ['advice', 'low', 'unknown'],
        ['strict', 'low', 'pass'],
      ]).code,
    ).toBe(3);
  });
});

describe('a file', () => {
  const told = (yaml: string): string => {
    try {
      gatesOf(yaml);
      return 'no problem';
    } catch (error) {
      if (!(error instanceof PassmusterError)) throw error;
      return `${error.code} ${error.message}`;
    }
  };

  it.each([
    [
      'minScor: 80',
      'gates-invalid gates.yaml:2:10: The file has the unknown key `minScor`; did you mean `minScore`.',
    ],
    ['minScore: 101', 'gates-invalid gates.yaml:2:11: `minScore`'],
    ['minScore: "80"', 'gates-invalid gates.yaml:2:11: `minScore` must be a number.'],
    [
      'maxFails: { hihg: 1 }',
      'gates-invalid gates.yaml:2:19: `maxFails` has the unknown key `hihg`; did you mean `high`.',
    ],
    ['maxFails: { high: -1 }', '`maxFails.high` must be at least 0.'],
    ['maxFails: { high: 1.5 }', '`maxFails.high` must be a whole number.'],
    ['maxFails: {}', '`maxFails` must have something in it.'],
    ['profiles: { strict: {} }', '`profiles.strict` must have something in it.'],
    [
      'profiles: { stritc: { minScore: 80 } }',
      'gates-invalid gates.yaml:2:21: `stritc` is no audit profile of this run; did you mean `strict`; a gate on it would be met by nothing.',
    ],
    ['', 'gates-invalid gates.yaml:1:1: The file must have at least 2 entries.'],
    ['minScore: 80\nminScore: 90', 'gates-invalid gates.yaml:3:1: A key stands twice in one map.'],
    ['minScore: [', 'gates-invalid gates.yaml:'],
  ])('with %j is refused', (yaml, message) => expect(told(yaml)).toContain(message));

  it('stands in the report with its hash', () => {
    expect(gatesOf('minScore: 80').file).toMatchObject({ path: 'gates.yaml', bytes: 39 });
    expect(gatesOf('minScore: 80').file.sha256).toMatch(/^[0-9a-f]{64}$/);
  });
});
