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
  const current = observations.filter((observation) => !isStale(observation, options));
  const notes = [...new Set(observations.flatMap((observation) => observation.notes ?? []))];
  if (current.length < observations.length) notes.push('stale-evidence-ignored');
  if (current.length === 0) return { layer, unknown: 'stale', witnesses: observations, notes };
  const damaged = current.filter(
    (observation) => !isKnown(observation) && damagedReasons.includes(observation.unknown),
  );
  if (damaged[0] && !isKnown(damaged[0]))
    return { layer, unknown: damaged[0].unknown, witnesses: damaged, notes };
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

function resolveValues(
  layer: Layer,
  setting: Setting,
  known: readonly KnownObservation[],
  notes: string[],
): LayerResult {
  const differs = new Set(known.map((observation) => JSON.stringify(observation.value))).size > 1;
  if (differs) notes.push('conflict');
  const value = merge(
    setting,
    known.map((observation) => observation.value),
  );
  if (value === undefined) return { layer, unknown: 'ambiguous', witnesses: known, notes };
  return { layer, value, witnesses: known, notes };
}

/** Past its last day, older than the rule allows, or undated where the rule asks for an age. */
function isStale(observation: Observation, { asOf, maxAgeDays }: ResolveOptions): boolean {
  if (observation.expires !== undefined && observation.expires < asOf) return true;
  if (maxAgeDays === undefined) return false;
  if (observation.collected === undefined) return observation.layer !== 'required';
  return Date.parse(asOf) - Date.parse(observation.collected) > maxAgeDays * day;
}
