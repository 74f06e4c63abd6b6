/** `getprop` → settings. Meaning of the properties: Android platform, Compatibility Definition and "Verified Boot: boot flow". */
import type { Observation, SettingValue, UnknownReason } from '../../model/observation.ts';
import type { SettingId } from '../../settings/catalogue.ts';
import { dated, type Located, type PhoneSite, trusted, witness } from './dump.ts';
import type { Properties } from './getprop.ts';

type Answer = { readonly value: SettingValue } | { readonly unknown: UnknownReason } | undefined;

interface PropertyRow {
  readonly key: string;
  readonly setting: SettingId;
  readonly read: (value: string, other: (key: string) => string | undefined) => Answer;
}

const ambiguous: Answer = { unknown: 'ambiguous' };

/** A word from a closed list; the empty value is no answer. */
function words(table: Readonly<Record<string, SettingValue>>): PropertyRow['read'] {
  const known = new Map(Object.entries(table));
  return (text) => {
    const value = known.get(text);
    if (value !== undefined) return { value };
    return text === '' ? { unknown: 'not-reported' } : ambiguous;
  };
}

/** Android platform, Build.VERSION_CODES: API level → release. 32 is 12L, which calls itself 12. */
const releases: Readonly<Record<string, string>> = {
  '23': '6',
  '24': '7',
  '25': '7',
  '26': '8',
  '27': '8',
  '28': '9',
  '29': '10',
  '30': '11',
  '31': '12',
  '32': '12',
  '33': '13',
  '34': '14',
  '35': '15',
  '36': '16',
};

/** The release can be made up by the maker; one that the API level contradicts is no answer. */
const release: PropertyRow['read'] = (value, other) => {
  if (!/^\d{1,3}(\.\d{1,3}){0,3}$/.test(value)) return ambiguous;
  const sdk = other('ro.build.version.sdk');
  const major = value.split('.')[0];
  if (sdk === undefined) return { unknown: 'incomplete' };
  const known = releases[sdk];
  if (known !== undefined) return known === major ? { value } : ambiguous;
  // API levels that this table does not know yet belong to later releases.
  return Number(sdk) > 36 && Number(major) > 16 ? { value } : ambiguous;
};

const rows: readonly PropertyRow[] = [
  { key: 'ro.build.version.release', setting: 'os.version', read: release },
  {
    key: 'ro.build.version.security_patch',
    setting: 'os.securityPatch',
    read: (value) => (/^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(value) ? { value } : ambiguous),
  },
  {
    key: 'ro.crypto.state',
    setting: 'storage.encrypted',
    read: words({ encrypted: true, unencrypted: false, unsupported: false }),
  },
  // Green: locked and signed by the vendor. Yellow: by a key of the owner. Orange: unlocked. Red: found to be changed.
  {
    key: 'ro.boot.verifiedbootstate',
    setting: 'boot.verified',
    read: words({ green: true, yellow: false, orange: false, red: false }),
  },
  {
    key: 'ro.boot.verifiedbootstate',
    setting: 'device.compromised',
    // What passed verified boot may still be rooted: only a failure says something.
    read: (value) => (value === 'red' ? { value: true } : undefined),
  },
  { key: 'ro.boot.flash.locked', setting: 'boot.loaderLocked', read: words({ '1': true, '0': false }) },
  {
    key: 'ro.boot.vbmeta.device_state',
    setting: 'boot.loaderLocked',
    read: words({ locked: true, unlocked: false }),
  },
];

/** Facts on the phone for its subject; nothing that tells one phone of a model from another. */
const facts = [
  'persist.sys.timezone',
  'ro.build.version.sdk',
  'ro.product.model',
  'ro.product.manufacturer',
] as const;

/** The serial number as the system and as the boot loader tell it (Android platform, init). They are shown nowhere. */
const serials = ['ro.serialno', 'ro.boot.serialno'] as const;

export const wantedProperties: ReadonlySet<string> = new Set([
  ...rows.map(({ key }) => key),
  ...facts,
  ...serials,
]);

export const serialsOf = (properties: readonly Located<Properties>[]): string[] =>
  properties.flatMap((one) => serials.flatMap((key) => propertyOf(one, key) ?? []));

/** A property that stands once, or as often as it likes with one value. */
export function propertyOf({ document }: Located<Properties>, key: string): string | undefined {
  return document.repeated.has(key) || document.broken ? undefined : document.values.get(key)?.value;
}

export function observeProperties(located: Located<Properties>, site: PhoneSite): Observation[] {
  const { document, entry } = located;
  const observations = rows.flatMap(({ key, setting, read }): Observation[] => {
    const property = document.values.get(key);
    if (property === undefined) return [];
    const answer = document.repeated.has(key)
      ? ambiguous
      : read(property.value, (other) => propertyOf(located, other));
    if (answer === undefined) return [];
    const evidence = witness(site, entry, {
      locator: `[${key}]`,
      line: property.line,
      value: property.value,
    });
    return [{ setting, layer: 'observed', origin: 'explicit', evidence, ...dated(site), ...answer }];
  });
  return trusted(observations, document);
}
