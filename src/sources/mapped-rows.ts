/** Rows that a mapping has explained, whatever they stood in. */
import { PassmusterError } from '../errors.ts';
import { readDevice } from '../inventory/device.ts';
import type { CompiledMapping, NativeRow } from '../mapping/compile.ts';
import { isKnown, type Observation } from '../model/observation.ts';
import { notice, type ReadContext, type ReadItem } from './define.ts';
import { itemsOfReading } from './device-rows.ts';

/** The rows of one file, and what the mapping leaves out of them. */
export class MappedRows {
  readonly #mapping: CompiledMapping;
  readonly #context: ReadContext;
  readonly #keys = new Set<string>();
  count = 0;

  constructor(mapping: CompiledMapping, context: ReadContext) {
    this.#mapping = mapping;
    this.#context = context;
  }

  /** @throws PassmusterError input-unreadable where the mapping says that an unknown platform is an error */
  *read(native: NativeRow): Generator<ReadItem> {
    this.count += 1;
    for (const key of native.node.entries.keys()) this.#keys.add(key.toLowerCase());
    const { file, inventory, project } = this.#mapping;
    const row = project(native);
    const { platform } = file.subject;
    if (
      !('always' in platform) &&
      platform.otherwise === 'error' &&
      inventory.platform(row.node) === 'unclear'
    )
      throw new PassmusterError(
        'input-unreadable',
        'A row is of a platform that the mapping does not list, and the mapping calls that an error.',
        native.node.line > 0 ? { line: native.node.line } : {},
      );
    const reading = readDevice(row, inventory, this.#context.identityKey);
    if (reading.kind !== 'device') yield* itemsOfReading(reading);
    else if (file.match.format === 'csv' && isShifted(reading.observations))
      yield notice('record-unreadable', shiftedMessage, {
        locator: native.place,
        ...(native.node.line > 0 ? { line: native.node.line } : {}),
      });
    else if (file.subject.kind === 'policy')
      for (const item of itemsOfReading(reading)) {
        // A policy is no phone: what is said of phones elsewhere is not said of it.
        if (item.kind === 'subject')
          yield {
            kind: 'subject',
            subject: { ...item.subject, kind: 'policy' },
            observations: item.observations,
          };
        else yield item;
      }
    else yield* itemsOfReading(reading);
  }

  *end(): Generator<ReadItem> {
    const left = [...this.#keys].filter((key) => !this.#mapping.uses.has(key)).length;
    if (left === 0) return;
    yield notice(
      'columns-not-mapped',
      `Columns that are in no place of the mapping, and were not looked at: ${left} of ${this.#keys.size}.`,
    );
  }
}

const shiftedMessage =
  'More than one value lies outside what its column can hold: the values of the row may have moved, so none of them is used.';

/** One odd word is a word that nobody listed; two are a row whose values have moved by a column. */
function isShifted(observations: readonly Observation[]): boolean {
  const odd = observations.filter((one) => !isKnown(one) && one.unknown === 'ambiguous');
  return new Set(odd.map(({ evidence }) => evidence.locator)).size > 1;
}
