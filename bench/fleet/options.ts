/** What a run of the bench is told. */
import { parseArgs } from 'node:util';
import { rowIds, type RowId } from './rows.ts';

export interface Options {
  /** Of the device rows. */
  readonly devices: number;
  /** Of the table row. */
  readonly rows: number;
  /** Files of the profile row. */
  readonly profiles: number;
  /** The middle one of so many counts. */
  readonly rounds: number;
  readonly only: readonly RowId[];
  /** Memory once more with ten times the devices. */
  readonly large: boolean;
  /** Findings are written to nowhere: for machines whose disk is too small or too slow for them. */
  readonly discard: boolean;
  /** Where fleets are kept and found again; undefined: a folder of this run. */
  readonly folder: string | undefined;
  readonly seed: number;
}

export const usage = `npm run bench -- [option …]
  --devices N    devices of an inventory, 6.5 KB each (200,000)
  --rows N       rows of a table, 785 bytes each (1,000,000)
  --profiles N   configuration profiles in a folder (10,000)
  --rounds N     rounds, of which the middle one counts (5)
  --only A,B     only these rows, nothing is written: ${rowIds.join(', ')}
  --large        memory also with ten times the devices
  --discard      write findings to /dev/null
  --folder DIR   keep the fleets there for the next run
  --seed N       another fleet (1)
`;

const count = (text: string, name: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`--${name} is a number from 1 on, not ${text}.`);
  return Number(text);
};

/** @throws Error that says what is wrong */
export function optionsOf(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      devices: { type: 'string', default: '200000' },
      rows: { type: 'string', default: '1000000' },
      profiles: { type: 'string', default: '10000' },
      rounds: { type: 'string', default: '5' },
      only: { type: 'string', default: '' },
      large: { type: 'boolean', default: false },
      discard: { type: 'boolean', default: false },
      folder: { type: 'string' },
      seed: { type: 'string', default: '1' },
    },
  });
  const asked = values.only.split(',').filter((name) => name !== '');
  const unknown = asked.find((name) => !rowIds.some((id) => id === name));
  if (unknown !== undefined) throw new Error(`No row is called ${unknown}; there are ${rowIds.join(', ')}.`);
  return {
    devices: count(values.devices, 'devices'),
    rows: count(values.rows, 'rows'),
    profiles: count(values.profiles, 'profiles'),
    rounds: count(values.rounds, 'rounds'),
    only: rowIds.filter((id) => asked.length === 0 || asked.includes(id)),
    large: values.large,
    discard: values.discard,
    folder: values.folder,
    seed: count(values.seed, 'seed'),
  };
}
