/** Every advice has a way to follow it, and the plan of a profile names each rule with what shows it. */
import { describe, expect, it } from 'vitest';
import { planOf, PlanTally, waysOf } from '../../src/plan/plan.ts';
import { recipes, recipesFor } from '../../src/plan/recipes.ts';
import type { Finding } from '../../src/model/finding.ts';
import { builtInIds, findProfiles } from '../../src/profiles/find.ts';
import { settings } from '../../src/settings/catalogue.ts';

describe('recipes', () => {
  it('meet every advice of every setting', () => {
    const unmet = settings.flatMap(({ id, proof }) =>
      (['ios', 'android'] as const).flatMap((family) => {
        const advice = proof[family];
        const isMet = typeof advice !== 'string' || recipesFor(advice, family).length > 0;
        return isMet ? [] : [`${id} on ${family}: ${advice}`];
      }),
    );
    expect(unmet).toEqual([]);
  });

  it('are all of use', () => {
    const advices = settings.flatMap(({ proof }) =>
      (['ios', 'android'] as const).flatMap((family) =>
        typeof proof[family] === 'string' ? recipesFor(proof[family], family).map(({ id }) => id) : [],
      ),
    );
    const used = new Set([...advices, 'statement']); // a statement is what remains where the proof is null
    expect(recipes.filter(({ id }) => !used.has(id)).map(({ id }) => id)).toEqual([]);
    expect(new Set(recipes.map(({ id }) => id)).size).toBe(recipes.length);
  });
});

describe('a plan', async () => {
  const profiles = await findProfiles(builtInIds());
  const plan = planOf(profiles);

  it('names what every rule needs on every platform that it is for', () => {
    expect(plan.length).toBeGreaterThan(profiles.flatMap(({ rules }) => rules).length - 1);
    expect(plan.filter(({ needs }) => needs.length === 0).map(({ rule }) => rule)).toEqual([]);
    expect(plan.filter(({ recipes: ways }) => ways.length === 0).map(({ rule }) => rule)).toEqual([]);
  });

  it('puts the most useful way first', () => {
    const counts = waysOf(plan, recipes).map(({ rules }) => rules.length);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
  });

  const finding = (rule: string, more: Partial<Finding>): Finding => ({
    rule,
    profile: 'uk-ncsc-ios',
    subject: 'a',
    outcome: 'pass',
    severity: 'low',
    title: '',
    message: '',
    evidence: [],
    notes: [],
    ...more,
  });
  const phone = { id: 'a', kind: 'device', platform: 'ios', labels: {} } as const;

  it('keeps open what was not decided, by what the findings ask for', () => {
    const tally = new PlanTally();
    const message =
      'backup.local.encrypted: nothing in the evidence speaks about it. To decide it, add: an iPhone backup.';
    tally.add(phone, finding('host-pairing', {}));
    tally.add(phone, finding('local-backup-encryption', { outcome: 'unknown', message }));
    const rules = tally.into(plan);
    expect(rules.map(({ rule, decided, open }) => [rule, decided, open])).toEqual(
      expect.arrayContaining([['host-pairing', 1, 0]]),
    );
    expect(rules.find(({ rule }) => rule === 'host-pairing')?.recipes).toEqual([]);
    for (const { rule, recipes: ways } of rules.filter(({ open }) => open === 1))
      expect(ways, rule).toEqual(['iphone-backup']);
    expect(rules).toHaveLength(2);
  });
});
