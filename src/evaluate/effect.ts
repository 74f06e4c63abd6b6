/**
 * Does a phone follow a claim? A key can need supervision, a newer system, another way of enrolment or another setting; then
 * the file demands it and the phone ignores it. A policy has no phone yet, so there the conditions are only noted.
 */
import type { NotApplicableReason } from '../model/finding.ts';
import type { Needs, Observation, SettingValue } from '../model/observation.ts';
import type { Subject } from '../model/subject.ts';
import { compareVersions } from './versions.ts';

/** `none`: shown to have no effect. `open`: a fact is missing that would tell. */
export type Effect =
  | { readonly state: 'effective' }
  | { readonly state: 'none'; readonly reason: NotApplicableReason; readonly why: string }
  | { readonly state: 'open'; readonly notes: readonly string[]; readonly missing: readonly string[] };

/** The facts that conditions ask for. */
export interface EffectFacts {
  readonly subject: Subject;
  /** Whether a setting has a value on this subject. */
  readonly holds: (setting: string, value: SettingValue) => 'pass' | 'fail' | 'unknown';
}

export interface Weighed {
  readonly observation: Observation;
  readonly effect: Effect;
}

const effective: Effect = { state: 'effective' };

/** @param facts undefined: every claim counts as it stands */
export function weigh(observations: readonly Observation[], facts: EffectFacts | undefined): Weighed[] {
  return observations.map((observation) => ({
    observation,
    effect: facts === undefined ? effective : effectOf(observation.needs, facts),
  }));
}

/** A condition that does not hold speaks first, then one that is not known. */
export function effectOf(needs: Needs | undefined, facts: EffectFacts): Effect {
  if (needs === undefined) return effective;
  const all = [
    supervision(needs, facts.subject),
    system(needs, facts.subject),
    enrolment(needs, facts.subject),
    others(needs, facts),
  ];
  const idle = all.find(({ state }) => state === 'none');
  const open = all.filter((effect) => effect.state === 'open');
  if (idle !== undefined || open.length === 0) return idle ?? effective;
  const [notes, missing] = [open.flatMap((effect) => effect.notes), open.flatMap((effect) => effect.missing)];
  return { state: 'open', notes, missing };
}

const open = (note: string, missing: string): Effect => ({
  state: 'open',
  notes: [note],
  missing: [missing],
});

function supervision({ supervised }: Needs, subject: Subject): Effect {
  if (supervised === undefined || subject.supervised === true) return effective;
  if (subject.supervised === false)
    return {
      state: 'none',
      reason: 'supervision',
      why: 'what demands it has no effect on a device that is not supervised',
    };
  return open('needs-supervision', 'whether the device is supervised');
}

function system({ from: since, before }: Needs, { kind, osVersion, platform }: Subject): Effect {
  const from = kind === 'policy' ? undefined : since; // policies are written for the phones there are
  if (from === undefined && before === undefined) return effective;
  const missing = 'the version of the operating system';
  const compared = (version: string) =>
    osVersion === undefined ? undefined : compareVersions(osVersion, version);
  const [start, end] = [from && compared(from), before && compared(before)];
  if (typeof start === 'number' && start < 0)
    return {
      state: 'none',
      reason: 'os-version',
      why: `what demands it has no effect before ${platform} ${from}`,
    };
  if (typeof end === 'number' && end >= 0)
    return {
      state: 'none',
      reason: 'os-version',
      why: `what demands it has no effect from ${platform} ${before} on`,
    };
  if (from !== undefined && start === undefined) return open('needs-os-version', missing);
  if (before !== undefined && end === undefined) return open('ends-with-os-version', missing);
  return effective;
}

/** A supervised device was not enrolled by its user (Apple: User Enrolment and supervision exclude each other). */
function enrolment({ notUnder, supervised: asks }: Needs, { enrolmentType, supervised }: Subject): Effect {
  // A need of supervision says it already.
  if (notUnder === undefined || (asks === true && supervised === undefined && enrolmentType === undefined))
    return effective;
  if (enrolmentType !== undefined && notUnder.includes(enrolmentType))
    return {
      state: 'none',
      reason: 'enrolment',
      why: `what demands it has no effect under ${enrolmentType} enrolment`,
    };
  const isOther =
    enrolmentType !== undefined || (supervised === true && notUnder.every((one) => one === 'user'));
  return isOther ? effective : open('not-under-user-enrolment', 'how the device was enrolled');
}

function others({ oneOf }: Needs, { holds }: EffectFacts): Effect {
  if (oneOf === undefined) return effective;
  const verdicts = oneOf.map(({ setting, value }) => holds(setting, value));
  if (verdicts.includes('pass')) return effective;
  const words = oneOf.map(({ setting, value }) => `${setting} is ${String(value)}`).join(' or ');
  if (verdicts.includes('unknown')) return open('needs-another-setting', `whether ${words}`);
  return { state: 'none', reason: 'dependency', why: `what demands it has an effect only while ${words}` };
}
