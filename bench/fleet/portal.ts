/** A phone as a row of the file that the portal of Intune hands out: the columns of `DevicesWithInventory`, all of them chosen. */
import type { Phone } from './phone.ts';

const columns = [
  'Device ID',
  'Device name',
  'Enrollment date',
  'Last check-in',
  'Microsoft Entra Device ID',
  'OS version',
  'Microsoft Entra registered',
  'EAS activation ID',
  'Serial number',
  'Manufacturer',
  'Model',
  'EAS activated',
  'IMEI',
  'Last EAS sync time',
  'EAS reason',
  'EAS status',
  'Compliance grace period expiration',
  'Security patch level',
  'Wi-Fi MAC',
  'MEID',
  'Subscriber carrier',
  'Total storage',
  'Free storage',
  'Management name',
  'Category',
  'UserId',
  'Primary user UPN',
  'Primary user email address',
  'Primary user display name',
  'WiFiIPv4Address',
  'WiFiSubnetID',
  'Compliance',
  'Managed by',
  'Ownership',
  'Device state',
  'Intune registered',
  'Supervised',
  'Encrypted',
  'OS',
  'SkuFamily',
  'JoinType',
  'Phone number',
  'Jailbroken',
  'ICCID',
  'EthernetMAC',
  'CellularTechnology',
  'ProcessorArchitecture',
  'EID',
  'EnrollmentProfileName',
];

/** The portal writes a byte order mark. */
export const tableHead = `\ufeff${columns.join(',')}\r\n`;

const moment = (date: Date): string => `${date.toISOString().slice(0, 19).replace('T', ' ')}.0000000`;
const never = '0001-01-01 00:00:00.0000000';
const owners = { company: 'Corporate', personal: 'Personal', unknown: 'Unknown' };
const states: Readonly<Record<string, string>> = {
  managed: 'Managed',
  retirePending: 'Retire pending',
  wipePending: 'Wipe pending',
  unhealthy: 'Unhealthy',
};
const verdicts: Readonly<Record<string, string>> = {
  compliant: 'Compliant',
  noncompliant: 'Not Compliant',
  inGracePeriod: 'In Grace Period',
  unknown: 'Not Evaluated',
};
const title = (flag: boolean): string => (flag ? 'True' : 'False');
/** Texts are quoted where they have to be, as RFC 4180 says. */
const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** One row with its end. */
export function tableRow(phone: Phone): string {
  const { number, random } = phone;
  const version = phone.osVersion.replace(/ \(.*/, '');
  const name = phone.isForeign ? `Télé ${number} – 手机` : `synthetic-${number}`;
  const system = phone.isAndroid
    ? `Android (${phone.isCorporate ? 'fully managed' : 'personally-owned work profile'})`
    : phone.system;
  const userName = phone.isForeign ? `Synthétique Nútzer ${number}` : phone.userName;
  return (
    `${phone.id},${phone.isEscaped ? `"synthetic ""quoted"",\nin two lines ${number}"` : name},${moment(phone.enrolled)},` +
    `${phone.synced === undefined ? never : moment(phone.synced)},${phone.entraId},${version},True,${random.hex(32).toUpperCase()},` +
    `${phone.serial},${phone.manufacturer},${quoted(phone.model)},${title(random.chance(0.5))},${phone.imei},${never},None,Unknown,` +
    `9999-12-31 23:59:59.0000000,${phone.patch},${phone.wifi},,Synthetic Mobile Telecom,${Math.floor(phone.storage / 1_048_576)},` +
    `${Math.floor(phone.free / 1_048_576)},${phone.userId}_${phone.system}_${moment(phone.enrolled).slice(0, 19)},Synthetic,${phone.userId},` +
    `${phone.user},${phone.user},${userName},10.${random.below(256)}.${random.below(256)}.${random.below(256)},10.0.0.0,` +
    `${verdicts[phone.compliance] ?? ''},Intune,${owners[phone.owner]},${states[phone.state] ?? ''},Registered,` +
    `${title(phone.isSupervised)},${title(phone.isEncrypted)},${system},,Unknown,+447700900${number.slice(-3)},${phone.jailBroken},899900000000${number},02${random.hex(10)},None,arm64,` +
    `${random.hex(32)},Synthetic enrolment\r\n`
  );
}
