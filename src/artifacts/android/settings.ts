/**
 * The settings of Android's provider, in the two forms that a phone prints: `settings list` (`key=value`, sorted) and
 * `dumpsys settings` (`_id:5 name:key pkg:owner value:value default:… `). Only keys that some setting needs are remembered: others
 * hold the name of the device, of networks, of accounts.
 */
import { longestLine } from '../../formats/dump-lines.ts';
import type { DumpReader, Ending, Parsed } from './dump.ts';

export type Namespace = 'global' | 'secure' | 'system';

export interface SettingRow {
  /** Undefined: unset. */
  readonly value: string | undefined;
  readonly line: number;
  /** The key stands twice, or where the order of the list has no place for it: it may be the second line of another value. */
  readonly doubtful: boolean;
}

export interface AndroidSettings extends Parsed {
  readonly namespace: Namespace;
  /** Undefined: whoever was in front when the list was made. */
  readonly user: number | undefined;
  readonly values: ReadonlyMap<string, SettingRow>;
}

class Rows {
  readonly values = new Map<string, SettingRow>();
  readonly #wanted: ReadonlySet<string>;

  constructor(wanted: ReadonlySet<string>) {
    this.#wanted = wanted;
  }

  add(key: string, row: SettingRow): void {
    if (!this.#wanted.has(key)) return;
    const earlier = this.values.get(key);
    const differs = earlier !== undefined && earlier.value !== row.value;
    // A value so long is not all there.
    const doubtful = row.doubtful || differs || (row.value?.length ?? 0) + key.length + 1 >= longestLine;
    this.values.set(key, { ...row, doubtful: doubtful || earlier?.doubtful === true });
  }

  doubt(key: string): void {
    const row = this.values.get(key);
    if (row !== undefined) this.values.set(key, { ...row, doubtful: true });
  }
}

const listRow = /^([A-Za-z0-9_.:/-]{1,256})=(.*)$/;

/** `settings list <namespace>`; `null` stands for unset. */
export function settingsListReader(
  namespace: Namespace,
  wanted: ReadonlySet<string>,
): DumpReader<AndroidSettings> {
  const rows = new Rows(wanted);
  let unknownLines = 0;
  let found = 0;
  /** The last two rows that stood in order. */
  let before = { key: '', text: '' };
  let last = before;
  return {
    line(text, number) {
      const [, key, value] = listRow.exec(text) ?? [];
      if (key === undefined || value === undefined) {
        if (text !== '') unknownLines += 1; // the second line of a value
        return;
      }
      found += 1;
      // The command sorts the rows as text (Android platform, SettingsService); a row out of order is none.
      // Which of two that do not follow each other it is cannot be told.
      const doubtful = text < last.text;
      if (doubtful) rows.doubt(last.key);
      else before = last;
      if (!doubtful || text >= before.text) last = { key, text };
      rows.add(key, { value: value === 'null' ? undefined : value, line: number, doubtful });
    },
    end: (ending: Ending) => ({
      namespace,
      user: undefined,
      values: rows.values,
      broken: ending === 'cut' || found === 0,
      unknownLines,
    }),
  };
}

const title = /^(CONFIG|GLOBAL|SECURE|SYSTEM) SETTINGS \(user (\d{1,9})\)/;
const dumpRow =
  /^_id:\S{1,20} name:(\S{1,256}) (?:pkg:\S* )?value:(.*?)(?: default:| defaultSystemSet:| tag:| notPreserved| isValuePreserved|$)/;
const namespaces: Readonly<Record<string, Namespace>> = {
  GLOBAL: 'global',
  SECURE: 'secure',
  SYSTEM: 'system',
};

/** `dumpsys settings`: every namespace of every user. Rows of the history below each do not begin with `_id`. */
export function settingsDumpReader(wanted: ReadonlySet<string>): DumpReader<readonly AndroidSettings[]> {
  const found = new Map<string, { namespace: Namespace; user: number; rows: Rows }>();
  let current: Rows | undefined;
  /** A title that stands twice is the text of a value, and the rows below it are of another user. */
  let isRepeated = false;
  let unknownLines = 0;
  return {
    line(text, number) {
      const [, name = '', user] = title.exec(text) ?? [];
      if (user !== undefined) {
        const namespace = namespaces[name];
        const key = `${name} ${user}`;
        const known = found.get(key);
        isRepeated ||= known !== undefined;
        current = namespace === undefined ? undefined : (known?.rows ?? new Rows(wanted));
        if (namespace !== undefined && current !== undefined && known === undefined)
          found.set(key, { namespace, user: Number(user), rows: current });
        return;
      }
      if (current === undefined || !text.startsWith('_id:')) return;
      const [, key, value] = dumpRow.exec(text) ?? [];
      if (key === undefined || value === undefined) unknownLines += 1;
      else current.add(key, { value: value === '{null}' ? undefined : value, line: number, doubtful: false });
    },
    end: (ending: Ending) =>
      [...found.values()].map(({ namespace, user, rows }) => ({
        namespace,
        user,
        values: rows.values,
        broken: ending === 'cut' || isRepeated,
        unknownLines,
      })),
  };
}
