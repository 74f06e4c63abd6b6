/** A first mapping from the names and words of a table. Every line of it is a guess that says so, for a person to check. */
import { isNothingWord } from '../inventory/rows.ts';
import { findSetting } from '../settings/catalogue.ts';
import { guessTime } from './guess-time.ts';
import { factOf, ownershipWords, platformStarts, settingOfName, wordPairs } from './known-names.ts';
import { personalKind } from './names.ts';
import type { Sample, SampleColumn } from './sample.ts';
import { quoted, remark } from './yaml-text.ts';

interface Sorted {
  /** Fact or setting → column. */
  readonly found: ReadonlyMap<string, SampleColumn>;
  readonly personal: readonly SampleColumn[];
  readonly unknown: readonly SampleColumn[];
}

/** @param name of the file, without its folder */
export function guessMapping(sample: Sample, name: string): string {
  const sorted = sortColumns(sample);
  const id =
    name
      .replace(/\.[^.]*$/, '')
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '') || 'our-list';
  const lines = [
    `# A first mapping, guessed; rows looked at: ${sample.count}. Check every line that says GUESS against what your columns mean.`,
    '# Then: passmuster mapping check FILE, and passmuster read … --mapping FILE',
    'schema: passmuster-mapping/1',
    `id: ${quoted(id)}`,
    `title: ${quoted(`List ${id}`)}`,
    ...matchLines(sample, sorted),
    ...(sample.rows === undefined ? [] : [`rows: ${quoted(sample.rows)}`]),
    ...subjectLines(sample, sorted),
    ...settingLines(sorted),
    ...personalLines(sorted),
    ...unknownLines(sample, sorted),
  ];
  return `${lines.join('\n')}\n`;
}

const nameOf = ({ walk }: SampleColumn): string => walk.at(-1) ?? '';

function sortColumns({ columns }: Sample): Sorted {
  const found = new Map<string, SampleColumn>();
  const personal: SampleColumn[] = [];
  const unknown: SampleColumn[] = [];
  for (const column of columns) {
    const kind = personalKind(nameOf(column));
    const fact = factOf(nameOf(column)) ?? settingOfName(nameOf(column));
    if (kind !== undefined && kind !== 'personal' && !found.has(kind)) found.set(kind, column);
    else if (kind !== undefined) personal.push(column);
    else if (fact !== undefined && !found.has(fact) && fits(fact, column)) found.set(fact, column);
    else unknown.push(column);
  }
  if (!found.has('platform')) {
    const other = unknown.find((column) => platformWords(column).isPlatform);
    if (other !== undefined) {
      found.set('platform', other);
      unknown.splice(unknown.indexOf(other), 1);
    }
  }
  return { found, personal, unknown };
}

/** A column called `PIN` may hold what its name says, and then it is nothing to map. */
function fits(fact: string, column: SampleColumn): boolean {
  if (fact === 'platform') return platformWords(column).isPlatform;
  if (findSetting(fact)?.type !== 'boolean') return true;
  const words = spoken(column);
  return words.length === 0 || words.some((word) => pairOf(word) !== undefined);
}

const pairOf = (word: string) => wordPairs.find((pair) => pair.includes(word.toLowerCase()));

/** The words of a column that say something. */
const spoken = ({ values }: SampleColumn): string[] =>
  [...new Set(values)].filter((word) => !isNothingWord(word));

function place({ walk }: SampleColumn): string {
  return walk.length === 1 ? `from: ${quoted(walk[0] ?? '')}` : `path: [${walk.map(quoted).join(', ')}]`;
}

function matchLines({ match, columns }: Sample, { found }: Sorted): string[] {
  const own = [...new Set([...found.values(), ...columns])].map(({ walk }) => walk[0] ?? '');
  const keys = [...new Set(own)].filter((key) => key !== '').slice(0, 5);
  return [
    'match:',
    `  format: ${match.format}`,
    ...(match.sheet === undefined ? [] : [`  sheet: ${quoted(match.sheet)}`]),
    ...(match.delimiter === undefined ? [] : [`  delimiter: ${quoted(match.delimiter)}`]),
    '  # GUESS: a file is taken for this list when it has all of these. Take those that no other list has.',
    `  keys: [${keys.map(quoted).join(', ')}]`,
  ];
}

function subjectLines(sample: Sample, { found, unknown }: Sorted): string[] {
  const at = (key: string): SampleColumn | undefined => found.get(key);
  const lines = ['subject:', '  kind: device', ...idLines(at('id') ?? identifierAmong(unknown, sample))];
  for (const key of ['serial', 'udid', 'imei', 'user']) {
    const column = at(key);
    if (column)
      lines.push(
        `  # GUESS: joins what other files say of the same ${key === 'user' ? 'person' : 'phone'}; never shown.`,
        `  ${key}: { ${place(column)} }`,
      );
  }
  lines.push(...platformLines(at('platform')));
  const version = at('osVersion');
  if (version)
    lines.push('  # GUESS', String.raw`  osVersion: { ${place(version)}, extract: '(\d+(?:\.\d+)*)' }`);
  const model = at('model');
  if (model) lines.push('  # GUESS', `  model: { ${place(model)} }`);
  lines.push(...ownershipLines(at('ownership')));
  const seen = at('lastSeen');
  if (seen) lines.push(...timed('lastSeen', seen));
  return lines;
}

