/** The files that a run of the bench reads. Names tell form, number and seed, so that a kept folder can be used again. */
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Form, generate } from './generate.ts';
import { rulesText } from './rules.ts';

export interface Fleets {
  readonly folder: string;
  /** The audit profile. */
  readonly rules: string;
  /** Makes the fleet unless it is there. */
  readonly fleet: (form: Form, count: number) => string;
  readonly remove: () => void;
}

const endings = { ndjson: '.ndjson', array: '.json', csv: '.csv', profiles: '' } as const;

/** @param kept the folder to keep; undefined: one of this run, which `remove` deletes */
export function fleetsIn(kept: string | undefined, seed: number, say: (what: string) => void): Fleets {
  const folder = kept === undefined ? mkdtempSync(join(tmpdir(), 'passmuster-bench-')) : resolve(kept);
  const fleet = (form: Form, count: number): string => {
    const file = join(folder, `synthetic-${form}-${count}-${seed}${endings[form]}`);
    if (existsSync(file)) return file;
    say(`writing ${count} of ${form}`);
    generate({ form, count, seed, file: `${file}.part` });
    renameSync(`${file}.part`, file); // what was interrupted is not taken for whole
    return file;
  };
  fleet('profiles', 1);
  const rules = join(folder, 'rules-100.yaml');
  writeFileSync(rules, rulesText());
  const remove = (): void => {
    if (kept === undefined) rmSync(folder, { recursive: true, force: true });
  };
  return { folder, rules, fleet, remove };
}

/** Megabytes of a file, or of the files in a folder. */
export function megabytesOf(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.size / 1e6;
  return readdirSync(path).reduce((sum, name) => sum + statSync(join(path, name)).size, 0) / 1e6;
}
