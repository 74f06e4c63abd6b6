/**
 * Writes a synthetic fleet. Everything in it is made up and says so; the same seed gives the same bytes.
 *
 *   node bench/fleet/generate.ts --form ndjson|array|csv --count 200000 --file fleet.ndjson [--seed 1]
 *   node bench/fleet/generate.ts --form profiles --count 10000 --file FOLDER [--seed 1]
 *
 * `ndjson` and `array` are managedDevices of Intune with detected apps (6.5 KB each), `csv` is the portal's list of the
 * same phones (785 bytes a row), `profiles` a folder of configuration profiles.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { configurationText } from './configuration.ts';
import { graphText, pageHead } from './graph.ts';
import { phoneAt } from './phone.ts';
import { tableHead, tableRow } from './portal.ts';
import { createText } from './write.ts';

export const forms = ['ndjson', 'array', 'csv', 'profiles'] as const;
export type Form = (typeof forms)[number];

export interface Fleet {
  readonly form: Form;
  readonly count: number;
  readonly seed: number;
  /** A folder for profiles. */
  readonly file: string;
}

/** @returns the bytes written */
export function generate({ form, count, seed, file }: Fleet): number {
  if (form === 'profiles') return generateProfiles(count, seed, file);
  mkdirSync(dirname(file), { recursive: true });
  const text = createText(file);
  if (form === 'array') text.write(pageHead(count));
  if (form === 'csv') text.write(tableHead);
  for (let index = 0; index < count; index += 1) {
    const phone = phoneAt(seed, index);
    if (form === 'csv') text.write(tableRow(phone));
    else if (form === 'ndjson') text.write(`${graphText(phone, seed)}\n`);
    else text.write(`${index === 0 ? '' : ','}${graphText(phone, seed)}`);
  }
  if (form === 'array') text.write(']}');
  return text.close();
}

function generateProfiles(count: number, seed: number, folder: string): number {
  mkdirSync(folder, { recursive: true });
  let bytes = 0;
  for (let index = 0; index < count; index += 1) {
    const text = configurationText(seed, index);
    bytes += Buffer.byteLength(text);
    writeFileSync(join(folder, `synthetic-${String(index + 1).padStart(7, '0')}.mobileconfig`), text);
  }
  return bytes;
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      form: { type: 'string', default: 'ndjson' },
      count: { type: 'string', default: '20000' },
      seed: { type: 'string', default: '1' },
      file: { type: 'string' },
    },
  });
  const form = forms.find((one) => one === values.form);
  const [count, seed] = [Number(values.count), Number(values.seed)];
  if (
    form === undefined ||
    values.file === undefined ||
    !Number.isInteger(count) ||
    !Number.isInteger(seed)
  ) {
    process.stderr.write(`Say --form ${forms.join('|')}, --file PATH, --count N and --seed N.\n`);
    process.exitCode = 2;
  } else {
    const start = performance.now();
    const bytes = generate({ form, count, seed, file: values.file });
    const took = ((performance.now() - start) / 1000).toFixed(1);
    process.stdout.write(
      `${values.file}: synthetic, ${count} in ${(bytes / 1e6).toFixed(1)} MB, ${took} s\n`,
    );
  }
}
