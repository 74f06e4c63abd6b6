/** What a vendor adds to a key in small print: what it needs, what it does not do, how several of it are joined. */
import type { Merge, Needs, SettingValue } from '../model/observation.ts';
import type { Reading, Row } from './rows.ts';

type Condition = NonNullable<Needs['oneOf']>;

/** Only the value that restricts needs something: the other one is what a phone does anyway. */
export function needing(row: Row, value: SettingValue, oneOf: Condition): Row {
  return whenRead(row, (one) => one === value, { needs: { oneOf } });
}

/** Whatever the value, it needs something. */
export function alwaysNeeding(row: Row, oneOf: Condition): Row {
  return whenRead(row, () => true, { needs: { oneOf } });
}

/** The value says less than it seems to; the note is a code that goes with the finding. */
export function remarked(row: Row, value: SettingValue, note: string): Row {
  return whenRead(row, (one) => one === value, { note });
}

/** The vendor publishes how several values of the key are joined, and it is not as the setting is merged. */
export function joinedBy(row: Row, combine: Merge): Row {
  return { ...row, combine };
}

/** The key is documented for other devices only: whatever it says, a phone does not follow it. */
export function notOnPhones(row: Row): Row {
  return { ...row, read: () => ({ unknown: 'not-reported', note: 'not-on-ios' }) };
}

interface Terms {
  readonly needs?: Needs;
  readonly note?: string;
}

function whenRead(row: Row, holds: (value: SettingValue) => boolean, terms: Terms): Row {
  const read: Row['read'] = (node) => {
    const reading: Reading = row.read(node);
    return reading && 'value' in reading && holds(reading.value) ? { ...reading, ...terms } : reading;
  };
  return { ...row, read };
}
