/** Not applicable needs positive evidence: a whole, current inventory that does not hold the app. */
import { describe, expect, it } from 'vitest';
import type { Observation } from '../../src/model/observation.ts';
import { claim, doubt, is, judgeAll, verdict } from './support.ts';

const app = { scope: 'app:whatsapp' };
const rule = { expression: is('app.twoStepVerification', true), apps: ['whatsapp'] };
const inventory = (value: string[], more: Partial<Observation> = {}) =>
  claim('apps.installed', value, 'observed', more);

describe('the absence of an app', () => {
  it('is shown by an inventory without it', () => {
    expect(verdict(rule, [inventory([])])).toBe('not-applicable app-not-installed');
  });

  it('is not shown below damaged evidence that it may be there', () => {
    const observations = [
      doubt('app.installed', 'ambiguous', 'observed', app),
      claim('app.installed', false, 'required', app),
    ];
    expect(verdict(rule, observations)).toBe('unknown not-provable');
  });

  it('is not shown by an inventory older than the rule allows', () => {
    const old = inventory([], { collected: '2024-01-01T00:00:00Z' });
    const bad = claim('app.twoStepVerification', false, 'observed', {
      ...app,
      collected: '2026-11-19T00:00:00Z',
    });
    expect(verdict({ ...rule, maxAgeDays: 90 }, [old, bad])).toBe('fail');
    expect(verdict({ ...rule, maxAgeDays: 90 }, [old])).toBe('unknown not-provable');
  });

  it('is not concluded for one user while the app is there for another', () => {
    const observations = [
      inventory(['net.whatsapp.WhatsApp']),
      claim('app.installed', true, 'observed', { scope: 'app:whatsapp@0' }),
      claim('app.twoStepVerification', true, 'observed', { scope: 'app:whatsapp@0' }),
      claim('app.twoStepVerification', false, 'observed', { scope: 'app:whatsapp@10' }),
    ];
    expect(judgeAll(rule, observations).map(({ scope, outcome }) => [scope, outcome])).toEqual([
      ['app:whatsapp@0', 'pass'],
      ['app:whatsapp@10', 'fail'],
    ]);
  });
});

describe('what cannot be told of any app', () => {
  it('is a doubt about each of them', () => {
    const observations = [
      claim('app.blocked', true, 'required', app),
      doubt('app.blocked', 'ambiguous', 'required'),
    ];
    expect(verdict({ expression: is('app.blocked', true), apps: ['whatsapp'] }, observations)).toBe(
      'unknown ambiguous',
    );
  });
});
