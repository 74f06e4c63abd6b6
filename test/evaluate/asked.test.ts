/**
 * What a rule rests on is the same whether it is judged alone or after others that have worked out a part of it before: nothing that it
 * looks at is left out, or rows that differ in it would be taken for alike.
 */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AskedFacts } from '../../src/evaluate/asked.ts';
import { evaluateRule } from '../../src/evaluate/evaluate.ts';
import { findProfiles } from '../../src/profiles/find.ts';
import { readPaths } from '../../src/read/paths.ts';
import { Random } from '../../tools/fuzz/mutate.ts';

const root = join(import.meta.dirname, '..', 'fixtures', 'sources');
const clock = { asOf: '2026-11-20T23:59:59Z' };
const rules = (await findProfiles(['uk-ncsc-ios', 'uk-moj-whatsapp', 'uk-cyber-essentials-mobile'])).flatMap(
  (profile) => profile.rules.map((rule) => ({ rule, profile: profile.id })),
);

describe('what rules ask for', () => {
  it.each([
    'intune-devices',
    'jamf-devices',
    'apple-mobileconfig',
    'intune-policy',
    'android-management-policy',
  ])('of subjects of %s does not depend on the rules before them', async (source) => {
    let asked = 0;
    const random = new Random(3);
    for await (const event of readPaths([join(root, source)], clock)) {
      if (event.kind !== 'subject') continue;
      const { subject, observations } = event;
      const shared = new AskedFacts(subject, observations);
      const order = [...rules].sort(() => random.below(3) - 1);
      for (const { rule, profile } of [...order, ...order]) {
        const own = new AskedFacts(subject, observations);
        const alone = own.during((facts) => evaluateRule(rule, profile, facts, clock));
        const after = shared.during((facts) => evaluateRule(rule, profile, facts, clock));
        expect(after.made.map(({ finding }) => finding)).toEqual(alone.made.map(({ finding }) => finding));
        expect([...after.asked.settings].sort()).toEqual([...alone.asked.settings].sort());
        expect([...after.asked.facts].sort()).toEqual([...alone.asked.facts].sort());
        asked += after.asked.settings.size;
      }
    }
    expect(asked).toBeGreaterThan(1000);
  });
});
