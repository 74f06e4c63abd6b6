/**
 * Waivers on the findings of one subject. A fail under a waiver that holds becomes `waived` and keeps everything of the fail; a
 * waiver that has ended, has not begun, or was granted for another value leaves the fail and is named by it. Nothing else is
 * touched: what is not known cannot be accepted.
 */
import type { Finding } from '../model/finding.ts';
import { familyOf, groupsOf, type Subject } from '../model/subject.ts';
import { momentOf, timeOf } from '../model/time.ts';
import { type Waiver, waiverNotes, type WaiverSelect } from '../model/waiver.ts';
import { compareVersions } from './versions.ts';

/** What of a finding a waiver looks at, and changes. */
export type Waivable = Pick<Finding, 'rule' | 'profile' | 'scope' | 'outcome' | 'actual' | 'notes'>;

/**
 * @param reaching in whose scope the subject is
 * @param asOf RFC 3339, UTC
 * @returns findings that no waiver changes as they are
 */
export function applyWaivers<One extends Waivable>(
  reaching: readonly Waiver[],
  findings: readonly One[],
  asOf: string,
): One[] {
  if (reaching.length === 0) return [...findings];
  const waivers = reaching.toSorted(byEnd);
  const day = dayOf(asOf);
  return findings.map((finding) => {
    if (finding.outcome !== 'fail') return finding;
    const own = waivers.filter((waiver) => concerns(waiver, finding));
    return own.length === 0 ? finding : underWaivers(finding, own, day);
  });
}

/** The one that ends first is named first: it is the next to be looked at. */
function byEnd(a: Waiver, b: Waiver): number {
  if (a.until !== b.until) return a.until < b.until ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

function underWaivers<One extends Waivable>(finding: One, waivers: readonly Waiver[], day: string): One {
  const standings = waivers.map((waiver) => ({ id: waiver.id, standing: standingOf(waiver, finding, day) }));
  const holding = standings.filter(({ standing }) => standing === 'valid');
  if (holding.length > 0) return { ...finding, outcome: 'waived', ...named(holding.map(({ id }) => id)) };
  // The last to end comes first: it is the one that somebody may have counted on.
  const lapsed = standings.toReversed();
  const notes = lapsed.flatMap(({ standing }) => (standing === 'valid' ? [] : waiverNotes[standing]));
  return {
    ...finding,
    notes: [...new Set([...finding.notes, ...notes])],
    ...named(lapsed.map(({ id }) => id)),
  };
}

const named = ([first, ...others]: readonly string[]): Pick<Finding, 'waiver' | 'otherWaivers'> => ({
  ...(first === undefined ? {} : { waiver: first }),
  ...(others.length === 0 ? {} : { otherWaivers: others }),
});

function standingOf(waiver: Waiver, { actual }: Waivable, day: string): 'valid' | keyof typeof waiverNotes {
  const validity = validityOf(waiver, day);
  if (validity !== 'valid') return validity;
  return waiver.accepts === undefined || waiver.accepts.actual === actual ? 'valid' : 'evidence-changed';
}

/** Days compare as they are written. */
export function validityOf(
  { from, until }: Pick<Waiver, 'from' | 'until'>,
  day: string,
): 'valid' | 'expired' | 'not-yet-valid' {
  if (day > until) return 'expired';
  return day < from ? 'not-yet-valid' : 'valid';
}

/** The calendar day of a time, UTC. */
export const dayOf = (time: string): string => momentOf(timeOf(time) ?? 0).slice(0, 10);

/** Is the subject in the scope? */
export function reaches({ scope }: Waiver, subject: Subject, otherIds: readonly string[] = []): boolean {
  if (scope.everyone === true) return true;
  if (scope.subjects !== undefined) return [subject.id, ...otherIds].some((id) => scope.subjects?.has(id));
  return scope.select !== undefined && selects(scope.select, subject);
}

function selects(select: WaiverSelect, subject: Subject): boolean {
  const { platform, supervised, osVersion, group, labels } = select;
  const holds = <Value>(values: readonly Value[] | undefined, value: Value | undefined): boolean =>
    values === undefined || (value !== undefined && values.includes(value));
  return (
    holds(select.kind, subject.kind) &&
    (holds(platform, subject.platform) || holds(platform, familyOf(subject.platform))) &&
    holds(select.model, subject.model) &&
    holds(select.ownership, subject.ownership) &&
    holds(select.enrolmentType, subject.enrolmentType) &&
    (supervised === undefined || subject.supervised === supervised) &&
    (osVersion === undefined || isVersion(osVersion, subject.osVersion)) &&
    (group === undefined || group.some((name) => groupsOf(subject.labels).has(name))) &&
    Object.entries(labels ?? {}).every(([name, values]) => holdsLabel(subject.labels, name, values))
  );
}

function holdsLabel(labels: Subject['labels'], name: string, values: readonly string[]): boolean {
  const label = Object.hasOwn(labels, name) ? labels[name] : undefined;
  return label !== undefined && [label, ...label.split(', ')].some((value) => values.includes(value));
}

/** @param wanted comparisons joined by blanks, as the schema has checked them */
function isVersion(wanted: string, version: string | undefined): boolean {
  if (version === undefined) return false;
  return wanted
    .split(/ +/)
    .filter((part) => part !== '')
    .every((part) => {
      const [, sign = '=', other = ''] = /^([<>]=?|=)?(.+)$/.exec(part) ?? [];
      const order = compareVersions(version, other);
      if (order === undefined) return false;
      if (sign === '=') return order === 0;
      return (sign.endsWith('=') && order === 0) || (sign.startsWith('<') ? order < 0 : order > 0);
    });
}

/** Is it a finding of the rules, the profile and the app? A waiver without an app covers no finding about one. */
export function concerns({ rules, profile, scope }: Waiver, finding: Waivable): boolean {
  if (!rules.includes(finding.rule)) return false;
  if (profile !== undefined && profile !== finding.profile) return false;
  const { app, account } = scope;
  if (finding.scope === undefined) return app === undefined;
  const [, foundApp, foundAccount] = /^app:([^@]+)(?:@(.+))?$/.exec(finding.scope) ?? [];
  if (foundApp === undefined || app?.includes(foundApp) !== true) return false;
  return account === undefined || account === foundAccount;
}
