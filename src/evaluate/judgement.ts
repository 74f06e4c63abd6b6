/** What judging yields: an outcome with its witnesses, and the steps that led to it. */
import type { NotApplicableReason } from '../model/finding.ts';
import type { Observation, UnknownReason } from '../model/observation.ts';
import type { Setting } from '../settings/define.ts';
import type { Weighed } from './effect.ts';
import type { LayerResult } from './resolve.ts';

/** A layer and what it says of the comparison; undefined: it does not decide. */
export type JudgedLayer = LayerResult & { readonly verdict: 'pass' | 'fail' | undefined };

/** How one setting was judged, for those who ask why. */
export interface Step {
  readonly setting: Setting;
  readonly scope?: string;
  readonly expected: string;
  /** Everything that was said of the setting, with whether a phone follows it. */
  readonly said: readonly Weighed[];
  /** Strongest first. */
  readonly layers: readonly JudgedLayer[];
  readonly decidedBy?: JudgedLayer['layer'];
}

export interface Judgement {
  readonly outcome: 'pass' | 'fail' | 'unknown';
  readonly reason?: UnknownReason;
  /** Undecided because a phone of this kind does not follow what demands it. */
  readonly idle?: { readonly reason: NotApplicableReason; readonly why: string };
  readonly setting: string;
  readonly expected: string;
  readonly actual?: string;
  /** In words, where several settings decided together. */
  readonly claim?: string;
  readonly witnesses: readonly Observation[];
  readonly notes: readonly string[];
  /** What would decide an unknown. */
  readonly collect: readonly string[];
  readonly steps: readonly Step[];
}

/** What a rule lets people state. */
export interface StatementRights {
  /** Ids, besides settings that exist as statements alone. */
  readonly settings: readonly string[] | 'all';
  /** Days that a statement lives at most. */
  readonly maxAgeDays?: number;
  /** Statements were handed in for this run, whether or not one is about this subject. */
  readonly given: boolean;
}

export interface JudgeOptions {
  readonly asOf: string;
  readonly scope: string | undefined;
  readonly enforced: boolean;
  /** Model of the subject, for comparisons that differ by it; asked for by those alone. */
  readonly modelOf?: () => string | undefined;
  readonly maxAgeDays?: number;
  /** The opposite is wanted: the inside of `none`. */
  readonly negated?: boolean;
  /** Something rests on a fail, too (a condition, the absence of an app): then it needs evidence as firm as a pass does. */
  readonly firm?: boolean;
  /** What people may state; absent: nothing, as nobody can attest a condition of the phone. */
  readonly statements?: StatementRights;
  /** Claims count as they stand, whether the phone follows them or not. */
  readonly asIfEffective?: boolean;
}

/** What was found, in words. */
export function claimOf({ claim, setting, actual }: Judgement): string {
  return claim ?? `${setting} is ${actual}`;
}