/** A column that is not understood may still tell the rows apart. */
const identifierAmong = (unknown: readonly SampleColumn[], sample: Sample): SampleColumn | undefined =>
  unknown.find((column) => isUnique(column, sample));

function isUnique(column: SampleColumn, { count }: Sample): boolean {
  return (
    personalKind(nameOf(column)) === undefined &&
    count > 1 &&
    new Set(column.values).size === count &&
    !column.values.includes('')
  );
}

function idLines(column: SampleColumn | undefined): string[] {
  if (column !== undefined)
    return [
      '  # GUESS: the identifier that reports show; not a serial number and not a name.',
      `  id: { ${place(column)} }`,
    ];
  return [
    '  # GUESS: no column looks like an identifier; reports then call a device by its row.',
    '  id: { from: id }',
  ];
}

interface PlatformWords {
  readonly isPlatform: boolean;
  readonly values: ReadonlyMap<string, string>;
  /** The words go on behind their start: `iOS 17.4`. */
  readonly isLonger: boolean;
}

function platformWords(column: SampleColumn): PlatformWords {
  const values = new Map<string, string>();
  const words = spoken(column);
  let isLonger = false;
  for (const word of words) {
    const start = platformStarts.find(([text]) => word.toLowerCase().startsWith(text.toLowerCase()));
    if (start === undefined) return { isPlatform: false, values, isLonger };
    values.set(start[0], start[1]);
    isLonger ||= word.length > start[0].length;
  }
  return { isPlatform: words.length > 0, values, isLonger };
}

function platformLines(column: SampleColumn | undefined): string[] {
  if (column === undefined)
    return [
      '  # No column says it, and it is not guessed: write { always: ios } where every row is an iPhone, or a column with values.',
      '  platform: {}',
    ];
  const { values, isLonger } = platformWords(column);
  return [
    '  # GUESS: words of the first rows. A word that is not listed makes its row unreadable; `skip` counts it and goes on.',
    '  platform:',
    `    ${place(column)}`,
    ...(isLonger ? [`    extract: '^(${[...values.keys()].join('|')})'`] : []),
    `    values: { ${[...values].map(([word, value]) => `${quoted(word)}: ${value}`).join(', ')} }`,
  ];
}

function ownershipLines(column: SampleColumn | undefined): string[] {
  if (column === undefined) return [];
  const known = spoken(column).flatMap((word) => {
    const value = ownershipWords[word.toLowerCase()];
    return value === undefined ? [] : [`${quoted(word)}: ${value}`];
  });
  return known.length === 0
    ? [`  # ownership: { ${place(column)}, values: { … } }   its words are not known; list them`]
    : ['  # GUESS', `  ownership: { ${place(column)}, values: { ${known.join(', ')} } }`];
}

function timed(key: string, column: SampleColumn): string[] {
  const { terms, doubt } = guessTime(column.values);
  return [`  # GUESS${doubt === undefined ? '' : `: ${doubt}`}`, `  ${key}: { ${place(column)}, ${terms} }`];
}

function settingLines({ found }: Sorted): string[] {
  const lines = [...found].flatMap(([id, column]) => {
    const setting = findSetting(id);
    if (setting === undefined) return [];
    if (setting.type === 'date') return timed(id, column);
    const words = spoken(column);
    const known = words.filter((word) => pairOf(word) !== undefined);
    const others = words.length - known.length;
    const doubt =
      others === 0
        ? ''
        : `; words that are not understood, and stay ambiguous until they are listed: ${others}`;
    const values = valuesOf(known.length === 0 ? ['true'] : known).map(
      ([word, value]) => `${quoted(word)}: ${value}`,
    );
    return [
      `  # GUESS: ${setting.title}${doubt}`,
      `  ${id}:`,
      `    ${place(column)}`,
      `    values: { ${values.join(', ')} }`,
    ];
  });
  return lines.length === 0
    ? ['# settings: none was recognised; "passmuster settings" lists what can be mapped', 'settings: {}']
    : ['settings:', ...lines];
}

function personalLines({ personal }: Sorted): string[] {
  if (personal.length === 0) return [];
  return [
    '# GUESS: about people; such columns are shown nowhere.',
    `mask: [${[...new Set(personal.map(nameOf))].map(quoted).join(', ')}]`,
  ];
}

function unknownLines(sample: Sample, { found, unknown }: Sorted): string[] {
  const identifier = found.has('id') ? undefined : identifierAmong(unknown, sample);
  const left = unknown.filter((column) => column !== identifier);
  if (left.length === 0) return [];
  return ['# In no place of this mapping:', ...left.map(({ walk }) => `#   ${remark(walk.join(' / '))}`)];
}

/** The words as they are written, and the other one of each pair. */
function valuesOf(words: readonly string[]): readonly (readonly [string, boolean])[] {
  const found = new Map<string, readonly [string, boolean]>();
  for (const word of words) found.set(word.toLowerCase(), [word, pairOf(word)?.[0] === word.toLowerCase()]);
  for (const word of words)
    for (const [at, other] of (pairOf(word) ?? []).entries())
      if (!found.has(other)) found.set(other, [capitalisedAs(word, other), at === 0]);
  return [...found.values()];
}

const capitalisedAs = (model: string, word: string): string =>
  /^\p{Lu}/u.test(model) ? word.charAt(0).toUpperCase() + word.slice(1) : word;
