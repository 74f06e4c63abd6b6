/** Column names whose values are about people: they identify nothing in a report, and appear in none. */

/** By which records of one phone are joined, or personal in another way. */
export type PersonalKind = 'serial' | 'udid' | 'imei' | 'user' | 'personal';

export const foldName = (name: string): string => name.replaceAll(/[^\p{L}\p{N}]/gu, '').toLowerCase();

const kinds: readonly (readonly [PersonalKind, RegExp])[] = [
  ['serial', /^(device|hardware)?(serial|serialno|serialnumber|sn)$/],
  ['udid', /^(device|iphone|ios)?udid$/],
  ['imei', /^(device)?imei(\d|s|number)?$/],
  ['user', /^(primaryuser|user|owner|assigned)?(upn|userprincipalname|email|emailaddress|useremail|mail)$/],
  [
    'personal',
    /(user|display|full|first|last|person|device|host)name$|surname$|(phone|mobile)(number|no)$|telephone$|msisdn$|iccid$|imsi$|macaddress$|ipaddress$|latitude$|longitude$|homeaddress$/,
  ],
  [
    'personal',
    /^(phone|mobile|name|owner|person|employee|user|userid|meid|eid|mac|wifimac|bluetoothmac|ip|ssid|location|address|building|room|notes?|comments?)$/,
  ],
];

export function personalKind(name: string): PersonalKind | undefined {
  const folded = foldName(name);
  return kinds.find(([, form]) => form.test(folded))?.[0];
}
