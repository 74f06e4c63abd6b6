/**
 * One made-up phone, before it is written in any form. Shares are in the order of those of mixed fleets and are nobody's:
 * nothing here is taken from a real inventory.
 */
import { type Random, randomOf } from './random.ts';

/** The moment that the fleet is seen at; the audits of the bench are as of it. */
export const fleetAsOf = '2026-11-30T00:00:00Z';

const asOf = Date.parse(fleetAsOf);
const day = 86_400_000;

export interface Phone {
  readonly index: number;
  readonly random: Random;
  readonly isAndroid: boolean;
  readonly system: 'iOS' | 'iPadOS' | 'Android';
  readonly osVersion: string;
  /** ISO, empty where not reported. */
  readonly patch: string;
  readonly model: string;
  readonly manufacturer: string;
  readonly isCorporate: boolean;
  readonly owner: 'company' | 'personal' | 'unknown';
  readonly isSupervised: boolean;
  readonly isEncrypted: boolean;
  readonly jailBroken: 'False' | 'True' | 'Unknown';
  readonly state: string;
  readonly compliance: string;
  readonly enrolment: string;
  readonly enrolled: Date;
  /** Undefined: it has never synced. */
  readonly synced: Date | undefined;
  readonly id: string;
  readonly entraId: string;
  readonly userId: string;
  readonly serial: string;
  readonly udid: string;
  readonly imei: string;
  readonly number: string;
  readonly userName: string;
  readonly user: string;
  readonly wifi: string;
  readonly storage: number;
  readonly free: number;
  /** One phone in a hundred: names outside ASCII. */
  readonly isForeign: boolean;
  /** One phone in a hundred: quotes, backslashes and escapes in its texts. */
  readonly isEscaped: boolean;
}

/** Values with how often they come. */
type Weighted = readonly (readonly [value: string, weight: number])[];

function weighted(random: Random, values: Weighted): string {
  let at = random.next() * values.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [value, weight] of values) if ((at -= weight) < 0) return value;
  return values[0]?.[0] ?? '';
}

const iosVersions: Weighted = [
  ['26.1 (23B85)', 34],
  ['26.1', 12],
  ['26.0.1', 14],
  ['26.0', 5],
  ['18.7.2 (22H124)', 14],
  ['18.7.1', 6],
  ['18.6.2', 6],
  ['17.6.1', 4],
  ['16.7.12 (20H364)', 3],
  ['15.8.5', 2],
];
const androidVersions: Weighted = [
  ['16', 30],
  ['15', 32],
  ['15.0', 6],
  ['14', 20],
  ['13', 8],
  ['12', 4],
];
const iphones = [
  'iPhone 17 Pro',
  'iPhone 17',
  'iPhone 16e',
  'iPhone 16',
  'iPhone 15',
  'iPhone 14',
  'iPhone SE',
];
const ipads = ['iPad Air', 'iPad Pro 11-inch', 'iPad mini', 'iPad, 10th generation'];
/** Nobody makes these. */
const androids = [
  'Synthetic One',
  'Synthetic One Pro',
  'Synthetic Fold',
  'Synthetic Rugged 5',
  'Synthetic Tab 8',
];
const managementStates: Weighted = [
  ['managed', 965],
  ['retirePending', 12],
  ['wipePending', 8],
  ['unhealthy', 15],
];
const complianceStates: Weighted = [
  ['compliant', 86],
  ['noncompliant', 9],
  ['inGracePeriod', 3],
  ['unknown', 2],
];

export function phoneAt(seed: number, index: number): Phone {
  const random = randomOf(seed, index);
  const number = String(index + 1).padStart(8, '0');
  const isAndroid = random.chance(0.2);
  const isPad = !isAndroid && random.chance(0.2);
  const ownership = random.next();
  const owner = ownership < 0.7 ? 'company' : ownership < 0.985 ? 'personal' : 'unknown';
  const isCorporate = owner === 'company';
  const kind = random.next();
  const twelve = number.padStart(12, '0');
  const seen = random.next();
  const storage = random.pick([64, 128, 256, 512]) * 1_073_741_824;
  return {
    index,
    random,
    number,
    isAndroid,
    isCorporate,
    owner,
    system: isAndroid ? 'Android' : isPad && random.chance(0.5) ? 'iPadOS' : 'iOS',
    osVersion: weighted(random, isAndroid ? androidVersions : iosVersions),
    patch: isAndroid && !random.chance(0.02) ? patchLevel(random) : '',
    model: random.pick(isAndroid ? androids : isPad ? ipads : iphones),
    manufacturer: isAndroid ? 'Synthetic Devices' : 'Apple',
    isSupervised: !isAndroid && isCorporate && random.chance(0.88),
    isEncrypted: random.chance(0.97),
    jailBroken: kind < 0.955 ? 'False' : kind < 0.99 ? 'Unknown' : 'True',
    state: weighted(random, managementStates),
    compliance: weighted(random, complianceStates),
    enrolment: enrolmentOf(random, isAndroid, isCorporate),
    enrolled: new Date(asOf - Math.floor((91 + random.next() * 900) * day)),
    // Most phones were seen within the last days.
    synced: random.chance(0.008)
      ? undefined
      : new Date(asOf - Math.floor(seen * seen * seen * 90 * 86_400) * 1000),
    id: `${random.hex(8)}-${random.hex(4)}-4${random.hex(3)}-8${random.hex(3)}-${twelve}`,
    entraId: `${random.hex(8)}-${random.hex(4)}-4${random.hex(3)}-9${random.hex(3)}-${twelve}`,
    userId: `${random.hex(8)}-${random.hex(4)}-4${random.hex(3)}-a${random.hex(3)}-${twelve}`,
    serial: `SYN${number}`,
    udid: isAndroid ? '' : `00008140-${twelve}${random.hex(4).toUpperCase()}`,
    imei: imeiOf(twelve),
    userName: `Synthetic User ${number}`,
    user: `user${number}@synthetic.example`,
    wifi: `02${random.hex(10)}`,
    storage,
    free: Math.floor(storage * random.next() * 0.8),
    isForeign: index % 100 === 37,
    isEscaped: index % 100 === 73,
  };
}

/** Bulletins are dated the first or the fifth of a month. */
function patchLevel(random: Random): string {
  const age = random.next();
  const months = Math.floor(age * age * 24);
  const at = new Date(Date.UTC(2026, 10 - months, random.chance(0.5) ? 1 : 5));
  return at.toISOString().slice(0, 10);
}

/** Microsoft Graph, deviceEnrollmentType. */
function enrolmentOf(random: Random, isAndroid: boolean, isCorporate: boolean): string {
  if (isAndroid)
    return isCorporate
      ? random.pick(['androidEnterpriseFullyManaged', 'androidEnterpriseCorporateWorkProfile'])
      : 'userEnrollment';
  if (isCorporate) return random.pick(['appleBulkWithUser', 'appleBulkWithUser', 'appleBulkWithoutUser']);
  return random.pick(['userEnrollment', 'appleUserEnrollment', 'appleAccountDrivenUserEnrollment']);
}

/** 15 digits with the check digit of ISO/IEC 7812; `00` begins the type codes of test handsets (GSMA TS.06). */
function imeiOf(twelve: string): string {
  const digits = `00${twelve}`;
  let sum = 0;
  for (let at = 0; at < 14; at += 1) {
    const digit = Number(digits[at]) * (at % 2 === 1 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return `${digits}${(10 - (sum % 10)) % 10}`;
}
