/** From the observations of one setting and scope to one value per layer. See docs/verdicts.md, "Resolution". */
import {
  damagedReasons,
  isKnown,
  type KnownObservation,
  type Layer,
  layers,
  type Observation,
  type SettingValue,
  type UnknownReason,
} from '../model/observation.ts';
import { timeOf } from '../model/time.ts';
import type { Setting } from '../settings/define.ts';
import { merge } from './merge.ts';

/** One layer: a value, or why there is none. `witnesses` are the observations that led to it. */
export interface LayerResult {
  readonly layer: Layer;
  readonly value?: SettingValue;
  readonly unknown?: UnknownReason;
  readonly witnesses: readonly Observation[];
  readonly notes: readonly string[];
}

export interface ResolveOptions {
  /** RFC 3339, UTC. */
  readonly asOf: string;
  readonly maxAgeDays?: number;
}

const day = 86_400_000;

/** Strongest layer first; layers that nobody speaks in are left out. */
export function resolve(
  setting: Setting,
  observations: readonly Observation[],
  options: ResolveOptions,
): LayerResult[] {
  return layers.flatMap((layer) => {
    const own = observations.filter((observation) => observation.layer === layer);
    return own.length === 0 ? [] : [resolveLayer(layer, setting, own, options)];
  });
}

function resolveLayer(
  layer: Layer,
  setting: Setting,
  observations: readonly Observation[],
  options: ResolveOptions,
): LayerResult {
  const valid = observations.filter(({ superseded }) => superseded !== true);
  const aged = valid.map((observation) => ({ observation, age: ageOf(observation, options) }));
  const current = aged
    .filter(({ age }) => age !== 'stale')
    .map(({ observation, age }) => (age === 'doubtful' ? withdrawn(observation) : observation));
  const notes = [...new Set([...observations, ...current].flatMap((observation) => observation.notes ?? []))];
  if (valid.length < observations.length) notes.push('superseded-evidence-ignored');
  if (current.length < valid.length) notes.push('stale-evidence-ignored');
  if (current.length === 0) return { layer, unknown: 'stale', witnesses: observations, notes };
  const damaged = current.filter(
    (observation) => !isKnown(observation) && damagedReasons.includes(observation.unknown),
  );
  // Encryption hides; damage may have changed what is read. Of both the worse is told: a statement may fill the former only.
  const [worst] = damaged.toSorted((a, b) => Number(isEncrypted(a)) - Number(isEncrypted(b)));
  if (worst && !isKnown(worst)) return { layer, unknown: worst.unknown, witnesses: damaged, notes };
  const known = current.filter(isKnown);
  const [first] = current;
  if (known.length === 0)
    return {
      layer,
      unknown: first && !isKnown(first) ? first.unknown : 'not-reported',
      witnesses: current,
      notes,
    };
  return resolveValues(layer, setting, known, notes);
}

const isEncrypted = (one: Observation): boolean => !isKnown(one) && one.unknown === 'encrypted';

function resolveValues(
  layer: Layer,
  setting: Setting,
  known: readonly KnownObservation[],
  notes: string[],
): LayerResult {
  const differs = new Set(known.map((observation) => JSON.stringify(observation.value))).size > 1;
  if (differs) notes.push('conflict');
  const value = merged(setting, known);
  if (value === undefined) return { layer, unknown: 'ambiguous', witnesses: known, notes };
  return { layer, value, witnesses: known, notes };
}

/** Each claim names its rule. How claims under different rules meet is not published, so there all rules have to agree. */
function merged(setting: Setting, known: readonly KnownObservation[]): SettingValue | undefined {
  const values = known.map((observation) => observation.value);
  const rules = new Set(known.map(({ combine }) => combine ?? setting.merge));
  const [first, ...others] = [...rules].map((rule) => merge(setting, values, rule));
  return others.every((other) => JSON.stringify(other) === JSON.stringify(first)) ? first : undefined;
}

/** All of a run is judged as of one moment: its text is read once. */
let last = { asOf: '', now: Number.NaN };
function nowOf(asOf: string): number {
  if (last.asOf !== asOf) last = { asOf, now: timeOf(asOf) ?? Number.NaN };
  return last.now;
}

/**
 * `stale`: past its last day, older than the rule allows, or undated where the rule asks for an age; but damage without a date
 * may have hidden something of today. `doubtful`: its dates are
 * no moments, or it is from after the evaluation; clocks differ by hours, so a day is let pass.
 */
function ageOf(
  observation: Observation,
  { asOf, maxAgeDays }: ResolveOptions,
): 'current' | 'stale' | 'doubtful' {
  const { collected, expires, layer } = observation;
  const isDamage = !isKnown(observation) && damagedReasons.includes(observation.unknown);
  const now = nowOf(asOf);
  const end = expires === undefined ? Infinity : timeOf(expires);
  const at = collected === undefined ? -Infinity : timeOf(collected);
  if (end === undefined || at === undefined || !(at <= now + day)) return 'doubtful';
  if (end < now) return 'stale';
  if (maxAgeDays === undefined) return 'current';
  if (collected === undefined && (layer === 'required' || isDamage)) return 'current';
  return now - at <= maxAgeDays * day ? 'current' : 'stale';
}

/** Keeps its place and loses its value. */
function withdrawn({ setting, scope, layer, origin, evidence, notes = [] }: Observation): Observation {
  return {
    setting,
    ...(scope === undefined ? {} : { scope }),
    layer,
    origin,
    evidence,
    notes: [...notes, 'date-doubtful'],
    unknown: 'ambiguous',
  };
}
