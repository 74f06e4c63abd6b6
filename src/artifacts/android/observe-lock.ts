/** The short dumps about lock and backup → settings. */
import type { Observation, SettingValue, UnknownReason } from '../../model/observation.ts';
import type { SettingId } from '../../settings/catalogue.ts';
import { dated, type Located, type PhoneSite, trusted, witness } from './dump.ts';
import type { ShortDump, Word } from './lock.ts';

type Answer = { readonly value: SettingValue } | { readonly unknown: UnknownReason };
type Words = ShortDump['words'];

interface LockRow {
  readonly kind: ShortDump['kind'];
  /** The word that is the witness. */
  readonly key: string;
  readonly setting: SettingId;
  readonly read: (word: Word, words: Words) => Answer;
}

const ambiguous: Answer = { unknown: 'ambiguous' };

const credentials: ReadonlyMap<string, boolean> = new Map([
  ['NONE', false],
  ['PATTERN', true],
  ['PIN', true],
  ['PASSWORD', true],
]);

const isZero = (word: Word | undefined) => word !== undefined && /^(0X)?0+$/.test(word.value);

const rows: readonly LockRow[] = [
  {
    kind: 'lock_settings',
    key: 'CredentialType',
    setting: 'passcode.present',
    read: ({ value }) => {
      const known = credentials.get(value);
      return known === undefined ? ambiguous : { value: known };
    },
  },
  // Up to Android 10: the secure identifier of the credential; with neither identifier nor handle there is none.
  {
    kind: 'lock_settings',
    key: 'SID',
    setting: 'passcode.present',
    read: (word, words) => {
      if (!isZero(word)) return { value: true };
      return isZero(words.get('SP Handle')) ? { value: false } : ambiguous;
    },
  },
  {
    kind: 'trust',
    key: 'trustManaged',
    setting: 'lock.trustAgents.active',
    read: ({ value }) => ({ value: value === '1' }),
  },
  {
    kind: 'backup',
    key: 'state',
    setting: 'backup.cloud.enabled',
    read: ({ value }, words) => {
      if (value === 'disabled') return { value: false };
      const transport = words.get('transport')?.value;
      return transport?.startsWith('com.google.android.gms/') === true
        ? { value: true }
        : { unknown: 'not-reported' };
    },
  },
];

export function observeLock(located: Located<ShortDump>, site: PhoneSite): Observation[] {
  const { document, entry } = located;
  const own = rows
    .filter(({ kind, key }) => kind === document.kind && document.words.has(key))
    .map(({ key, setting, read }): Observation => {
      const word = document.words.get(key);
      const answer = word === undefined ? ambiguous : read(word, document.words);
      // The identifier itself is nobody's business.
      const value = key === 'SID' ? (isZero(word) ? '0' : 'set') : word?.value;
      const place = { locator: `${document.kind} ${key}`, ...(word ? { line: word.line } : {}) };
      const evidence = witness(site, entry, value === undefined ? place : { ...place, value });
      return { setting, layer: 'observed', origin: 'explicit', ...dated(site), evidence, ...answer };
    });
  return trusted(own, document);
}
