/**
 * Reports of one made-up fleet, day by day, as a management system's daily export would give them: the file is called after the
 * day, phones come and go and so move each other's rows, most were in contact since yesterday, few findings change. Everything is
 * synthetic, and the same for the same options.
 */
import { Tally } from '../../src/evaluate/score.ts';
import type { Finding, FindingEvidence } from '../../src/model/finding.ts';
import type { Report, RuleRecord, SubjectRecord } from '../../src/model/report.ts';
import { momentOf } from '../../src/model/time.ts';
import type { Severity } from '../../src/model/profile.ts';

export interface FleetOptions {
  readonly devices: number;
  readonly rules: number;
  /** Of the verdicts of a day that are others on the next: 0.005 is one in two hundred. */
  readonly changing?: number;
  /** Of the phones that leave in a day; as many come. */
  readonly leaving?: number;
}

/** Mulberry32: the same numbers everywhere. */
function random(seed: number): number {
  let value = (seed + 0x6d2b79f5) | 0;
  value = Math.imul(value ^ (value >>> 15), value | 1);
  value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
  return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
}
/** Of several whole numbers. */
const chance = (...parts: readonly number[]): number =>
  random(parts.reduce((hash, part) => Math.imul(hash ^ part, 0x9e3779b1) | 0, 0x51ab));

const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low'];
const dayMs = 86_400_000;
const firstDay = Date.UTC(2026, 0, 1, 23, 59, 59);

/** Rules of their own kind; all others draw their verdicts by chance. */
const special: readonly Pick<RuleRecord, 'id' | 'title'>[] = [
  { id: 'last-contact', title: 'The phone was in contact lately' },
  { id: 'os-release', title: 'The system is current' },
  { id: 'passcode-length', title: 'The passcode has at least six characters' },
];

const ruleOf = (index: number): RuleRecord => ({
  ...(special[index] ?? { id: `rule-${index}`, title: `Synthetic demand ${index}` }),
  severity: severities[index % severities.length] ?? 'low',
  rationale: 'Made up for tests.',
  references: [],
});

/** The day on which a verdict became what it is on this day: changes strike by chance. */
function stateDay(phone: number, rule: number, day: number, changing: number): number {
  let last = 0;
  for (let gap = 0, step = 0; ; step += 1) {
    // The days from one change to the next, geometrically distributed.
    gap = Math.ceil(Math.log(1 - chance(phone, rule, step, 7)) / Math.log(1 - changing));
    if (last + gap > day) return last;
    last += Math.max(gap, 1);
  }
}

interface Place {
  readonly phone: number;
  readonly row: number;
  readonly day: number;
  readonly record: SubjectRecord;
}

type Told = Pick<Finding, 'outcome' | 'message' | 'evidence'> &
  Partial<Pick<Finding, 'setting' | 'reason' | 'expected' | 'actual'>>;

function findingOf(rule: RuleRecord, index: number, place: Place, changing: number): Finding {
  const told = [contact, release, passcode][index]?.(place) ?? drawn(index, place, changing);
  const { outcome, message, evidence, setting, ...rest } = told;
  return {
    rule: rule.id,
    profile: 'fleet-basics',
    subject: place.record.id,
    ...(setting === undefined ? {} : { setting }),
    outcome,
    severity: rule.severity,
    title: rule.title,
    message,
    ...rest,
    evidence,
    notes: [],
  };
}

const inRow = ({ row, record }: Place, name: string, offset: number, value: string): FindingEvidence[] => [
  {
    input: record.input,
    locator: `/value/${row}/${name}`,
    line: 3 + row * 40 + offset,
    value,
    layer: 'observed',
    origin: 'explicit',
  },
];

/** Moves every day, for most phones. */
function contact(place: Place): Told {
  const actual = place.record.lastSeen ?? '';
  return {
    setting: 'device.lastContact',
    outcome: 'pass',
    message: `device.lastContact is ${actual}.`,
    expected: 'not older than 30 days',
    actual,
    evidence: inRow(place, 'lastSyncDateTime', 38, actual.replace('Z', '.0000000Z')),
  };
}

/** Changes with a release, phone by phone. */
function release(place: Place): Told {
  const actual = place.record.osVersion ?? '';
  return {
    setting: 'os.version',
    outcome: 'pass',
    message: `os.version is ${actual}.`,
    expected: 'version 26.0 or newer',
    actual,
    evidence: inRow(place, 'osVersion', 39, actual),
  };
}

