/** What declarations say, how several are joined, and why what was sent is not yet in force. */
import { describe, expect, it } from 'vitest';
import { declarationTables, passcodeKeys } from '../../../src/artifacts/apple/declaration-keys.ts';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import type { Observation } from '../../../src/model/observation.ts';
import type { Comparison, Profile } from '../../../src/model/profile.ts';
import { findSetting } from '../../../src/settings/catalogue.ts';
import { declared, of, readAll, saidBy } from '../../support/declarations.ts';

const asOf = '2026-11-20T23:59:59Z';

describe('a passcode', () => {
  it('is required by every other key, whatever RequirePasscode says', () => {
    for (const [name, value] of Object.entries({
      MinimumLength: 0,
      MaximumFailedAttempts: 11,
      PasscodeReuseLimit: 1,
    })) {
      const said = saidBy('passcode.settings', { RequirePasscode: false, [name]: value });
      expect(of('passcode.required', said)).toMatchObject([
        { value: true, evidence: { locator: `/0/Payload/${name}` } },
      ]);
    }
    expect(of('passcode.required', saidBy('passcode.settings', { RequirePasscode: false }))).toMatchObject([
      { value: false },
    ]);
    expect(of('passcode.required', saidBy('passcode.settings', {}))).toEqual([]);
  });
  it('is not required for certain by a key that cannot be read', () => {
    const said = saidBy('passcode.settings', { RequirePasscode: false, MinimumLength: '8' });
    expect(of('passcode.required', said)).toMatchObject([{ unknown: 'ambiguous' }]);
  });
  it.each(Object.entries(passcodeKeys))('%s has a unit where its setting has one', (name, row) => {
    const unit = findSetting(row.setting)?.unit;
    const wanted = /Minutes/.test(name)
      ? 'minutes'
      : /Days/.test(name)
        ? 'days'
        : /Length|Characters/.test(name)
          ? 'characters'
          : undefined;
    expect(unit).toBe(wanted);
  });
});

/** One rule on a setting, judged on a set of declarations. */
function outcomeOf(setting: string, is: Comparison, ...declarations: readonly unknown[]) {
  const rule = { id: 'rule', title: 'Rule', severity: 'high', expression: { setting, is: [is] } } as const;
  const rest = { appliesTo: {}, enforced: false, references: [], examples: { pass: [], fail: [] } };
  const profile: Profile = { id: 'p', title: 'P', version: '1', sha256: '', rules: [{ ...rule, ...rest }] };
  const subject = { id: 's', kind: 'policy', platform: 'ios', labels: {} } as const;
  const [finding] = evaluate(profile, subject, readAll(...declarations).observations, { asOf });
  return finding?.outcome;
}

describe('several of one type are joined as Apple says', () => {
  const two = (name: string, first: object, second: object) => [
    declared(name, first, 'one'),
    declared(name, second, 'two'),
  ];
  it('the shorter history wins', () => {
    const both = two('passcode.settings', { PasscodeReuseLimit: 10 }, { PasscodeReuseLimit: 2 });
    expect(outcomeOf('passcode.historyLength', { operator: 'atLeast', options: 5 }, ...both)).toBe('fail');
    expect(outcomeOf('passcode.historyLength', { operator: 'atLeast', options: 2 }, ...both)).toBe('pass');
  });
  it('the longer passcode wins', () => {
    const both = two('passcode.settings', { MinimumLength: 4 }, { MinimumLength: 8 });
    expect(outcomeOf('passcode.minimumLength', { operator: 'atLeast', options: 8 }, ...both)).toBe('pass');
  });
  it('off beats on for automatic updates', () => {
    const both = two(
      'softwareupdate.settings',
      { AutomaticActions: { InstallOSUpdates: 'AlwaysOff' } },
      { AutomaticActions: { InstallOSUpdates: 'AlwaysOn' } },
    );
    const on = { operator: 'equals', options: 'alwaysOn' };
    expect(outcomeOf('updates.automaticInstall', on, ...both)).toBe('fail');
    expect(outcomeOf('updates.automaticInstall', on, both[1])).toBe('pass');
  });
});

