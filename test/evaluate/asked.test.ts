/**
 * What a rule rests on is the same whether it is judged alone or after others that have worked out a part of it before: nothing that it
 * looks at is left out, or rows that differ in it would be taken for alike.
 */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AskedFacts } from '../../src/evaluate/asked.ts';
import { evaluateRule } from '../../src/evaluate/evaluate.ts';
import { Facts } from '../../src/evaluate/facts.ts';
import { findProfiles } from '../../src/profiles/find.ts';
import { readPaths } from '../../src/read/paths.ts';
import { Random } from '../../tools/fuzz/mutate.ts';

const root = join(import.meta.dirname, '..', 'fixtures', 'sources');
const clock = { asOf: '2026-11-20T23:59:59Z' };
const rules = (await findProfiles(['uk-ncsc-ios', 'uk-moj-whatsapp', 'uk-cyber-essentials-mobile'])).flatMap(
  (profile) => profile.rules.map((rule) => ({ rule, profile: profile.id })),
);
const ofPlatforms = (await findProfiles(['test/fleet/platforms.yaml'])).flatMap((profile) =>
  profile.rules.map((rule) => ({ rule, profile: profile.id })),
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

  it('is not the platform where they say the same of an iPhone and of an iPad', async () => {
    let [asking, alike] = [0, 0];
    for await (const { subject, observations } of subjectsOf('intune-devices', 'apple-mdm-response')) {
      if (subject.platform === 'android') continue;
      const other = { ...subject, platform: subject.platform === 'ios' ? 'ipados' : 'ios' } as const;
      for (const { rule, profile } of [...rules, ...ofPlatforms]) {
        const [one, two] = [subject, other].map((own) =>
          new AskedFacts(own, observations).during((facts) => evaluateRule(rule, profile, facts, clock)),
        );
        if (one?.asked.facts.has('platform') === true) asking += 1;
        else {
          alike += 1;
          expect(two?.made.map(({ finding }) => finding)).toEqual(one?.made.map(({ finding }) => finding));
        }
      }
    }
    expect(asking).toBeGreaterThan(10);
    expect(alike).toBeGreaterThan(1000);
  });

  it('is no date where they have no maxAge and what is dated is not of the future', async () => {
    let dated = 0;
    for await (const { subject, observations } of subjectsOf('intune-devices', 'apple-mdm-response')) {
      const undated = observations.map(({ collected: _collected, ...rest }) => rest);
      const isFuture = observations.some(({ collected = '' }) => collected > clock.asOf);
      if (isFuture) continue;
      dated += observations.filter(({ collected }) => collected !== undefined).length;
      for (const { rule, profile } of rules) {
        if (rule.maxAgeDays !== undefined) continue;
        const [with_, without] = [observations, undated].map((own) =>
          evaluateRule(rule, profile, new Facts(subject, own), clock).map(({ finding }) => finding),
        );
        expect(without).toEqual(with_);
      }
    }
    expect(dated).toBeGreaterThan(50);
  });
});

async function* subjectsOf(...sources: string[]) {
  for await (const event of readPaths(
    sources.map((source) => join(root, source)),
    clock,
  ))
    if (event.kind === 'subject') yield event;
}
