/** What audit profiles say about waivers, and what becomes of those that are against it. */
import { describe, expect, it } from 'vitest';
import { findProfiles } from '../../src/profiles/find.ts';
import { loadProfile, requireProfile } from '../../src/profiles/load.ts';
import { policyProblems } from '../../src/waivers/policy.ts';
import { asOf, type Change, changed, fileOf, load } from './sample.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const rules = `rules:
  - id: passcode-length
    title: The passcode is long
    severity: high
    setting: passcode.minimumLength
    is: { atLeast: 6 }
    examples: { pass: [{ passcode.minimumLength: 6 }], fail: [{ passcode.minimumLength: 4 }] }
`;
const base = `id: basics
title: Basics
version: '1'
waivers:
  maxLifetime: P6M
  never: [critical]
  reasons:
    transition: { title: Until the move is done, until: '2026-12-31' }
    exemption:
      title: The team has exempted it
      needs: [compensating, ticket, clearance]
      values: { clearance: ['yes', 'no'] }
      maxLifetime: P90D
${rules}`;
const basics = requireProfile('basics', loadProfile(bytes(base)));

const problems = (change: Change, profile = basics): string =>
  policyProblems(load(fileOf([changed(change)])), [profile]).join('\n');

describe('a waiver under a profile', () => {
  it.each<[string, Change]>([
    ['for a reason that needs no declaration', {}],
    ['for a declared reason', { reason: 'transition', until: '2026-12-31' }],
    [
      'with everything that its reason asks for',
      {
        reason: 'exemption',
        until: '2026-11-29',
        compensating: 'They hold no data.',
        ticket: 'R-1',
        details: { clearance: 'no' },
      },
    ],
    ['of another profile', { profile: 'another', reason: 'whatever', scope: { everyone: true } }],
    ['of another rule', { rules: ['camera'], reason: 'whatever' }],
  ])('%s is taken', (_name, change) => expect(problems(change)).toBe(''));

  it.each<[string, Change, string]>([
    [
      'for a reason that it does not know',
      { reason: 'because' },
      'waivers.yaml:14:14: `reason` of waiver `w-2026-014` is none of `basics`; known are transition, exemption, other.',
    ],
    [
      'for a reason of objects',
      { reason: 'constructor' },
      '`reason` of waiver `w-2026-014` is none of `basics`',
    ],
    [
      'for a reason that has ended',
      { reason: 'transition', until: '2027-01-01' },
      '`until` of waiver `w-2026-014` is too late: the reason `transition` of `basics` ends with 2026-12-31.',
    ],
    [
      'without what the reason asks for',
      { reason: 'exemption', until: '2026-11-29' },
      [
        'Waiver `w-2026-014` lacks `compensating`, which the reason `exemption` of `basics` asks for.',
        'Waiver `w-2026-014` lacks `ticket`, which the reason `exemption` of `basics` asks for.',
        'Waiver `w-2026-014` lacks `details.clearance`, which the reason `exemption` of `basics` asks for.',
      ]
        .map((line) => `waivers.yaml:4:3: ${line}`)
        .join('\n'),
    ],
    [
      'with another word than it takes',
      {
        reason: 'exemption',
        until: '2026-11-29',
        compensating: 'They hold no data.',
        ticket: 'R',
        details: { clearance: 'maybe' },
      },
      '`details.clearance` of waiver `w-2026-014` has to be one of yes, no.',
    ],
    [
      'longer than the reason lets it',
      {
        reason: 'exemption',
        until: '2026-11-30',
        compensating: 'They hold no data.',
        ticket: 'R',
        details: { clearance: 'no' },
      },
      'is too late: by the reason `exemption` of `basics` a waiver lives P90D at most.',
    ],
    [
      'longer than the profile lets it',
      { until: '2027-03-01' },
      'is too late: under `basics` a waiver lives P6M at most.',
    ],
    [
      'for everyone',
      { scope: { everyone: true }, until: '2026-12-31' },
      '`scope.everyone` of waiver `w-2026-014` is more than `basics` allows; say which subjects it is for.',
    ],
  ])('%s is refused', (_name, change, message) => expect(problems(change)).toContain(message));

  it('that is too grave is refused', () => {
    const grave = requireProfile(
      'grave',
      loadProfile(bytes(base.replace('severity: high', 'severity: critical'))),
    );
    expect(problems({ until: '2026-12-31' }, grave)).toContain(
      '`rules[0]` of waiver `w-2026-014` is critical, which under `basics` cannot be waived.',
    );
  });
});

describe('a profile', () => {
  const told = (waivers: string) =>
    loadProfile(bytes(`id: basics\ntitle: Basics\nversion: '1'\nwaivers: ${waivers}\n${rules}`)).problems.map(
      ({ line, message }) => `${line} ${message}`,
    );

  it.each([
    [
      '{ maxLifetime: 6 months }',
      '4 `maxLifetime` has to be an ISO 8601 duration of whole numbers, as P90D, P6M or P1Y.',
    ],
    [
      '{ reasons: { x: { title: X, until: 2026-02-30 } } }',
      '4 `until` has to be a calendar day, as 2025-12-31.',
    ],
    ['{ reasons: { other: { title: X } } }', '4 `other` is the reason that needs no declaration.'],
    ['{ reasons: { x: {} } }', '4 `waivers.reasons.x` lacks the key `title`.'],
    [
      '{ never: [grave] }',
      '4 `waivers.never[0]` names `grave`, which is not known; known are critical, high, medium, low, info.',
    ],
    ['{}', '4 `waivers` must have something in it.'],
  ])('with %s is refused', (waivers, message) => expect(told(waivers)).toEqual([message]));

  it('takes over what its base says, and says more', () => {
    const own = `id: ours\ntitle: Ours\nversion: '1'\nextends: basics\nwaivers: { everyone: true, reasons: { ours: { title: O } } }\n`;
    const bases = new Map([['basics', bytes(base)]]);
    expect(loadProfile(bytes(own), {}, bases).profile?.waivers).toMatchObject({
      everyone: true,
      maxLifetime: 'P6M',
      never: ['critical'],
      reasons: { transition: {}, exemption: {}, ours: { title: 'O', needs: [], values: {} } },
    });
  });

  it.each<[string, Change, string]>([
    [
      'uk-gov-apps-2023',
      { rules: ['gov-apps-banned-app-absent'], reason: 'operational-exemption' },
      'lacks `details.ministerialClearance`, which the reason `operational-exemption`',
    ],
    [
      'uk-scotgov-mma-2025',
      { rules: ['sg-mma-named-app-absent'], reason: 'transition-2025' },
      'ends with 2025-12-31',
    ],
    [
      'uk-scotgov-mma-2025',
      { rules: ['sg-mma-named-app-absent'], reason: 'corporate-outage' },
      'lacks `details.captured`, which the reason `corporate-outage`',
    ],
  ])('%s asks what its source asks', async (id, change, message) => {
    const [profile] = await findProfiles([id]);
    if (profile === undefined) throw new Error(`no profile ${id}`);
    const app = { scope: { subjects: ['device-1'], app: 'whatsapp' } };
    expect(problems({ ...app, ...change }, profile)).toContain(message);
  });
});

it('an outage that was captured is waived', async () => {
  const profiles = await findProfiles(['uk-scotgov-mma-2025']);
  const whole = changed({
    rules: ['sg-mma-named-app-absent'],
    scope: { subjects: ['device-1'], app: 'signal' },
    reason: 'corporate-outage',
    from: '2026-09-01',
    until: '2026-09-03',
    details: { channel: 'Signal group of the incident team', captured: '2026-09-04, eRDM A1234' },
  });
  expect(policyProblems(load(fileOf([whole]), asOf), profiles)).toEqual([]);
});
