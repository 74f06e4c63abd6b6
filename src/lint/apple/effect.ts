/**
 * Whether a payload or key has an effect on the target: supervision, enrolment, system. What Apple's schema states, held
 * against what the operator told; what was not told makes a note.
 */
import type { KeyFacts, PayloadFacts } from '../../artifacts/apple/schema.ts';
import { compareVersions } from '../../evaluate/versions.ts';
import type { LintCode } from '../codes.ts';
import type { LintLevel, LintTarget } from '../define.ts';
import { reaches } from '../target.ts';
import { both, either } from '../text.ts';

export interface Effect {
  readonly code: LintCode;
  /** Undefined: that of the code. */
  readonly level?: LintLevel;
  /** Follows the name of the key or payload. */
  readonly text: string;
  readonly near?: string;
}

type Facts = Omit<KeyFacts, 'type'> | PayloadFacts;

/** From here on a version is worth a note when the system of the phones is not known. */
const recent = '26.0';

/** All effects of one payload or key. Those of what lies around it are dropped by the caller. */
export function effectsOf(facts: Facts, target: LintTarget, isPayload: boolean): Effect[] {
  return [
    ...supervision(facts, target),
    ...userEnrolment(facts, target, isPayload),
    ...installation(facts, target),
    ...enrolments(facts, target),
    ...versions(facts, target),
  ];
}

function supervision(facts: Facts, { supervised }: LintTarget): Effect[] {
  if (supervised === true) return [];
  if (facts.supervised === true) {
    const text =
      supervised === false
        ? 'needs a supervised device, and these are not: it has no effect'
        : 'needs a supervised device';
    return [{ code: 'PM1401', text, ...noteUnless(supervised === false) }];
  }
  if ('supervisionAnnounced' in facts)
    return [
      { code: 'PM1402', text: 'works without supervision now; Apple has announced that it will need it' },
    ];
  return [];
}

const noteUnless = (isDefinite: boolean): { level?: LintLevel } => (isDefinite ? {} : { level: 'note' });

function userEnrolment(facts: Facts, { enrolment }: LintTarget, isPayload: boolean): Effect[] {
  if (enrolment !== undefined && enrolment !== 'user') return [];
  const isDefinite = enrolment === 'user';
  if (facts.userEnrolment === 'forbidden') {
    const level = isDefinite ? (isPayload ? 'error' : 'warning') : 'note';
    return [{ code: 'PM1403', text: 'cannot be used under User Enrollment', level }];
  }
  if (facts.userEnrolment === 'ignored')
    return [{ code: 'PM1404', text: 'has no effect under User Enrollment', ...noteUnless(isDefinite) }];
  return [];
}

/** A phone that is enrolled gets its profiles from the server; one without management by hand. */
function installation(facts: Facts, { enrolment }: LintTarget): Effect[] {
  if (facts.manualInstall !== false || (enrolment !== undefined && enrolment !== 'local')) return [];
  const text = 'works only in a profile that a management server installs';
  return [{ code: 'PM1409', text, ...noteUnless(enrolment === 'local') }];
}

function enrolments(facts: Facts, { enrolment, supervised }: LintTarget): Effect[] {
  const { enrolments: accepted } = facts;
  if (accepted === undefined) return [];
  const own = enrolment ?? (supervised === true ? 'supervised' : undefined);
  if (
    own !== undefined &&
    (accepted.includes(own) || (supervised === true && accepted.includes('supervised')))
  )
    return [];
  if (own === undefined && accepted.length >= 4) return [];
  const text = `is accepted on phones of these enrolments only: ${both(accepted)}`;
  return [{ code: 'PM1410', text, ...noteUnless(own !== undefined) }];
}

function versions(facts: Facts, target: LintTarget): Effect[] {
  const { introduced, deprecated, removed } = facts;
  if (removed !== undefined && reaches(target, removed) !== false)
    return [
      { code: 'PM1408', text: `has no effect from iOS ${removed} on${successor(facts)}`, ...near(facts) },
    ];
  const found: Effect[] = [];
  if (introduced !== undefined && isTooNew(introduced, target))
    found.push({
      code: 'PM1407',
      text: `needs iOS ${introduced} or newer`,
      ...noteUnless(target.os !== undefined),
    });
  if (deprecated !== undefined && reaches(target, deprecated) !== false) {
    const end = removed === undefined ? '' : ` and ends with iOS ${removed}`;
    found.push({
      code: isRenamed(facts) ? 'PM1311' : 'PM1310',
      text: `is deprecated since iOS ${deprecated}${end}${successor(facts)}`,
      ...near(facts),
    });
  }
  return found;
}

function isTooNew(introduced: string, target: LintTarget): boolean {
  const reached = reaches(target, introduced);
  if (reached !== undefined) return !reached;
  return (compareVersions(introduced, recent) ?? -1) >= 0;
}

const isRenamed = (facts: Facts): boolean => facts.replacedBy !== undefined && 'type' in facts;
const near = (facts: Facts): { near?: string } =>
  facts.replacedBy === undefined ? {} : { near: facts.replacedBy };

/** What takes its place, in Apple's words: a key, a payload, a declaration. */
function successor(facts: Facts): string {
  const { replacedBy } = facts;
  const declaration = 'declaration' in facts ? facts.declaration : undefined;
  const names = [
    ...(replacedBy === undefined ? [] : [replacedBy]),
    ...(declaration === undefined ? [] : [declarationName(declaration)]),
  ];
  return names.length === 0 ? '' : `; in its place: ${either(names)}`;
}

function declarationName({ type, key, inverted }: NonNullable<KeyFacts['declaration']>): string {
  if (key === undefined) return `the declaration ${type}`;
  return `${key}${inverted ? ' (the other way round)' : ''} of the declaration ${type}`;
}
