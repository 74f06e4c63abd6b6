/** The files of a checkout of the macOS Security Compliance Project that one baseline names. */
import { join } from 'node:path';
import { PassmusterError } from '../../errors.ts';
import { decodeText } from '../../formats/text.ts';
import { readYaml } from '../../formats/yaml.ts';
import { openPath } from '../../io/files.ts';
import { filesBelow } from '../../io/folders.ts';
import { limits } from '../../io/limits.ts';
import { nearest } from '../nearest.ts';
import { listAt, textsAt } from './plain.ts';

/** A file of the checkout as a plain value. */
export interface PlainFile {
  /** Its place in the checkout. */
  readonly place: string;
  readonly value: unknown;
}

export interface Checkout {
  readonly baseline: PlainFile;
  /** By the id that the baseline names them by; undefined: there is no such file. */
  readonly rules: ReadonlyMap<string, PlainFile | undefined>;
  /** Ids of all rules that there are. */
  readonly names: readonly string[];
  /** Of the branches for one system. */
  readonly version?: PlainFile;
  /** Section of the baseline by rule id. */
  readonly sections: ReadonlyMap<string, string>;
}

/**
 * @param name of the baseline, without `.yaml`
 * @throws PassmusterError path-unreadable, usage for an unknown baseline, profile-invalid for a file that is no YAML
 */
export async function readCheckout(folder: string, name: string): Promise<Checkout> {
  const files = await filesBelow(folder);
  const baseline = await readAt(folder, placeOfBaseline(files, name));
  const sections = sectionsOf(baseline);
  if (sections.size === 0)
    throw new PassmusterError('profile-invalid', `${baseline.place} names no rules: it is no baseline.`);
  const places = new Map(
    files
      .filter((file) => isBelow(file, 'rules') && file.endsWith('.yaml'))
      .map((file) => [stem(file), file]),
  );
  const rules = new Map<string, PlainFile | undefined>();
  for (const id of sections.keys()) {
    const place = places.get(id);
    rules.set(id, place === undefined ? undefined : await readAt(folder, place));
  }
  const version = files.includes('VERSION.yaml') ? await readAt(folder, 'VERSION.yaml') : undefined;
  return {
    baseline,
    rules,
    sections,
    names: [...places.keys()],
    ...(version === undefined ? {} : { version }),
  };
}

const stem = (place: string): string => place.replace(/^.*\//, '').replace(/\.yaml$/, '');
const isBelow = (place: string, folder: string): boolean => place.split('/').slice(0, -1).includes(folder);

function placeOfBaseline(files: readonly string[], name: string): string {
  const baselines = files.filter((file) => isBelow(file, 'baselines') && file.endsWith('.yaml'));
  const [found, ...others] = baselines.filter((file) => stem(file) === name);
  if (found !== undefined && others.length === 0) return found;
  if (found !== undefined)
    throw new PassmusterError('usage', `Several files are called ${name}: ${[found, ...others].join(', ')}.`);
  const names = baselines.map(stem);
  if (names.length === 0)
    throw new PassmusterError(
      'usage',
      'There are no baselines below the folder; name the top of a checkout of usnistgov/macos_security.',
    );
  const near = nearest(name, names);
  throw new PassmusterError(
    'usage',
    `There is no baseline ${name}; ${near === undefined ? `there are ${names.join(', ')}` : `did you mean ${near}?`}`,
  );
}

/** Rule id → section, in the order of the baseline. An id is a name of a file, and nothing else may be one. */
function sectionsOf({ value, place }: PlainFile): ReadonlyMap<string, string> {
  const sections = new Map<string, string>();
  for (const section of listAt(value, 'profile')) {
    const [title = ''] = textsAt(section, 'section');
    for (const id of textsAt(section, 'rules')) {
      if (!/^[A-Za-z0-9_.-]{1,120}$/.test(id))
        throw new PassmusterError('profile-invalid', `${place} names a rule whose id is none.`);
      sections.set(id, title);
    }
  }
  return sections;
}

async function readAt(folder: string, place: string): Promise<PlainFile> {
  const input = await openPath({ kind: 'file', path: join(folder, place), name: place });
  try {
    const { text } = decodeText(await input.bytes(limits.profileBytes));
    return { place, value: readYaml(text, 'profile-invalid').value };
  } catch (error) {
    if (!(error instanceof PassmusterError)) throw error;
    const line = error.place.line === undefined ? '' : `:${error.place.line}`;
    throw new PassmusterError('profile-invalid', `${place}${line}: ${error.message}`);
  }
}
