/** A made-up configuration profile of twenty to a hundred keys, written by the package that is its peer in the bench. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type PlistValue } from 'plist';
import { type Random, randomOf } from './random.ts';

interface Schema {
  readonly $defs: Readonly<
    Record<string, { readonly properties?: Readonly<Record<string, { readonly type?: string }>> }>
  >;
}

let restrictionKeys: readonly string[] | undefined;

/** Apple's restrictions that are on or off. */
function restrictions(): readonly string[] {
  if (restrictionKeys !== undefined) return restrictionKeys;
  const path = join(import.meta.dirname, '../../schemas/apple/profiles.schema.json');
  const schema = JSON.parse(readFileSync(path, 'utf8')) as Schema;
  const keys = Object.entries(schema.$defs['com.apple.applicationaccess']?.properties ?? {});
  restrictionKeys = keys.flatMap(([key, { type }]) => (type === 'boolean' ? [key] : []));
  return restrictionKeys;
}

function uuid(random: Random, number: number): string {
  return `${random.hex(8)}-${random.hex(4)}-4${random.hex(3)}-8${random.hex(3)}-${String(number).padStart(12, '0')}`.toUpperCase();
}

/** The text of profile `index`. */
export function configurationText(seed: number, index: number): string {
  const random = randomOf(seed, index);
  const identifier = `example.synthetic.profile${index + 1}`;
  const payload = (type: string, name: string, keys: Record<string, PlistValue>): PlistValue => ({
    PayloadDisplayName: `Synthetic ${name}`,
    PayloadIdentifier: `${identifier}.${name}`,
    PayloadType: type,
    PayloadUUID: uuid(random, index),
    PayloadVersion: 1,
    ...keys,
  });
  const content = [
    payload('com.apple.applicationaccess', 'restrictions', restrictionsOf(random)),
    payload('com.apple.mobiledevice.passwordpolicy', 'passcode', passcodeOf(random)),
  ];
  if (random.chance(0.5)) content.push(payload('com.apple.wifi.managed', 'wifi', wifiOf(random, index)));
  if (random.chance(0.3)) content.push(payload('com.apple.webClip.managed', 'clip', clipOf(random, index)));
  return build({
    PayloadContent: content,
    PayloadDescription: `Synthetic profile ${index + 1} of a bench; it belongs to nobody.`,
    PayloadDisplayName: random.chance(0.01)
      ? `Synthétique & „${index + 1}“`
      : `Synthetic profile ${index + 1}`,
    PayloadIdentifier: identifier,
    PayloadOrganization: 'Synthetic',
    PayloadRemovalDisallowed: random.chance(0.8),
    PayloadType: 'Configuration',
    PayloadUUID: uuid(random, index),
    PayloadVersion: 1,
  });
}

function restrictionsOf(random: Random): Record<string, PlistValue> {
  const share = 0.03 + random.next() * 0.4;
  const chosen = restrictions().filter(() => random.chance(share));
  return {
    ...Object.fromEntries(chosen.map((key) => [key, random.chance(0.4)])),
    ...(random.chance(0.3)
      ? {
          blockedAppBundleIDs: Array.from(
            { length: 1 + random.below(12) },
            (_, at) => `example.synthetic.app${at}`,
          ),
        }
      : {}),
  };
}

const passcodeOf = (random: Random): Record<string, PlistValue> => ({
  allowSimple: random.chance(0.3),
  forcePIN: random.chance(0.95),
  maxFailedAttempts: 4 + random.below(8),
  maxInactivity: 1 + random.below(15),
  minLength: 4 + random.below(6),
});

const wifiOf = (random: Random, index: number): Record<string, PlistValue> => ({
  AutoJoin: random.chance(0.8),
  EncryptionType: random.pick(['WPA2', 'WPA3', 'None']),
  HIDDEN_NETWORK: false,
  SSID_STR: `synthetic-${index + 1}`,
});

const clipOf = (random: Random, index: number): Record<string, PlistValue> => ({
  FullScreen: random.chance(0.5),
  Icon: Uint8Array.from({ length: 300 + random.below(900) }, () => random.below(256)),
  IsRemovable: true,
  Label: `Synthetic ${index + 1}`,
  URL: `https://synthetic.example/?profile=${index + 1}&from=clip`,
});