describe('what shows nothing', () => {
  it('suggestions of permissions, in apps and on web sites', () => {
    const suggested = { Privacy: { PermissionDefaults: { 'net.whatsapp.WhatsApp': { Camera: 'Allow' } } } };
    expect(saidBy('app.settings', suggested)).toEqual([]);
    expect(saidBy('safari.settings', suggested)).toEqual([]);
  });
  it.each(['CurrentWebsite', 'VisitedWebsites', 'never', 'ALWAYS'])('cookies that are %s', (word) => {
    expect(saidBy('safari.settings', { AcceptCookies: word })).toMatchObject([{ unknown: 'ambiguous' }]);
  });
  it('an update enforced without its time', () => {
    const said = saidBy('softwareupdate.enforcement.specific', { TargetOSVersion: '26.1' });
    expect(outcomeOfUndecided(said)).toEqual(['updates.enforcedBy', 'updates.enforcedVersion']);
  });
  it.each(['2026-12-01T18:00:00Z', '2026-13-01T18:00:00', '2026-12-01', ''])('a time of %s', (time) => {
    const said = saidBy('softwareupdate.enforcement.specific', {
      TargetOSVersion: '26.1',
      TargetLocalDateTime: time,
    });
    expect(of('updates.enforcedBy', said)).toMatchObject([{ unknown: 'ambiguous' }]);
  });
  it('a legacy profile is a doubt about everything', () => {
    const { observations, notices } = readAll(
      declared('legacy', { ProfileURL: 'https://mdm.example.com/p' }),
    );
    expect(observations).toMatchObject([{ setting: '*', unknown: 'unreadable' }]);
    expect(notices.map(({ code }) => code)).toContain('declaration-legacy');
  });
  it('keys in another case', () => {
    for (const name of Object.keys(passcodeKeys)) {
      const said = saidBy('passcode.settings', { [name.toLowerCase()]: 8 });
      expect(said.every((one) => 'unknown' in one)).toBe(true);
    }
  });
});

const outcomeOfUndecided = (observations: readonly Observation[]) =>
  [...new Set(observations.flatMap((one) => ('unknown' in one ? [one.setting] : [])))].sort();

describe('apps', () => {
  it('are kept off by either list', () => {
    const blocked = (payload: object) =>
      of('app.blocked', saidBy('app.settings', { Allowed: payload })).map(({ scope }) => scope);
    expect(blocked({ DeniedApps: ['net.whatsapp.WhatsApp'] })).toEqual(['app:whatsapp']);
    expect(blocked({ AllowedApps: ['net.whatsapp.WhatsApp'] })).not.toContain('app:whatsapp');
    expect(blocked({ AllowedApps: [] })).toContain('app:whatsapp');
  });
});

describe('a configuration', () => {
  const passcode = declared('passcode.settings', { MinimumLength: 8 });
  const active = (payload: object) => ({
    Type: 'com.apple.activation.simple',
    Identifier: 'active',
    Payload: payload,
  });
  const six = { operator: 'atLeast', options: 6 };
  const outcome = (...all: readonly unknown[]) => outcomeOf('passcode.minimumLength', six, ...all);
  it('counts when an activation names it', () => {
    expect(outcome(passcode)).toBe('pass');
    expect(outcome(passcode, active({ StandardConfigurations: ['passcode.settings'] }))).toBe('pass');
    expect(outcome(passcode, active({ StandardConfigurations: ['another'] }))).toBe('unknown');
  });
  it('does not when the activation has a condition', () => {
    const some = { StandardConfigurations: ['passcode.settings'], Predicate: 'TRUEPREDICATE' };
    expect(outcome(passcode, active(some))).toBe('unknown');
    const always = { ...active({ StandardConfigurations: ['passcode.settings'] }), Identifier: 'always' };
    expect(outcome(passcode, active(some), always)).toBe('pass');
  });
  it('does not when another one has its identifier', () => {
    expect(outcome(passcode, declared('siri.settings', {}, 'passcode.settings'))).toBe('unknown');
  });
});

it('every type of the table is told from its look-alikes', () => {
  for (const name of Object.keys(declarationTables)) {
    const { observations } = readAll({ Type: name.toUpperCase(), Identifier: 'x', Payload: {} });
    expect(observations).toMatchObject([{ setting: '*', unknown: 'unreadable' }]);
  }
});
