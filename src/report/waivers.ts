/** Waivers in words, the same in every format: who accepted what, why and until when, and what became of it. */
import type { Finding } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import {
  waiverNotes,
  type WaiverRecord,
  type WaiverSelect,
  waiverStates,
  type WaiverTerms,
} from '../model/waiver.ts';
import { counted, personOf } from './words.ts';

const dayLength = 86_400_000;

export type WaiverIndex = ReadonlyMap<string, WaiverTerms>;

export const waiverIndex = ({ waivers = [] }: Pick<Report, 'waivers'>): WaiverIndex =>
  new Map(waivers.map((waiver) => [waiver.id, waiver]));

/** All that are named by a finding, the first first; what the report does not hold is left out. */
export function waiversOf({ waiver, otherWaivers = [] }: Finding, index: WaiverIndex): WaiverTerms[] {
  return (waiver === undefined ? [] : [waiver, ...otherWaivers]).flatMap((id) => index.get(id) ?? []);
}

/** `operational-exemption, approved by SIRO (p-07c4) on 2026-09-01, until 2027-02-28, RISK-381`. */
export function approvalOf({ reason, approvedBy, approvedAt, until, ticket }: WaiverTerms): string {
  const where = ticket === undefined ? '' : `, ${ticket}`;
  return `${reason}, approved by ${personOf(approvedBy)} on ${approvedAt}, until ${until}${where}`;
}

/** The approval, why, and what is done instead. */
export function termsOf(waiver: WaiverTerms): string {
  const { id, justification, compensating } = waiver;
  const instead = compensating === undefined ? '' : ` Instead: ${compensating}`;
  return `${id}, ${approvalOf(waiver)}: ${justification}${instead}`;
}

/** Of a finding that names a waiver: its terms, and why it does not cover a fail. */
export function waiverText(finding: Finding, index: WaiverIndex): string | undefined {
  const { waiver, otherWaivers = [], outcome, notes } = finding;
  if (waiver === undefined) return undefined;
  const [first] = waiversOf(finding, index);
  const told = first === undefined ? waiver : termsOf(first);
  const others = otherWaivers.length === 0 ? '' : ` Also: ${otherWaivers.join(', ')}`;
  if (outcome === 'waived') return `${told}${others}`;
  return `${lapseOf(notes)}: ${told}${others}`;
}

/** Why the waiver that a fail names does not cover it. */
export const lapseOf = (notes: readonly string[]): string =>
  Object.entries(notWords).find(([note]) => notes.includes(note))?.[1] ?? 'does not hold';

const notWords: Readonly<Record<string, string>> = {
  [waiverNotes['evidence-changed']]: 'granted for another value',
  [waiverNotes.expired]: 'expired',
  [waiverNotes['not-yet-valid']]: 'not yet valid',
};

/** `active`, `9 days left`, `ended 12 days ago` … */
export function stateOf({ state, daysLeft, from }: WaiverRecord): string {
  if (state === 'expired') return `expired ${counted(-daysLeft, 'day')} ago`;
  if (state === 'not-yet-valid') return `not yet valid, from ${from}`;
  const left = daysLeft === 0 ? 'last day' : `${counted(daysLeft, 'day')} left`;
  return state === 'active' ? left : `${state}, ${left}`;
}

/** What it waives, or why it does not. */
export function effectOf({ state, outcomes, subjects }: WaiverRecord): string {
  const on = ` on ${counted(subjects, 'subject')}`;
  if (outcomes.waived > 0) {
    const failing = outcomes.fail === 0 ? '' : `, ${counted(outcomes.fail, 'fail')} not covered`;
    return `${counted(outcomes.waived, 'finding')} waived${failing}${on}`;
  }
  if (outcomes.fail > 0)
    return state === 'unused'
      ? `${counted(outcomes.fail, 'fail')} with another value than was accepted${on}`
      : `${counted(outcomes.fail, 'fail')} not covered${on}`;
  const rest = (['pass', 'unknown', 'not-applicable', 'error'] as const).filter((one) => outcomes[one] > 0);
  if (rest.length === 0) return 'nothing is in its reach';
  return `in its reach: ${rest.map((one) => `${outcomes[one]} ${one}`).join(', ')}`;
}

/** `platform ios, group kiosk; app whatsapp`. */
export function scopeOf({ scope }: WaiverRecord): string {
  const { subjects, select, everyone, app, account } = scope;
  const whom =
    everyone === true
      ? 'all subjects'
      : subjects !== undefined
        ? counted(subjects, 'named subject')
        : selectWords(select ?? {});
  return [
    whom,
    ...(app === undefined ? [] : [`app ${app.join(' or ')}`]),
    ...(account === undefined ? [] : [`account ${account}`]),
  ].join('; ');
}

function selectWords({ supervised, osVersion, labels = {}, ...lists }: WaiverSelect): string {
  const words = Object.entries(lists).map(([name, values]) => `${name} ${values.join(' or ')}`);
  if (supervised !== undefined) words.push(supervised ? 'supervised' : 'not supervised');
  if (osVersion !== undefined) words.push(`osVersion ${osVersion}`);
  for (const [name, values] of Object.entries(labels)) words.push(`label ${name} ${values.join(' or ')}`);
  return words.join(', ');
}

/** How many there are of each state, in one order. */
export function stateCounts(waivers: readonly WaiverRecord[]): { state: string; count: number }[] {
  return waiverStates.map((state) => ({ state, count: waivers.filter((one) => one.state === state).length }));
}

/** Seconds until the next one that waives something ends, which is with its last day; undefined where none does. */
export function nextExpiry({ waivers = [], asOf }: Report): number | undefined {
  const ends = waivers
    .filter(({ state }) => state === 'active' || state === 'expiring')
    .map(({ until }) => Date.parse(`${until}T00:00:00Z`) + dayLength);
  return ends.length === 0 ? undefined : Math.floor((Math.min(...ends) - Date.parse(asOf)) / 1000);
}

/** What needs somebody first: what has ended, what ends, what serves nothing. */
export function urgentFirst(waivers: readonly WaiverRecord[]): WaiverRecord[] {
  const order = ['expired', 'expiring', 'not-yet-valid', 'unused', 'active'];
  return waivers.toSorted(
    (a, b) => order.indexOf(a.state) - order.indexOf(b.state) || a.daysLeft - b.daysLeft,
  );
}
