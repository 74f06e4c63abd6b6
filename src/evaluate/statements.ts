/** From the statements about one setting and scope to one value: the nearest, then the latest, of those that are in force. */
import { reaches } from '../model/attestation.ts';
import { isKnown, type KnownObservation, type Observation } from '../model/observation.ts';
import { momentOf, timeOf } from '../model/time.ts';
import type { LayerResult } from './resolve.ts';

const day = 86_400_000;

export interface StatementOptions {
  /** RFC 3339, UTC. */
  readonly asOf: string;
  /** Days that a statement lives at most. */
  readonly maxAgeDays?: number;
}

interface Dated {
  readonly observation: KnownObservation;
  readonly at: number;
  readonly end: number;
}

/** Undefined: nobody states anything. A statement is in force while the evaluation is before its end, and never before it was made. */
export function resolveStatements(
  observations: readonly Observation[],
  options: StatementOptions,
): LayerResult | undefined {
  if (observations.length === 0) return undefined;
  const now = timeOf(options.asOf) ?? Number.NaN;
  const dated = observations
    .filter(isKnown)
    .flatMap((observation) => datedOf(observation, now, options) ?? []);
  if (dated.length < observations.length)
    return { layer: 'attested', unknown: 'ambiguous', witnesses: observations, notes: ['date-doubtful'] };
  const current = dated.filter(({ end }) => now < end);
  if (current.length === 0) {
    const last = dated.toSorted((a, b) => b.end - a.end).slice(0, 1);
    return { layer: 'attested', unknown: 'attestation-expired', witnesses: last.map(ended), notes: [] };
  }
  const nearest = Math.min(...current.map(({ observation }) => distance(observation)));
  const near = current.filter(({ observation }) => distance(observation) === nearest);
  return latest(near, differ(current) ? ['attestations-differ'] : []);
}

const differ = (list: readonly Dated[]): boolean =>
  new Set(list.map(({ observation }) => JSON.stringify(observation.value))).size > 1;

/** Nobody can say which of two statements of one moment holds. */
function latest(current: readonly Dated[], notes: readonly string[]): LayerResult {
  const at = Math.max(...current.map((one) => one.at));
  const last = current.filter((one) => one.at === at);
  const witnesses = last.map(ended);
  const [first] = last;
  if (first === undefined || differ(last))
    return { layer: 'attested', unknown: 'ambiguous', witnesses, notes };
  return { layer: 'attested', value: first.observation.value, witnesses: witnesses.slice(0, 1), notes };
}

const distance = ({ statement }: KnownObservation): number =>
  statement === undefined ? 0 : reaches.indexOf(statement.reach);

/** Undefined for dates that are no moments, and for a statement from after the evaluation: no tolerance here. */
function datedOf(
  observation: KnownObservation,
  now: number,
  { maxAgeDays }: StatementOptions,
): Dated | undefined {
  const { collected, expires } = observation;
  const at = collected === undefined ? undefined : timeOf(collected);
  const given = expires === undefined ? Infinity : timeOf(expires);
  if (at === undefined || given === undefined || !(at <= now)) return undefined;
  const cap = maxAgeDays === undefined ? Infinity : at + maxAgeDays * day;
  return { observation, at, end: Math.min(given, cap) };
}

/** With the end that the rule leaves it. */
function ended({ observation, end }: Dated): KnownObservation {
  const { statement } = observation;
  if (!Number.isFinite(end)) return observation;
  const until = momentOf(end);
  return { ...observation, expires: until, ...(statement ? { statement: { ...statement, until } } : {}) };
}
