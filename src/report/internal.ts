/**
 * The rendering for colleagues: what is wrong, how often and with which policies, finding by finding; not whose phone it is. Policies
 * stay readable, since somebody has to mend them; of a device stays what at least a few others have in common with it.
 */
import { createHash } from 'node:crypto';
import type { Statement } from '../model/attestation.ts';
import type { Finding, FindingEvidence } from '../model/finding.ts';
import { endingOf, isPlain } from '../model/plain-names.ts';
import type { GateResult, InputRecord, Report, SubjectRecord, Withheld } from '../model/report.ts';
import { collectOf } from './words.ts';

/** Facts that fewer devices share point at one of them. A product default. */
export const fewestAlike = 5;

export interface Reduced {
  readonly report: Report;
  readonly withheld: readonly Withheld[];
}

/** @param hasPseudonyms devices are called by pseudonyms already, which stay: only the holder of the key can lead them back */
export function internalReport(report: Report, hasPseudonyms: boolean): Reduced {
  const { history } = report;
  const names = inputNames(report.inputs);
  const pathOf = (path: string): string => names.get(path) ?? 'withheld';
  const alike = alikeAmong(report.subjects);
  const devices = report.subjects.filter(({ kind }) => kind === 'device');
  const findings = findingsBySubject(report.findings);
  const reduced = devices.map((subject) => ({
    id: subject.id,
    subject: deviceOf(subject, (alike.get(factsOf(subject)) ?? 0) >= fewestAlike, pathOf),
    findings: (findings.get(subject.id) ?? []).map((one) => deviceFinding(one, pathOf)),
  }));
  const taken = new Set(report.subjects.filter(({ kind }) => kind === 'policy').map(({ id }) => id));
  const ids = hasPseudonyms ? new Map(devices.map(({ id }) => [id, id])) : numbered(reduced, taken);
  const ofDevices = reduced
    .map((one) => {
      const id = ids.get(one.id) ?? 'device';
      const own = one.findings.map((finding) => ({ ...finding, subject: id }));
      return { subject: { ...one.subject, id }, findings: own };
    })
    .sort((a, b) => numberOf(a.subject.id) - numberOf(b.subject.id));
  const ofPolicies = report.subjects
    .filter(({ kind }) => kind === 'policy')
    .map((subject) => policyOf(subject, findings.get(subject.id) ?? [], pathOf));
  const all = [...ofPolicies, ...ofDevices];
  return {
    report: {
      ...picked(report, ['schema', 'tool', 'asOf', 'profiles', 'summary', 'limits', 'handling']),
      inputs: report.inputs.map((input) => inputOf(input, pathOf, ids)),
      subjects: all.map(({ subject }) => subject),
      findings: all.flatMap((one) => one.findings),
      gates: report.gates.map(withoutNames),
      // How the fleet went on, without the phones that came and went.
      ...(history === undefined ? {} : { history: { ...history, vanished: [], appeared: [] } }),
    },
    withheld: [
      ...log('device identifiers', hasPseudonyms ? 0 : devices.length),
      ...log('groups, contact and apps of devices', devices.length),
      ...log(
        'model and state of devices that few are like',
        devices.filter((one) => (alike.get(factsOf(one)) ?? 0) < fewestAlike).length,
      ),
      ...log(
        'values and places of findings on devices',
        reduced.reduce((sum, one) => sum + one.findings.length, 0),
      ),
      ...log('waivers', report.waivers?.length ?? 0),
      ...log('names of files', report.inputs.filter(({ path }) => pathOf(path) !== path).length),
    ],
  };
}

const log = (what: string, count: number): Withheld[] =>
  count === 0 ? [] : [{ what, count, reason: 'personal-data' }];

/** What several devices may share. */
const sharedFacts = ['osVersion', 'model', 'ownership', 'supervised', 'enrolmentType'] as const;
const factsOf = (one: SubjectRecord): string =>
  JSON.stringify([one.platform, ...sharedFacts.map((fact) => one[fact])]);

