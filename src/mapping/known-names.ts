/** Names by which products and people call the facts of a phone, and words that stand in such columns. For guesses only. */
import { foldName, personalKind } from './names.ts';

type Fact = 'id' | 'platform' | 'osVersion' | 'model' | 'ownership' | 'lastSeen';

/** Folded: lower case, letters and digits alone. */
const facts: readonly (readonly [Fact, RegExp])[] = [
  [
    'id',
    /^((mobile|managed|intune|jssmobile)?deviceid|id|guid|agentid|resourceid|asset(no|number|id)|inventory(no|number|id))$/,
  ],
  ['platform', /^(os|operatingsystem|platform|platformtype|osname|osplatform|devicetype|phonetype|system)$/],
  ['osVersion', /^((os|ios|ipados|android|operatingsystem|system)?version|ios|osbuild)$/],
  ['model', /^(device|system|phone)?model(name)?$/],
  ['ownership', /^(device)?(ownership|ownershiptype|ownedby|ownertype)$|^manageddeviceownertype$/],
  [
    'lastSeen',
    /^(date)?last(seen|check|checkin|sync|syncdatetime|contact|contacttime|inventoryupdate|reported|online|connected|beat|lastbeat|update)(at|date|time)?$/,
  ],
];

const settings: readonly (readonly [string, RegExp])[] = [
  ['passcode.present', /^(has)?(passcode|pin)(present|set|status|lock)?$|^devicepasswordstatus$/],
  [
    'passcode.compliant',
    /^passcodecompliant(with(all)?(profiles|policies))?$|^passcodeiscompliantwithprofiles$/,
  ],
  [
    'storage.encrypted',
    /^(is|device|data|storage)?encrypt(ed|ion|ionstatus)$|^dataprotection(enabled)?$|^diskencryptionenabled$/,
  ],
  ['device.supervised', /^(is)?supervised$/],
  ['device.managed', /^(is)?managed$|^mdmenabled$/],
  [
    'device.compromised',
    /^(is)?(jailbroken|rooted|compromised)$|^jailbreak(detected|status)$|^(device)?(rooted|compromisedstatus|iscompromised)$/,
  ],
  ['device.activationLock', /^(is)?activationlock(enabled)?$/],
  ['device.findMy.enabled', /^(is)?devicelocatorservice(enabled)?$|^findmy(enabled)?$/],
  ['backup.cloud.enabled', /^(is)?i?cloudbackup(enabled)?$/],
  ['backup.local.encrypted', /^(local)?backup(s)?encrypted$/],
  ['developer.usbDebugging', /^(enabled)?usbdebugging$|^adbstatus$/],
  ['os.securityPatch', /^(android)?(security)?patch(level|version)?$|^androidsecuritypatchversion$/],
];

export const factOf = (name: string): Fact | undefined =>
  facts.find(([, form]) => form.test(foldName(name)))?.[0];
export const settingOfName = (name: string): string | undefined =>
  settings.find(([, form]) => form.test(foldName(name)))?.[0];

/** Words of yes and no, as products write them: where one of a pair stands, the other may stand in a later row. */
export const wordPairs: readonly (readonly [yes: string, no: string])[] = [
  ['true', 'false'],
  ['yes', 'no'],
  ['y', 'n'],
  ['1', '0'],
  ['on', 'off'],
  ['set', 'not set'],
  ['present', 'absent'],
  ['enabled', 'not enabled'],
  ['encrypted', 'not encrypted'],
  ['supervised', 'unsupervised'],
  ['compromised', 'normal'],
  ['compliant', 'not compliant'],
  ['managed', 'unmanaged'],
];

export const ownershipWords: Readonly<Record<string, 'corporate' | 'personal'>> = {
  corporate: 'corporate',
  company: 'corporate',
  institutional: 'corporate',
  c: 'corporate',
  personal: 'personal',
  byod: 'personal',
  userenrollment: 'personal',
  employee: 'personal',
  e: 'personal',
};

/** The start of a word for a platform → what it stands for. */
export const platformStarts: readonly (readonly [string, 'ios' | 'ipados' | 'android' | 'skip'])[] = [
  ['AppleTV', 'skip'],
  ['AppleOsX', 'skip'],
  ['Apple', 'ios'],
  ['iPadOS', 'ipados'],
  ['iPad', 'ipados'],
  ['iOS', 'ios'],
  ['iPhone', 'ios'],
  ['Android', 'android'],
  ['Windows', 'skip'],
  ['WinRT', 'skip'],
  ['macOS', 'skip'],
  ['Mac', 'skip'],
  ['tvOS', 'skip'],
  ['Chrome', 'skip'],
  ['Linux', 'skip'],
];

/** Do the names around a value look like those of one phone? */
export const isOfPhone = (name: string): boolean => {
  const fact = factOf(name);
  return (
    fact === 'platform' ||
    fact === 'osVersion' ||
    ['serial', 'udid', 'imei'].includes(personalKind(name) ?? '')
  );
};
