/** How sources state what they saw. The types tie a setting to its value. */
import type {
  Evidence,
  KnownObservation,
  Layer,
  Origin,
  UndecidedObservation,
  UnknownReason,
} from '../model/observation.ts';
import type { SettingId, ValueOf } from './catalogue.ts';

interface Extras {
  readonly scope?: string;
  readonly origin?: Origin;
  readonly expires?: string;
  readonly collected?: string;
  readonly notes?: readonly string[];
}

/** A claim with a value. `origin` is `explicit` unless stated. */
export function observe<Id extends SettingId>(
  setting: Id,
  value: ValueOf<Id>,
  layer: Layer,
  evidence: Evidence,
  extras: Extras = {},
): KnownObservation {
  return { setting, layer, origin: 'explicit', evidence, ...extras, value };
}

/** A place that speaks about the setting and cannot decide it. */
export function undecided(
  setting: SettingId,
  unknown: UnknownReason,
  layer: Layer,
  evidence: Evidence,
  extras: Extras = {},
): UndecidedObservation {
  return { setting, layer, origin: 'explicit', evidence, ...extras, unknown };
}