function alikeAmong(subjects: readonly SubjectRecord[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of subjects)
    if (one.kind === 'device') counts.set(factsOf(one), (counts.get(factsOf(one)) ?? 0) + 1);
  return counts;
}

/** Files keep their name where it is about things; the others are numbered. */
function inputNames(inputs: readonly InputRecord[]): Map<string, string> {
  const isKept = ({ path }: InputRecord): boolean =>
    /^input-\d+(\.[a-z]+)*$/.test(path) ||
    path.split('/').every((part) => isPlain(part.slice(0, part.length - endingOf(part).length)));
  const names = new Map(inputs.filter(isKept).map(({ path }) => [path, path]));
  let number = 0;
  for (const { path } of inputs) {
    if (names.has(path)) continue;
    const ending = endingOf(path.split('/').at(-1) ?? '');
    do number += 1;
    while (names.has(`input-${number}${ending}`));
    names.set(path, `input-${number}${ending}`);
  }
  return names;
}

type PathOf = (path: string) => string;

function deviceOf(subject: SubjectRecord, isOneOfMany: boolean, pathOf: PathOf): Omit<SubjectRecord, 'id'> {
  const { input, joined } = subject;
  return {
    ...picked(subject, ['kind', 'platform']),
    ...(isOneOfMany ? picked(subject, sharedFacts) : {}),
    labels: {},
    input: pathOf(input),
    ...(joined === undefined ? {} : { joined: joined.map(pathOf) }),
  };
}

const ofFinding = [
  'rule',
  'profile',
  'subject',
  'setting',
  'outcome',
  'reason',
  'severity',
  'title',
  'expected',
  'notes',
  'failingSince',
  'failingGap',
  'waiver',
  'otherWaivers',
  'attested',
] as const;

function deviceFinding(finding: Finding, pathOf: PathOf): Finding {
  const { evidence, scope } = finding;
  return {
    ...picked(finding, ofFinding),
    ...(scope === undefined ? {} : { scope: scopeOf(scope) }),
    message: messageOf(finding),
    evidence: evidence.map(({ input, layer, origin, statement }): FindingEvidence => ({
      input: pathOf(input),
      locator: 'withheld',
      layer,
      origin,
      ...(statement === undefined ? {} : { statement: byRole(statement) }),
    })),
  };
}

function byRole({ by, witness, method, at, until }: Statement): Statement {
  return {
    by: { role: by.role },
    ...(witness === undefined ? {} : { witness: { role: witness.role } }),
    method,
    at,
    until,
  };
}

/** Numbers of users on a phone are those of Android; what else stands there could be an account. */
function scopeOf(scope: string): string {
  const [app = '', user] = scope.split('@');
  if (user === undefined || /^\d{1,4}$/.test(user)) return scope;
  return `${app}@withheld`;
}

/** The verdict in words that quote no value. */
function messageOf({ outcome, reason, expected, message }: Finding): string {
  const wanted = expected === undefined ? '' : `: ${expected}`;
  if (outcome === 'pass') return `It is as expected${wanted}.`;
  if (outcome === 'fail' || outcome === 'waived') return `It is not as expected${wanted}.`;
  if (outcome === 'not-applicable') return `Not applicable: ${reason ?? 'for a reason that is withheld'}.`;
  if (outcome === 'error') return 'This rule could not be evaluated because of a defect in Passmuster.';
  const collect = collectOf(message);
  return `It is not known (${reason ?? 'unknown'}).${collect === undefined ? '' : ` To decide it, add: ${collect}.`}`;
}

/** What is not named here is not shown: a field that comes later has to be thought about first. */
function picked<T extends object, Key extends keyof T>(from: T, keys: readonly Key[]): Pick<T, Key> {
  const names = new Set<PropertyKey>(keys);
  const entries = Object.entries(from).filter(([key, value]) => names.has(key) && value !== undefined);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- those keys, as far as they were there
  return Object.fromEntries(entries) as Pick<T, Key>;
}