/** Somebody edits the policy every thirty days: then it is another verdict on all phones. */
function passcode({ day }: Place): Told {
  const isLong = Math.floor(day / 30) % 2 === 0;
  const value = isLong ? '6' : '4';
  return {
    setting: 'passcode.minimumLength',
    outcome: isLong ? 'pass' : 'fail',
    message: `passcode.minimumLength is ${value}${isLong ? '' : ', expected at least 6'}.`,
    expected: 'at least 6',
    actual: value,
    evidence: [
      {
        input: 'policies/passcode.mobileconfig',
        locator: 'PayloadContent[0].minLength',
        line: 21,
        value,
        layer: 'required',
        origin: 'explicit',
      },
    ],
  };
}

function drawn(index: number, place: Place, changing: number): Told {
  const { phone, day } = place;
  const draw = chance(phone, index, stateDay(phone, index, day, changing), 11);
  const setting = `synthetic.setting${index}`;
  if (draw < 0.3)
    return {
      setting,
      outcome: 'unknown',
      reason: 'not-collected',
      message: `${setting}: nothing in the evidence speaks about it. To decide it, add: an MDM inventory in which the phone reports it.`,
      expected: 'true',
      evidence: [],
    };
  if (draw < 0.4)
    return {
      outcome: 'not-applicable',
      reason: 'platform',
      message: 'Not applicable: it is for android.',
      evidence: [],
    };
  const value = draw < 0.5 ? 'false' : 'true';
  return {
    setting,
    outcome: value === 'true' ? 'pass' : 'fail',
    message: value === 'true' ? `${setting} is true.` : `${setting} is false, expected true.`,
    expected: 'true',
    actual: value,
    evidence: inRow(place, `setting${index}`, index % 38, value),
  };
}

/** Phones of the day, by number: every day some of the oldest leave and new ones come. */
function phonesOf(day: number, { devices, leaving = 0.0005 }: FleetOptions): number[] {
  const gone = Math.floor(day * devices * leaving);
  return Array.from({ length: devices }, (_, index) => index + gone);
}

function recordOf(phone: number, day: number): SubjectRecord {
  const asOf = firstDay + day * dayMs;
  // Nine of ten were in contact today.
  const ago = chance(phone, day, 3) < 0.9 ? chance(phone, day, 5) : 1 + chance(phone, 5) * 20;
  return {
    id: `00000000-0000-4000-8000-${String(phone * 7919).padStart(12, '0')}`,
    kind: 'device',
    platform: phone % 3 === 0 ? 'android' : 'ios',
    osVersion: `26.${1 + Math.floor((day + (phone % 40)) / 45)}`,
    model: `Model ${phone % 12}`,
    ownership: 'corporate',
    lastSeen: momentOf(Math.floor((asOf - ago * dayMs) / 1000) * 1000),
    labels: { title: `Phone ${phone}`, group: `Team ${phone % 25}` },
    input: `exports/${momentOf(asOf).slice(0, 10)}/managed-devices.json`,
  };
}

/** The report of a day. */
export function fleetDay(day: number, options: FleetOptions): Report {
  const rules = Array.from({ length: options.rules }, (_, index) => ruleOf(index));
  // In the order of the ids, which has nothing to do with how long a phone is there.
  const phones = phonesOf(day, options).toSorted((a, b) => chance(a, 17) - chance(b, 17));
  const tally = new Tally();
  const findings: Finding[] = [];
  const subjects = phones.map((phone, row) => {
    const record = recordOf(phone, day);
    for (const [index, rule] of rules.entries()) {
      const finding = findingOf(rule, index, { phone, row, day, record }, options.changing ?? 0.002);
      tally.add('device', finding);
      findings.push(finding);
    }
    return record;
  });
  const asOf = momentOf(firstDay + day * dayMs);
  const population = {
    devices: phones.length,
    stale: 0,
    staleAfterDays: 30,
    withoutContact: 0,
    unmanaged: 0,
    undecided: 0,
    otherRecords: 0,
  };
  return {
    schema: 'passmuster-report/1',
    tool: { name: 'passmuster', version: '0.1.0' },
    asOf,
    profiles: [
      { id: 'fleet-basics', version: '1', title: 'Fleet basics (synthetic)', sha256: 'ab'.repeat(32), rules },
    ],
    inputs: [
      {
        path: `exports/${asOf.slice(0, 10)}/managed-devices.json`,
        sha256: String(day).padStart(64, '0'),
        bytes: 60_000_000 + day,
        source: 'intune-devices',
        status: 'read',
        subjects: phones.length,
        skipped: 0,
        notices: [],
      },
    ],
    subjects,
    findings,
    summary: { ...tally.summary(true), population },
    gates: [],
    limits: { documentDepth: 512 },
  };
}
