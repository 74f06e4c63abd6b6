/** Facts about the phones, and what they make of a key. */
import { describe, expect, it } from 'vitest';
import type { KeyFacts } from '../../src/artifacts/apple/schema.ts';
import { effectsOf } from '../../src/lint/apple/effect.ts';
import type { LintTarget } from '../../src/lint/define.ts';
import { targetOf } from '../../src/lint/target.ts';
import { refusal } from '../support/bytes.ts';

describe('the target', () => {
  it('takes supervision from the enrolment', () => {
    expect(targetOf({ enrolment: 'supervised' })).toEqual({ enrolment: 'supervised', supervised: true });
    expect(targetOf({ enrolment: 'user' })).toEqual({ enrolment: 'user', supervised: false });
    expect(targetOf({ enrolment: 'device' })).toEqual({ enrolment: 'device' });
  });

  it.each([
    { enrolment: 'supervised', supervised: false },
    { enrolment: 'user', supervised: true },
    { os: 'iOS 26' },
    { os: '26.1.2.3' },
  ] as const)('refuses %o', (facts) => {
    expect(refusal(() => targetOf(facts)).code).toBe('usage');
  });
});

const key = (facts: Partial<KeyFacts>): KeyFacts => ({ type: 'boolean', ...facts });

const cases: [what: string, facts: Partial<KeyFacts>, target: LintTarget, effects: string[]][] = [
  ['nothing', {}, {}, []],
  ['supervised, not known', { supervised: true }, {}, ['PM1401 note']],
  ['supervised, and it is', { supervised: true }, { supervised: true }, []],
  ['supervised, and it is not', { supervised: true }, { supervised: false }, ['PM1401']],
  ['announced', { supervised: false, supervisionAnnounced: true }, {}, ['PM1402']],
  ['announced, and it is', { supervisionAnnounced: true }, { supervised: true }, []],
  ['forbidden, not known', { userEnrolment: 'forbidden' }, {}, ['PM1403 note']],
  ['forbidden, and it is', { userEnrolment: 'forbidden' }, { enrolment: 'user' }, ['PM1403 warning']],
  ['forbidden, other enrolment', { userEnrolment: 'forbidden' }, { enrolment: 'device' }, []],
  ['ignored, not known', { userEnrolment: 'ignored' }, {}, ['PM1404 note']],
  ['ignored, and it is', { userEnrolment: 'ignored' }, { enrolment: 'user' }, ['PM1404']],
  ['by a server, not known', { manualInstall: false }, {}, ['PM1409 note']],
  ['by a server, by hand', { manualInstall: false }, { enrolment: 'local' }, ['PM1409']],
  ['by a server, enrolled', { manualInstall: false }, { enrolment: 'user' }, []],
  ['new, not known', { introduced: '26.4' }, {}, ['PM1407 note']],
  ['old, not known', { introduced: '18.4' }, {}, []],
  ['new, system older', { introduced: '18.4' }, { os: '18.3' }, ['PM1407']],
  ['new, system as new', { introduced: '18.4' }, { os: '18.4' }, []],
  ['9 is older than 11.4.1', { introduced: '11.4.1' }, { os: '9.3' }, ['PM1407']],
  ['removed, not known', { deprecated: '26.0', removed: '27.0' }, {}, ['PM1408']],
  ['removed, system newer', { removed: '27.0' }, { os: '27.1' }, ['PM1408']],
  ['removed, system between', { deprecated: '26.0', removed: '27.0' }, { os: '26.4' }, ['PM1310']],
  ['removed, system before', { deprecated: '26.0', removed: '27.0' }, { os: '18.0' }, []],
  ['renamed', { deprecated: '14.5', replacedBy: 'other' }, {}, ['PM1311']],
  ['enrolments, not known', { enrolments: ['supervised'] }, {}, ['PM1410 note']],
  ['enrolments, supervised', { enrolments: ['supervised'] }, { supervised: true }, []],
  ['enrolments, other', { enrolments: ['supervised', 'device'] }, { enrolment: 'user' }, ['PM1410']],
  ['enrolments, all', { enrolments: ['supervised', 'device', 'user', 'local'] }, {}, []],
];

describe('effects', () => {
  it.each(cases)('%s', (_what, facts, target, expected) => {
    const found = effectsOf(key(facts), target, false).map(({ code, level }) =>
      `${code} ${level ?? ''}`.trim(),
    );
    expect(found).toEqual(expected);
  });

  it('a payload that is forbidden is refused', () => {
    expect(effectsOf(key({ userEnrolment: 'forbidden' }), { enrolment: 'user' }, true)[0]?.level).toBe(
      'error',
    );
  });

  it('names what takes the place of a key', () => {
    const declaration = {
      type: 'com.apple.configuration.siri.settings',
      key: 'Enabled',
      inverted: true,
    } as const;
    expect(effectsOf(key({ deprecated: '26.4', declaration }), {}, false)[0]?.text).toBe(
      'is deprecated since iOS 26.4; in its place: Enabled (the other way round) of the declaration com.apple.configuration.siri.settings',
    );
  });
});
