/**
 * Runtime permissions that a policy forces or blocks for one app, whoever manages the phone: the permissions behind each
 * setting, and how levels of precedence come to a result. Source: Google, Android Management API, revision 20260917;
 * Android platform, permission groups.
 */
import type { Evidence } from '../../model/observation.ts';
import type { SettingId } from '../../settings/catalogue.ts';

export interface PermissionClass {
  readonly setting: SettingId;
  /** The app is kept out when all of these are denied. */
  readonly deny: readonly string[];
  /** The app is let in when all of these are granted. Empty: a policy alone does not show it. */
  readonly grant: readonly string[];
}

/**
 * From Android 12 on, GRANT of camera, microphone and location acts on fully managed devices only, and a policy does not
 * say on which devices it lies: no grant is read for them. Photos have one permission up to Android 12, another from 13
 * on, and a third for chosen photos from 14 on.
 */
export const permissionClasses: readonly PermissionClass[] = [
  { setting: 'app.permission.camera', deny: ['CAMERA'], grant: [] },
  { setting: 'app.permission.microphone', deny: ['RECORD_AUDIO'], grant: [] },
  { setting: 'app.permission.contacts', deny: ['READ_CONTACTS'], grant: ['READ_CONTACTS'] },
  {
    setting: 'app.permission.photos',
    deny: ['READ_EXTERNAL_STORAGE', 'READ_MEDIA_IMAGES', 'READ_MEDIA_VISUAL_USER_SELECTED'],
    grant: ['READ_EXTERNAL_STORAGE', 'READ_MEDIA_IMAGES'],
  },
  {
    setting: 'app.permission.location',
    deny: ['ACCESS_FINE_LOCATION', 'ACCESS_COARSE_LOCATION'],
    grant: [],
  },
  {
    setting: 'app.permission.notifications',
    deny: ['POST_NOTIFICATIONS'],
    grant: ['POST_NOTIFICATIONS'],
  },
];

/** Android platform, permission groups: the members that matter here. */
const groups: Readonly<Record<string, readonly string[]>> = {
  CAMERA: ['CAMERA'],
  MICROPHONE: ['RECORD_AUDIO'],
  CONTACTS: ['READ_CONTACTS'],
  STORAGE: ['READ_EXTERNAL_STORAGE'],
  READ_MEDIA_VISUAL: ['READ_MEDIA_IMAGES', 'READ_MEDIA_VISUAL_USER_SELECTED'],
  LOCATION: ['ACCESS_FINE_LOCATION', 'ACCESS_COARSE_LOCATION'],
  NOTIFICATIONS: ['POST_NOTIFICATIONS'],
};

export type Word = 'GRANT' | 'DENY' | 'PROMPT' | 'ambiguous';

export interface Decision {
  readonly word: Word;
  readonly evidence: Evidence;
}

/** One level of precedence: what it decides about a permission, or undefined: the next level is asked. */
export type Level = (permission: string) => Decision | undefined;

/** What the levels come to for one class. */
export interface ClassReading {
  readonly result: 'blockedByPolicy' | 'forcedByPolicy' | 'ambiguous';
  readonly evidence: readonly Evidence[];
}

/** PROMPT asks the user, so it shows neither a grant nor a denial: undefined. */
export function readClass(
  { deny, grant }: PermissionClass,
  levels: readonly Level[],
): ClassReading | undefined {
  const decide = (permission: string) => {
    for (const level of levels) {
      const decision = level(permission);
      if (decision) return decision;
    }
    return undefined;
  };
  for (const [names, word, result] of [
    [deny, 'DENY', 'blockedByPolicy'],
    [grant, 'GRANT', 'forcedByPolicy'],
  ] as const) {
    const decisions = names.map(decide);
    const known = decisions.flatMap((decision) => decision ?? []);
    const doubtful = known.filter((decision) => decision.word === 'ambiguous');
    if (doubtful.length > 0) return { result: 'ambiguous', evidence: distinct(doubtful) };
    if (known.length > 0 && decisions.every((decision) => decision?.word === word))
      return { result, evidence: distinct(known) };
  }
  return undefined;
}

/** One witness for each place that decided. */
function distinct(decisions: readonly Decision[]): Evidence[] {
  return [...new Map(decisions.map(({ evidence }) => [evidence.locator, evidence])).values()];
}

/** What one entry of a list of grants says. */
export interface Grant {
  /** Undefined: any permission, because the entry cannot be read. */
  readonly permissions: readonly string[] | undefined;
  /** Undefined: unspecified. */
  readonly word: Word | undefined;
  readonly evidence: Evidence;
}

/** Two grants of one level that disagree have no documented order. */
export function decisionOf(grants: readonly Grant[], permission: string): Decision | undefined {
  const hits = grants.flatMap(({ permissions, word, evidence }) =>
    word !== undefined && (permissions === undefined || permissions.includes(permission))
      ? [{ word, evidence }]
      : [],
  );
  const isUnanimous = new Set(hits.map(({ word }) => word)).size === 1;
  const [first] = hits;
  if (first === undefined || isUnanimous) return first;
  return { word: 'ambiguous', evidence: first.evidence };
}

/** A permission or a group; names of other permissions match nothing here. */
export function permissionsOf(name: string): readonly string[] {
  const group = /^android\.permission_group\.(\w+)$/.exec(name)?.[1];
  if (group !== undefined) return (Object.hasOwn(groups, group) ? groups[group] : undefined) ?? [];
  const permission = /^android\.permission\.(\w+)$/.exec(name)?.[1];
  return permission === undefined ? [] : [permission];
}
