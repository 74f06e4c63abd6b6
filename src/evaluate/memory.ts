/**
 * What rules of all profiles ask of one subject again and again, worked out once: the claims on a setting with their effect, and
 * what they come to. Kept as long as the facts of the subject are.
 */
import type { Setting } from '../settings/define.ts';
import type { Asked } from './asked.ts';
import type { Weighed } from './effect.ts';
import type { Facts } from './facts.ts';
import type { JudgeOptions } from './judgement.ts';
import { type LayerResult, resolve } from './resolve.ts';

interface Memory {
  readonly weighed: Map<string, { readonly made: readonly Weighed[]; readonly asked?: Asked }>;
  readonly resolved: WeakMap<readonly Weighed[], Map<string, LayerResult[]>>;
}

const memories = new WeakMap<Facts, Memory>();

function memoryOf(facts: Facts): Memory {
  let memory = memories.get(facts);
  if (memory === undefined) memories.set(facts, (memory = { weighed: new Map(), resolved: new WeakMap() }));
  return memory;
}

/** The same list for the same question, so that what follows from it is found again, too. */
export function weighedOnce(
  facts: Facts,
  setting: Setting,
  { asOf, scope, asIfEffective }: JudgeOptions,
  weigh: () => readonly Weighed[],
): readonly Weighed[] {
  const { weighed } = memoryOf(facts);
  const key = `${setting.id}\0${scope ?? ''}\0${asOf}\0${asIfEffective === true}`;
  const known = weighed.get(key);
  if (known !== undefined) {
    facts.again(known.asked);
    return known.made;
  }
  const first = facts.once(weigh);
  weighed.set(key, first);
  return first.made;
}

/** One value for each layer, of the claims that have or may have an effect. */
export function resolvedOnce(
  facts: Facts,
  setting: Setting,
  said: readonly Weighed[],
  { asOf, maxAgeDays }: JudgeOptions,
): readonly LayerResult[] {
  const { resolved } = memoryOf(facts);
  let results = resolved.get(said);
  if (results === undefined) resolved.set(said, (results = new Map()));
  const key = `${setting.id}\0${asOf}\0${maxAgeDays ?? ''}`;
  const known = results.get(key);
  if (known !== undefined) return known;
  const claims = said.filter(({ effect }) => effect.state !== 'none').map(({ observation }) => observation);
  const made = resolve(setting, claims, { asOf, ...(maxAgeDays === undefined ? {} : { maxAgeDays }) });
  results.set(key, made);
  return made;
}
