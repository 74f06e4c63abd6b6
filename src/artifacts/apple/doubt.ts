/** A part of an Apple document that could not be read: anything could stand there, so it is a doubt about every setting. */
import type { Evidence, Layer, Observation, UnknownReason } from '../../model/observation.ts';
import type { MapSite } from '../observe-map.ts';

interface DoubtSite extends Pick<Evidence, 'input' | 'entry'> {
  readonly layer?: Layer;
  readonly extras?: MapSite['extras'];
}

export function undecidedAll(
  unknown: UnknownReason,
  { input, entry, layer = 'required', extras = {} }: DoubtSite,
  { locator, line }: Pick<Evidence, 'locator' | 'line'>,
): Observation {
  return {
    setting: '*',
    layer,
    origin: 'explicit',
    evidence: {
      input,
      ...(entry === undefined ? {} : { entry }),
      locator,
      ...(line === undefined || line <= 0 ? {} : { line }),
    },
    ...extras,
    unknown,
  };
}