/** By what is shown of them: whoever is alike there cannot be told apart, and no order of identifiers shows through. */
function numbered(devices: readonly Unnamed[], taken: ReadonlySet<string>): Map<string, string> {
  const sorted = devices
    .map(({ id, subject, findings }) => {
      const shown = JSON.stringify([subject, findings.map((one) => ({ ...one, subject: '' }))]);
      return { id, digest: createHash('sha256').update(shown).digest('hex') };
    })
    .sort((a, b) => (a.digest < b.digest ? -1 : 1));
  let number = 0;
  return new Map(
    sorted.map(({ id }) => {
      do number += 1;
      while (taken.has(`device-no-${number}`));
      return [id, `device-no-${number}`];
    }),
  );
}

/** A device without its name. */
interface Unnamed {
  readonly id: string;
  readonly subject: object;
  readonly findings: readonly Finding[];
}

/** Pseudonyms are no numbers, and stay where they are. */
function numberOf(id: string): number {
  const [, number] = /^device-no-(\d{1,9})$/.exec(id) ?? [];
  return number === undefined ? 0 : Number(number);
}

function policyOf(subject: SubjectRecord, findings: readonly Finding[], pathOf: PathOf) {
  const { input, joined, id, labels } = subject;
  const last = input.split('/').at(-1) ?? input;
  // A policy without a name of its own is called by its file.
  const named = (text: string): string =>
    pathOf(input) === input ? text : text.replaceAll(input, pathOf(input)).replaceAll(last, pathOf(input));
  const record: SubjectRecord = {
    ...subject,
    id: named(id),
    labels: Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, named(value)])),
    input: pathOf(input),
    ...(joined === undefined ? {} : { joined: joined.map(pathOf) }),
  };
  const own = findings.map((finding): Finding => ({
    ...picked(finding, [...ofFinding, 'scope', 'message', 'actual']),
    subject: named(id),
    evidence: finding.evidence.map(({ entry: _entry, ...one }) => ({ ...one, input: pathOf(one.input) })),
  }));
  return { subject: record, findings: own };
}

/** Of the file: what became of it. Places and identifiers in notices are those of single devices. */
function inputOf(input: InputRecord, pathOf: PathOf, ids: ReadonlyMap<string, string>): InputRecord {
  const { opened: _opened, notices, ...rest } = input;
  const words = (text: string): string =>
    text.replaceAll(/[^\s,;()"'`]+/g, (word) => {
      const bare = word.replace(/[.:]$/, '');
      const known = ids.get(bare) ?? ids.get(bare.replace(/#\d+$/, ''));
      return known === undefined ? word : `${known}${word.slice(bare.length)}`;
    });
  return {
    ...rest,
    path: pathOf(input.path),
    notices: notices.map(({ code, message, line }) => ({
      code,
      message: words(message),
      ...(line === undefined ? {} : { line }),
    })),
  };
}

/** The gate of evidence names the files that were not read whole, and the one of new fails the report before. */
export function withoutNames(gate: GateResult): GateResult {
  if (gate.gate === 'evidence' && !gate.met) return { ...gate, detail: 'not every input was read whole' };
  if (gate.gate !== '--fail-on-new') return gate;
  const detail = gate.detail.replace(
    / since .*, (?=\d+ still failing, \d+ fixed)/s,
    ' since the report before, ',
  );
  return { ...gate, detail };
}

function findingsBySubject(findings: readonly Finding[]): Map<string, Finding[]> {
  const own = new Map<string, Finding[]>();
  for (const finding of findings) {
    const list = own.get(finding.subject);
    if (list === undefined) own.set(finding.subject, [finding]);
    else list.push(finding);
  }
  return own;
}
