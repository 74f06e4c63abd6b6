/** A part of an Apple document that could not be read: anything could stand there, so it is a doubt about every setting. */
import type { Evidence, Layer, Observation, UnknownReason } from '../model/observation.ts';

export function undecidedAll(
  unknown: UnknownReason,
  { input, entry }: Pick<Evidence, 'input' | 'entry'>,
  { locator, line }: Pick<Evidence, 'locator' | 'line'>,
  layer: Layer = 'required',
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
    unknown,
  };
}
