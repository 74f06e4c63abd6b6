/** What is audited: a handset, or a policy that says what a handset would have to do. */

export const platforms = ['ios', 'ipados', 'android'] as const;
export type Platform = (typeof platforms)[number];

/** Families: iPadOS follows the rules and settings of iOS. */
export type PlatformFamily = 'ios' | 'android';

export function familyOf(platform: Platform): PlatformFamily {
  return platform === 'android' ? 'android' : 'ios';
}

export const subjectKinds = ['device', 'policy'] as const;
export type SubjectKind = (typeof subjectKinds)[number];

export const ownerships = ['corporate', 'personal'] as const;
export type Ownership = (typeof ownerships)[number];

/** How a device came under management. `user`: Apple's User Enrolment; `automated`: by its serial number (ADE, Configurator). */
export const enrolmentTypes = ['none', 'user', 'device', 'automated'] as const;
export type EnrolmentType = (typeof enrolmentTypes)[number];

/** An app of the catalogue on a phone. The owner is what the catalogue says, and no finding. */
export interface Channel {
  /** `app:<catalogue id>`, optionally followed by `@<user or profile>`. */
  readonly scope: string;
  readonly name: string;
  readonly kind: string;
  /** An account is set up in it. */
  readonly account?: true;
  readonly owner?: string;
  /** Two letters each. */
  readonly countries?: readonly string[];
}

/**
 * Facts on a subject. A fact that the source does not report is absent, never defaulted.
 * `id` is the management system's identifier or a profile identifier, never a name of a person.
 */
export interface Subject {
  readonly id: string;
  readonly kind: SubjectKind;
  readonly platform: Platform;
  readonly osVersion?: string;
  readonly model?: string;
  readonly ownership?: Ownership;
  readonly supervised?: boolean;
  /** In the words of the management system. */
  readonly enrolment?: string;
  readonly enrolmentType?: EnrolmentType;
  /** RFC 3339, UTC. */
  readonly lastSeen?: string;
  /** Names of groups or policies, never of people. `title` is the heading in reports. */
  readonly labels: Readonly<Record<string, string>>;
}

/** The values of labels, also each of several in one; `title` is a heading and no group. */
export function groupsOf(labels: Subject['labels']): Set<string> {
  const values = Object.entries(labels).flatMap(([name, value]) => (name === 'title' ? [] : [value]));
  return new Set(values.flatMap((value) => [value, ...value.split(', ')]));
}
