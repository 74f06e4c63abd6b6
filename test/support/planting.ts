/** Plants a word into every field of a document that names a person or a phone, or holds a secret (whatever its format). */
import { planted, shaped } from './canaries.ts';

/** Secrets and personal fields of exports, in the spelling of JSON. */
const fields =
  `activationLockBypassCode unlockToken pushMagic token bootstrapToken filevaultRecoveryKey firmwarePassword
recoveryLockPassword airPlayPassword preSharedKey password wifiPassword qrCode qrCodeKey adminExtras kioskModeExitCode
iTunesStoreAccountHash secretSettingValue enrollmentToken clientSecret privateKey userName username userDisplayName realName
userPrincipalName email emailAddress deviceName tenantId phoneNumber imei imei2 meid iccid eid serialNumber serial wifiMac
wiFiMacAddress macAddress bluetoothMac ethernetMacAddress ipAddress lastIpAddress ssid latitude longitude lostModeMessage
lostModePhone lostModeFootnote otherAccountsInfo building room notes assetTag comments primaryEmail recoveryEmail recoveryPhone
givenName familyName fullName annotatedUser annotatedLocation annotatedAssetId`
    .split(/\s+/)
    .filter((field) => field !== '');

const plain = (key: string): string => key.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
const byPlain = new Map(fields.map((field) => [plain(field), field]));
const shapes: ReadonlyMap<string, string> = new Map(Object.entries(shaped));

/** The word for a key that names a person, a phone or a secret; undefined for every other key. */
function wordFor(key: string): string | undefined {
  const field = byPlain.get(plain(key));
  return field === undefined ? undefined : (shapes.get(field) ?? planted(field));
}

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** As the other members of the object are spelt. */
function spelt(field: string, keys: readonly string[]): string {
  if (keys.some((key) => key.includes('_')))
    return field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return keys.every((key) => /^[A-Z]/.test(key)) ? field[0]?.toUpperCase() + field.slice(1) : field;
}

/** Existing members are overwritten where they are text; objects with four members and more get those that they lack. */
export function plantedJson(value: Json): Json {
  if (Array.isArray(value)) return value.map(plantedJson);
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.keys(value);
  const own = Object.entries(value).map(([key, one]): [string, Json] => {
    const word = wordFor(key);
    return [key, word !== undefined && typeof one === 'string' && one !== '' ? word : plantedJson(one)];
  });
  const known = new Set(keys.map(plain));
  const missing = keys.length < 4 ? [] : fields.filter((field) => !known.has(plain(field)));
  const added = missing.map((field): [string, Json] => [
    spelt(field, keys),
    wordFor(field) ?? planted(field),
  ]);
  return Object.fromEntries([...own, ...added]);
}

/** Elements, and strings after a key of a property list. */
export const plantedXml = (text: string): string =>
  text
    .replaceAll(/<([A-Za-z_]+)>[^<>]+<\/\1>/g, (whole, name: string) => {
      const word = wordFor(name);
      return word === undefined ? whole : `<${name}>${word}</${name}>`;
    })
    .replaceAll(
      /(<key>([^<]+)<\/key>\s*<string>)[^<]+(?=<\/string>)/g,
      (whole, before: string, key: string) => {
        const word = wordFor(key);
        return word === undefined ? whole : before + word;
      },
    )
    .replaceAll(/<key>PayloadType<\/key>/g, (whole) => keysOf(inProfiles) + whole)
    .replaceAll(/<key>QueryResponses<\/key>\s*<dict>/g, (whole) => whole + keysOf(inResponses));

const inProfiles = ['Password', 'IncomingPassword', 'SharedSecret', 'EmailAddress', 'SSID_STR', 'UserName'];
const inResponses = [
  'UnlockToken',
  'PushMagic',
  'ActivationLockBypassCode',
  'iTunesStoreAccountHash',
  'PhoneNumber',
  'ICCID',
  'EthernetMAC',
];
const keysOf = (keys: readonly string[]): string =>
  keys.map((key) => `<key>${key}</key><string>${wordFor(key) ?? planted(key)}</string>`).join('');

/** `key: value` of YAML. */
export const plantedYaml = (text: string): string =>
  text.replaceAll(/^(\s*(?:- )?(\w+): )\S.*$/gm, (whole, before: string, key: string) => {
    const word = wordFor(key);
    return word === undefined ? whole : `${before}'${word}'`;
  });

const cellsOf = (line: string): string[] =>
  [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(,|$)/g)].map(([, cell = '']) => cell).slice(0, -1);

/** The last word of `deviceInfo.serialNumber`, without quotes. */
const headingOf = (cell: string): string => cell.replaceAll('"', '').trim().split('.').at(-1) ?? '';

/** Cells below a heading that names a person, a phone or a secret. */
export function plantedCsv(text: string): string {
  const lines = text.split(/\r?\n/);
  const at = lines.findIndex((line) => cellsOf(line).some((cell) => wordFor(headingOf(cell)) !== undefined));
  const headings = cellsOf(lines[at] ?? '').map((cell) => wordFor(headingOf(cell)));
  return lines
    .map((line, index) => {
      const cells = cellsOf(line);
      if (index <= at || at < 0 || cells.length !== headings.length) return line;
      return cells.map((cell, column) => (cell === '' ? cell : (headings[column] ?? cell))).join(',');
    })
    .join('\n');
}
