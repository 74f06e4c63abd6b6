/**
 * A phone as Microsoft Graph writes it: managedDevice of the beta endpoint with `$expand=detectedApps`. Members as documented
 * under "managedDevice resource type" and "detectedApp resource type"; the texts are put together by hand, because
 * 200,000 calls of JSON.stringify would take longer than everything else.
 */
import type { Phone } from './phone.ts';
import { randomOf } from './random.ts';

export const pageHead = (count: number): string =>
  `{"@odata.context":"https://graph.microsoft.com/beta/$metadata#deviceManagement/managedDevices(detectedApps())","@odata.count":${count},"value":[`;

const appsPerSystem = 2400;
const perPhone = 27;
const words = [
  'Notes',
  'Mail',
  'Maps',
  'Travel',
  'Scanner',
  'Forms',
  'Wallet',
  'Radio',
  'Chat',
  'Files',
  'Tasks',
  'Roster',
];

/** Entities of the tenant: every phone with the app in that version shows the same one. */
function appPool(seed: number, system: number): string[] {
  return Array.from({ length: appsPerSystem }, (_, at) => {
    const random = randomOf(seed, -1 - system * appsPerSystem - at);
    const name = `Synthetic ${words[at % words.length]}${Math.floor(at / 4)}`;
    const version = `${1 + random.below(30)}.${random.below(20)}.${random.below(400)}`;
    return (
      `{"id":"${random.hex(32)}","displayName":"${name}","version":"${version}","sizeInByte":${random.below(400_000_000)},` +
      `"deviceCount":${1 + random.below(90_000)},"publisher":"Synthetic ${random.below(500)}"}`
    );
  });
}

const pools = new Map<string, string[]>();

function appsOf(phone: Phone, seed: number): string {
  const key = `${seed} ${phone.isAndroid ? 1 : 0}`;
  const pool = pools.get(key) ?? appPool(seed, phone.isAndroid ? 1 : 0);
  pools.set(key, pool);
  const count = perPhone - 5 + phone.random.below(11);
  // A stride that shares no factor with the pool visits no app twice.
  let at = phone.random.below(appsPerSystem);
  const stride = 1 + 30 * phone.random.below(79);
  let text = pool[at] ?? '';
  for (let app = 1; app < count; app += 1) {
    at = (at + stride) % appsPerSystem;
    text += `,${pool[at]}`;
  }
  return text;
}

const seconds = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`;
const never = '0001-01-01T00:00:00Z';

/** JSON allows a text to be written in several ways; readers have to take all of them. */
const escapedNote = String.raw`Synthetic \"note\"\nwith a \\ path C:\\phones\/a, \u00fcml\u00e4ut, \ud83d\udcf1 and a tab\t.`;

/** One line, without its end. */
export function graphText(phone: Phone, seed: number): string {
  const { number, isForeign, isEscaped, random } = phone;
  const name = isForeign ? `Télé ${number} – ${phone.isAndroid ? '手机' : 'Фон'}` : `synthetic-${number}`;
  const userName = isForeign ? `Synthétique Nútzer ${number}` : phone.userName;
  const synced = phone.synced === undefined ? never : seconds(phone.synced);
  const managed = `${phone.userId}_${phone.system}_${seconds(phone.enrolled)}`;
  const flag = (share: number): boolean => random.chance(share);
  return (
    `{"id":"${phone.id}","userId":"${phone.userId}","deviceName":"${isEscaped ? String.raw`synthetic-\u0041\"${number}\"` : name}",` +
    `"managedDeviceOwnerType":"${phone.owner}","ownerType":"${phone.owner}","managementState":"${phone.state}",` +
    `"enrolledDateTime":"${seconds(phone.enrolled)}","lastSyncDateTime":"${synced}",` +
    `"operatingSystem":"${phone.system}","osVersion":"${phone.osVersion}","deviceType":"${phone.isAndroid ? 'androidForWork' : 'iPhone'}",` +
    `"complianceState":"${phone.compliance}","jailBroken":"${phone.jailBroken}","managementAgent":"mdm","easActivated":${flag(0.5)},` +
    `"easDeviceId":"${random.hex(32).toUpperCase()}","azureADRegistered":true,` +
    `"deviceEnrollmentType":"${phone.enrolment}","activationLockBypassCode":null,` +
    `"emailAddress":"${phone.user}","azureActiveDirectoryDeviceId":"${phone.entraId}","azureADDeviceId":"${phone.entraId}",` +
    `"deviceRegistrationState":"registered","deviceCategoryDisplayName":"Synthetic","isSupervised":${phone.isSupervised},"isEncrypted":${phone.isEncrypted},` +
    `"userPrincipalName":"${phone.user}","model":"${phone.model}","manufacturer":"${phone.manufacturer}","imei":"${phone.imei}",` +
    `"complianceGracePeriodExpirationDateTime":"9999-12-31T23:59:59Z","serialNumber":"${phone.serial}","phoneNumber":"",` +
    `"androidSecurityPatchLevel":"${phone.patch}","userDisplayName":"${userName}","configurationManagerClientEnabledFeatures":null,` +
    `"wiFiMacAddress":"${phone.wifi}","deviceHealthAttestationState":null,"subscriberCarrier":"","meid":"",` +
    `"totalStorageSpaceInBytes":${phone.storage},"freeStorageSpaceInBytes":${phone.free},"managedDeviceName":"${managed}",` +
    `"partnerReportedThreatState":"unknown","managementCertificateExpirationDate":"2027-08-01T00:00:00Z",` +
    `"iccid":"","udid":"${phone.udid}",` +
    `"notes":${isEscaped ? `"${escapedNote}"` : 'null'},"ethernetMacAddress":"",` +
    `"physicalMemoryInBytes":0,"processorArchitecture":"arm64","joinType":"azureADRegistered",` +
    `"enrollmentProfileName":"Synthetic enrolment",` +
    `"deviceActionResults":[],"usersLoggedOn":[],"detectedApps":[${appsOf(phone, seed)}]}`
  );
}
