/** Every source through the whole reading of one input; one file a family stands beside this one. */
import { inputOf } from '../../src/io/input.ts';
import type { MappingFile } from '../../src/mapping/file.ts';
import { isKnown, type Observation } from '../../src/model/observation.ts';
import { readOpened } from '../../src/read/opened.ts';
import { findSetting } from '../../src/settings/catalogue.ts';
import type { Setting } from '../../src/settings/define.ts';
import { attemptAsync, Violation } from './check.ts';

const asOf = '2026-11-20T23:59:59Z';

/** `name` tells sources that look at the ending which one is meant. */
export async function fuzzInput(
  data: Uint8Array,
  name: string,
  mappings?: readonly MappingFile[],
): Promise<void> {
  let records = 0;
  await attemptAsync(data, async () => {
    const input = await inputOf(name, data.slice(0, 100), data.slice(100));
    for await (const event of readOpened(input, { asOf, ...(mappings ? { mappings } : {}) })) {
      if (event.kind === 'subject') {
        if (event.subject.id === '') throw new Violation('a subject without a name');
        checkObservations(event.observations);
      } else if (event.kind === 'facts') checkObservations(event.observations);
      else if (event.kind === 'input') {
        records += 1;
        if (event.record.bytes !== data.length) throw new Violation('a hash over other bytes');
      }
    }
  });
  if (records !== 1) throw new Violation(`${records} records of one input`);
}

export function checkObservations(observations: readonly Observation[]): void {
  for (const observation of observations) {
    if (observation.evidence.locator === '') throw new Violation('evidence without its place');
    if (!isKnown(observation)) continue;
    const setting = findSetting(observation.setting);
    if (setting === undefined || !isPossible(setting, observation.value))
      throw new Violation(`a value that ${observation.setting} cannot have`);
  }
}

function isPossible({ type, values }: Setting, value: unknown): boolean {
  switch (type) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
      return Number.isSafeInteger(value);
    case 'number':
      return Number.isFinite(value);
    case 'list':
      return Array.isArray(value) && value.every((item) => typeof item === 'string');
    case 'choice':
      return typeof value === 'string' && values?.includes(value) === true;
    default:
      return typeof value === 'string';
  }
}
