/** A policy binds by its strictest part; a phone has one state. Two states that disagree are no evidence for the better one. */
import { describe, expect, it } from 'vitest';
import type { Expression } from '../../src/model/profile.ts';
import { claim, device, is, judgeAll, verdict } from './support.ts';

const atLeast = (setting: string, least: number): Expression => ({
  setting,
  is: [{ operator: 'atLeast', options: least }],
});
const length = 'passcode.minimumLength';

describe('two states of one phone', () => {
  it('of which one is too weak do not pass', () => {
    const rule = { expression: atLeast(length, 6) };
    expect(verdict(rule, [claim(length, 4), claim(length, 12)])).toBe('unknown ambiguous');
    expect(verdict(rule, [claim(length, 12), claim(length, 4)])).toBe('unknown ambiguous');
  });

  it('that both suffice pass, and the conflict is told', () => {
    const [finding] = judgeAll({ expression: atLeast(length, 6) }, [claim(length, 8), claim(length, 12)]);
    expect(finding).toMatchObject({ outcome: 'pass', notes: ['conflict', 'not-enforced'] });
  });

  it('that both fall short fail', () => {
    expect(verdict({ expression: atLeast(length, 6) }, [claim(length, 4), claim(length, 5)])).toBe('fail');
  });

  it('are no pass whatever the merge rule, also turned round', () => {
    const cloud = 'backup.cloud.enabled';
    const both = [claim(cloud, true), claim(cloud, false)];
    expect(verdict({ expression: is(cloud, false) }, both)).toBe('unknown ambiguous');
    expect(verdict({ expression: { none: [is(cloud, true)] } }, both)).toBe('unknown ambiguous');
    const stored = [claim('storage.encrypted', true), claim('storage.encrypted', false)];
    expect(verdict({ expression: is('storage.encrypted', true) }, stored)).toBe('fail');
  });

  it('are settled by no weaker layer', () => {
    const observations = [claim(length, 4), claim(length, 12), claim(length, 12, 'required')];
    expect(verdict({ expression: atLeast(length, 6) }, observations)).toBe('unknown ambiguous');
  });

  it('of statements of one moment neither', () => {
    const collected = '2026-11-01T00:00:00Z';
    const statements = [4, 12].map((value) => claim(length, value, 'attested', { collected }));
    const attestable = { maxAgeDays: 90, settings: [length] };
    expect(verdict({ expression: atLeast(length, 6), attestable }, statements)).toBe('unknown ambiguous');
  });
});

it('policies still bind by the strictest part', () => {
  const parts = [claim(length, 4, 'required'), claim(length, 12, 'required')];
  const [finding] = judgeAll({ expression: atLeast(length, 6) }, parts, { ...device, kind: 'policy' });
  expect(finding).toMatchObject({ outcome: 'pass', notes: ['conflict'] });
});

it('lists of apps from two users are one list', () => {
  const expression: Expression = {
    setting: 'apps.installed',
    is: [{ operator: 'containsAll', options: ['a', 'b'] }],
  };
  expect(verdict({ expression }, [claim('apps.installed', ['a']), claim('apps.installed', ['b'])])).toBe(
    'pass',
  );
});
