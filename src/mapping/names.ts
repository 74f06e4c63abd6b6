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
    /(username|displayname|fullname|firstname|lastname|personname|devicename|hostname|phone|msisdn|meid|iccid|eid$|imsi|mac$|macaddress|wifimac|ipaddress|^ip$|ssid|latitude|longitude|location|address|building|room$|^user(id)?$|^owner$|^name$|note|comment|assettag)/,
  ],
];

export function personalKind(name: string): PersonalKind | undefined {
  const folded = foldName(name);
  return kinds.find(([, form]) => form.test(folded))?.[0];
}
