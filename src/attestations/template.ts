/** The form that goes round: a row for everything that is unknown and that a statement could settle. */
import { createHash } from 'node:crypto';
import type { Finding } from '../model/finding.ts';
import type { Report, RuleRecord } from '../model/report.ts';
import { familyOf } from '../model/subject.ts';
import { findSetting } from '../settings/catalogue.ts';
import type { Setting } from '../settings/define.ts';
import { answersOf } from './value.ts';

export interface FormRow {
  readonly id: string;
  readonly setting: string;
  readonly subject: string;
  readonly app?: string;
  readonly account?: string;
  readonly question: string;
  readonly where: string;
  readonly answers: string;
  readonly validFor: string;
  readonly rules: readonly string[];
}

/** Reasons of an unknown that a statement may settle; docs/attestations.md. */
const open: ReadonlySet<string> = new Set([
  'not-collected',
  'not-reported',
  'not-provable',
  'encrypted',
  'stale',
  'attestation-expired',
]);
/** Where no rule says how long a statement lives (product default). */
const usualDays = 90;

interface Asked {
  readonly setting: Setting;
  readonly subject: string;
  readonly scope?: string;
  readonly rules: { readonly id: string; readonly record: RuleRecord }[];
}

/** Policies are left out: what a file demands stands in it. */
export function formRows({ asOf, profiles, subjects, findings }: Report): FormRow[] {
  const rules = new Map(
    profiles.flatMap((profile) => profile.rules.map((rule) => [`${profile.id} ${rule.id}`, rule] as const)),
  );
  const devices = new Map(subjects.filter(({ kind }) => kind === 'device').map((one) => [one.id, one]));
  const decided = new Set(
    findings.filter(isDecided).map(({ subject, setting, scope }) => keyOf(subject, setting, scope)),
  );
  const asked = new Map<string, Asked>();
  for (const finding of findings) {
    const device = devices.get(finding.subject);
    const record = rules.get(`${finding.profile} ${finding.rule}`);
    if (device === undefined || record === undefined) continue;
    for (const setting of settingsAsked(finding, record)) {
      if (setting.proof[familyOf(device.platform)] === undefined) continue;
      const scope = setting.scope === 'app' ? finding.scope : undefined;
      const key = keyOf(finding.subject, setting.id, scope);
      // Another rule on the same setting has found its value already.
      if (decided.has(key) || decided.has(keyOf(finding.subject, setting.id, finding.scope))) continue;
      const rule = { id: finding.rule, record };
      const same = asked.get(key);
      if (same === undefined)
        asked.set(key, {
          setting,
          subject: finding.subject,
          ...(scope === undefined ? {} : { scope }),
          rules: [rule],
        });
      else same.rules.push(rule);
    }
  }
  return [...asked].map(([key, one]) => rowOf(one, key, asOf));
}

const keyOf = (...parts: readonly (string | undefined)[]): string => JSON.stringify(parts);

const isDecided = ({ outcome, notes }: Finding): boolean =>
  (outcome === 'pass' || outcome === 'fail' || outcome === 'waived') &&
  !notes.includes('justification-absent');

function settingsAsked({ outcome, reason, notes }: Finding, { attestable }: RuleRecord): Setting[] {
  const settings = (attestable?.settings ?? []).flatMap((id) => findSetting(id) ?? []);
  if (outcome === 'unknown' && reason !== undefined && open.has(reason)) return settings;
  const isUnjustified = outcome === 'fail' && notes.includes('justification-absent');
  return isUnjustified ? settings.filter(({ justification }) => justification === true) : [];
}

function rowOf({ setting, subject, scope, rules }: Asked, key: string, asOf: string): FormRow {
  const [, app, account] = /^app:([^@]+)(?:@(.+))?$/.exec(scope ?? '') ?? [];
  const days = rules.map(({ record }) => record.attestable?.maxAgeDays ?? usualDays);
  return {
    id: idOf(setting, key, asOf),
    setting: setting.id,
    subject,
    ...(app === undefined ? {} : { app }),
    ...(account === undefined ? {} : { account }),
    question: questionOf(
      setting,
      rules.map(({ record }) => record),
    ),
    where: firstOf(rules.map(({ record }) => record.attestable?.where)) ?? '',
    answers: answersOf(setting),
    validFor: `P${Math.min(...days)}D`,
    rules: [...new Set(rules.map(({ id }) => id))].sort(),
  };
}

/** The same subject, setting and day make the same id, so that a form filled in twice is noticed. */
function idOf({ id }: Setting, key: string, asOf: string): string {
  const words = id
    .split('.')
    .slice(1)
    .join('-')
    .replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const digest = createHash('sha256').update(key).digest('hex').slice(0, 10);
  return `${asOf.slice(0, 10)}-${words.slice(0, 30)}-${digest}`;
}

/** The rule's own words where they are about this setting alone. */
function questionOf({ title, type }: Setting, records: readonly RuleRecord[]): string {
  const own = records.filter(({ attestable }) => attestable?.settings.length === 1);
  const shared = firstOf(records.map(({ attestable }) => attestable?.question));
  const plain = type === 'boolean' ? `Is this so: ${title}?` : `${title}?`;
  const owned = firstOf(own.map(({ attestable }) => attestable?.question));
  return owned ?? (shared === undefined ? plain : `${plain} (${shared})`);
}

const firstOf = (texts: readonly (string | undefined)[]): string | undefined =>
  texts.find((text) => text !== undefined && text !== '');
