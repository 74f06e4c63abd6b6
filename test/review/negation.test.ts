/** What is turned round or set aside must rest on evidence as firm as a pass: a doubt below `none` is not a pass. */
import { describe, expect, it } from 'vitest';
import type { Observation } from '../../src/model/observation.ts';
import type { Expression } from '../../src/model/profile.ts';
import type { Subject } from '../../src/model/subject.ts';
import { claim, device, doubt, is, policy, verdict } from './support.ts';

const camera = 'camera.allowed';
const attestable = { maxAgeDays: 90, settings: [camera] };
const none: Expression = { none: [is(camera, true)] };

describe('none', () => {
  it.each<[string, Observation[], string]>([
    ['of what holds fails', [claim(camera, true)], 'fail'],
    ['of what does not hold passes', [claim(camera, false)], 'pass'],
    ['of what nobody speaks about is unknown', [], 'unknown not-collected'],
    [
      'passes on no weaker layer below a damaged one',
      [doubt(camera, 'ambiguous'), claim(camera, false, 'required')],
      'unknown ambiguous',
    ],
    [
      'fails on a weaker layer below a damaged one',
      [doubt(camera, 'ambiguous'), claim(camera, true, 'required')],
      'fail',
    ],
    [
      'passes on no statement beside ambiguous evidence',
      [doubt(camera, 'ambiguous'), claim(camera, false, 'attested', { collected: '2026-11-01T00:00:00Z' })],
      'unknown ambiguous',
    ],
  ])('%s', (_name, observations, expected) =>
    expect(verdict({ expression: none, attestable }, observations)).toBe(expected),
  );

  it.each<[string, Expression, boolean]>([
    ['none of none', { none: [none] }, true],
    ['none of all', { none: [{ all: [is(camera, true)] }] }, false],
    ['none of any', { none: [{ any: [is(camera, true), is(camera, true)] }] }, false],
    ['all of none', { all: [none] }, false],
    ['any of none', { any: [none] }, false],
  ])('%s passes on no weaker layer below a damaged one', (_name, expression, value) => {
    const observations = [doubt(camera, 'ambiguous'), claim(camera, value, 'required')];
    expect(verdict({ expression }, observations)).toBe('unknown ambiguous');
  });

  it.each<[string, Expression, boolean, string]>([
    ['none of none', { none: [none] }, true, 'pass'],
    ['none of none', { none: [none] }, false, 'fail'],
    ['none of all', { none: [{ all: [is(camera, true), is(camera, true)] }] }, false, 'pass'],
    ['none of all', { none: [{ all: [is(camera, true), is(camera, false)] }] }, false, 'pass'],
    ['none of all', { none: [{ all: [is(camera, true)] }] }, true, 'fail'],
    ['none of any', { none: [{ any: [is(camera, true), is(camera, false)] }] }, false, 'fail'],
    ['none of any', { none: [{ any: [is(camera, true)] }] }, false, 'pass'],
  ])('%s keeps its meaning: %j, observed %j, is %s', (_name, expression, value, expected) =>
    expect(verdict({ expression }, [claim(camera, value)])).toBe(expected),
  );

  it('of all is decided by one part that does not hold', () => {
    const expression: Expression = { none: [{ all: [is(camera, true), is('lock.wallet.allowed', true)] }] };
    expect(verdict({ expression }, [claim(camera, false)])).toBe('pass');
    expect(verdict({ expression }, [claim(camera, true)])).toBe('unknown not-collected');
  });
});

describe('none in a rule with enforced: true', () => {
  const off = doubt(camera, 'not-reported', 'required', { notes: ['not-configured'] });
  it.each<[string, Observation[], Subject, string]>([
    ['a state against it that no policy demands', [claim(camera, true)], device, 'fail'],
    ['a state for it that no policy demands', [claim(camera, false)], device, 'fail'],
    [
      'a state for it that a policy demands',
      [claim(camera, false), claim(camera, false, 'required')],
      device,
      'pass',
    ],
    [
      'a state for it where the policy demands the opposite',
      [claim(camera, false), claim(camera, true, 'required')],
      device,
      'fail',
    ],
    ['a policy that leaves the control off', [off], policy, 'fail'],
    ['a policy that demands it', [claim(camera, false, 'required')], policy, 'pass'],
    ['a policy that does not speak of it', [], policy, 'unknown not-collected'],
  ])('%s', (_name, observations, subject, expected) =>
    expect(verdict({ expression: none, enforced: true }, observations, subject)).toBe(expected),
  );
});

describe('a condition', () => {
  const rule = { when: is(camera, true) };
  const backup = claim('backup.local.encrypted', false);
  it('that only a weaker layer denies, below damaged evidence, leaves the rule unknown', () => {
    const observations = [backup, doubt(camera, 'ambiguous'), claim(camera, false, 'required')];
    expect(verdict(rule, observations)).toBe('unknown ambiguous');
  });
  it('turned round is no firmer', () => {
    const observations = [backup, doubt(camera, 'unreadable'), claim(camera, true, 'required')];
    expect(verdict({ when: { none: [is(camera, true)] } }, observations)).toBe('unknown unreadable');
  });
  it('that evidence denies makes the rule not applicable', () => {
    expect(verdict(rule, [backup, claim(camera, false)])).toBe('not-applicable condition');
  });
});
