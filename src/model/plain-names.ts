/**
 * Names of files and folders that are about things and nobody in particular. Where phones go by pseudonyms only these stay: a name of a
 * person, a serial number or an asset tag cannot be told from any other word, so what is not listed here is taken for one. Months
 * that are given names as well are left out.
 */

const words = `
  account accounts adb addigy admin airwatch all and android anonymous apk apple applied app apps archive archives asset assets assignments
  attestation attestations audit audits azure back backup backups baseline basics battery blackberry box bug bugreport bundle business byod
  camera central certificate certificates changed check checks cfgutil cis classic client clients cloud collect collected com company compliance
  compliant config configs configuration configurations connector contacts content contents control controls copy corp corporate csv current custom
  daily data database day dc declaration declarations default defaults demo denied dep desktop detail details device devices directory disa
  document documents domain done download downloads draft dump dumpstate dumpsys east emm employee employees encrypted endpoint enrolled enrolment
  enrollment enterprise entra evidence example examples export exported exports extract extraction family file files filesystem filter final
  first fleet fleetdm folder form forms full fully gam general getprop gitops global google gov government graph group groups guest handset handsets
  hexnode history home host hosts hr id ideviceinfo image images import in info input inputs install installed internal intune inventory
  ios ipad ipados ipads iphone iphones iru ivanti jamf job json kandji kiosk knox last lab latest legacy level library line list lists
  live local locations lock log logs mac mail main manage managed management manageengine manifest mapping mappings mdm member
  members meraki messages messaging messenger micromdm microsoft mobile mobileconfig mobileconfigs mobiles moj monthly mosyle mount nanomdm
  national ncsc network networks new nist north notes office official old on one operations org other others out output outputs own pack
  package packages page pages part parts passcode password patch permission permissions personal phone phones pixel plist policies policy portal
  pre prod production profile profiles project properties provisioning public pull qr query raw read ready readme record records register
  registers report reports resource response responses restricted restriction restrictions result results review row rows rule rules run
  runs safe sample samples samsung save saved scan school scripts secret secure security seen server servers set setting settings share shared sheet
  sheets shell signed simplemdm site snapshot south staff stage staging standard standards state status stig store stored stream student students
  summary supervised suite sync synthetic sysdiagnose system systems table tables tablet tablets team teams temp temporary tenant test tests text
  tmp to today tools uem uk unenrolled unmanaged unsigned update updated updates upload uploads usage user users usr var vendor version versions
  vpn waiver waivers week weekly west whatsapp whole wifi work workspace xml year zip zone
  january february march july september october november december feb apr jul sep oct nov dec
  mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday
`;
const plainWords = new Set(words.trim().split(/\s+/));

/** Of files and folders that iOS, Android, and the tools that collect from them have, as the readers of handsets open them. */
const systemNames = new Set(
  `
  .GlobalPreferences.plist 0 0.xml 10 10.xml 11 11.xml Accessibility AppDomainGroup-group.ph.telegra.Telegraph-telegram-data BulletinBoard Caches
  Databases EffectiveUserSettings.plist FMIPStateInfo.plist MCState PayloadManifest.plist Preferences RootDomain-Library
  SysSharedContainerDomain-systemgroup.com.apple.configurationprofiles-Library
  SysSharedContainerDomain-systemgroup.com.apple.icloud.findmydevice.managed-Library TCC TCC.db VersionedSectionInfo.plist accounts-metadata
  atomic-state backup_prefs.xml com.apple.MobileSMS.plist com.apple.locationd.plist com.apple.mobile.ldbackup.plist com.apple.mobileSMS.plist
  com.whatsapp com.whatsapp.w4b com.whatsapp_preferences.xml com.whatsapp_preferences_light.xml companion_devices.db databases
  disappearing_mode_prefs.xml dumpsys_appops.txt dumpsys_trust.txt locationd media org.telegram.messenger org.thoughtcrime.securesms
  passmuster-collection.txt register_phone_prefs.xml shared_prefs userconfing.xml userlist.xml
`
    .trim()
    .split(/\s+/),
);

/** A profile on a phone lies under the digest of its identifier. */
export const isSystemName = (name: string): boolean =>
  systemNames.has(name) ||
  /^profile-[0-9a-f]{4,64}\.stub$/.test(name) ||
  name === 'Manifest.plist: IsEncrypted';

const endings = new Set(
  'abx age csv db gz html ini json jsonl log md mobileconfig ndjson plist proto sqlite sqlitedb tar tgz toml tsv txt vcf xlsx xml yaml yml zip'.split(
    ' ',
  ),
);

/** `list.tar.gz` → `list` and `.tar.gz`; an ending that is not known belongs to the name. */
export function endingOf(name: string): string {
  const parts = name.split('.');
  let at = parts.length;
  while (at > 1 && endings.has(parts[at - 1]?.toLowerCase() ?? '')) at -= 1;
  return parts
    .slice(at)
    .map((part) => `.${part}`)
    .join('');
}

const date = /(?<!\d)(?:19|20)\d\d(?:[-_.]?(?:0[1-9]|1[0-2])(?:[-_.]?(?:0[1-9]|[12]\d|3[01]))?)?(?!\d)/g;

/** Nothing but words of the list, days, and numbers of versions and pages that hang on a word. */
export function isPlain(stem: string): boolean {
  const parts = stem
    .replaceAll(date, ' ')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== '');
  return parts.every(isPlainPart);
}

const isWord = (text: string): boolean => plainWords.has(text.toLowerCase());

/** `devices`, `iOS26`, `v2`, `managedDevices`. */
function isPlainPart(part: string): boolean {
  const [, word = '', number = ''] = /^(\D*)(\d{0,2})$/.exec(part) ?? [];
  if (word === '') return false;
  if (isWord(word) || (number !== '' && /^[vpq]$/i.test(word))) return true;
  const humps = word.split(/(?<=\p{Ll})(?=\p{Lu})/u);
  return humps.length > 1 && humps.every(isWord);
}
