/**
 * The apps of the catalogue on one phone: three documents (packages, app operations, users) come to what each app may do, apart for
 * each user and profile. Which permissions make up a setting: Android developers, "Permissions on Android", and the Manifest.permission
 * reference for the API levels.
 */
import { appIdOf, catalogueApps } from '../../apps/catalogue.ts';
import { appScope, type Observation } from '../../model/observation.ts';
import type { SettingId } from '../../settings/catalogue.ts';
import type { AppOps } from './appops.ts';
import { dated, type Located, type PhoneSite, trusted, witness } from './dump.ts';
import {
  type AppOfUser,
  isGiven,
  modeOf,
  most,
  type Outcome,
  outcomeOf,
  type PermissionName,
} from './grants.ts';
import type { PackageBlock, PackageDump, UserPart } from './package.ts';
import type { PhoneUsers, UserKind } from './users.ts';

const names = {
  camera: { permission: 'CAMERA', op: 'CAMERA' },
  microphone: { permission: 'RECORD_AUDIO', op: 'RECORD_AUDIO' },
  contacts: { permission: 'READ_CONTACTS', op: 'READ_CONTACTS' },
  fine: { permission: 'ACCESS_FINE_LOCATION', op: 'FINE_LOCATION' },
  coarse: { permission: 'ACCESS_COARSE_LOCATION', op: 'COARSE_LOCATION' },
  // Without an operation of its own: the one of the location is `foreground` where this is not granted.
  background: { permission: 'ACCESS_BACKGROUND_LOCATION', op: undefined },
  storage: { permission: 'READ_EXTERNAL_STORAGE', op: 'READ_EXTERNAL_STORAGE' },
  images: { permission: 'READ_MEDIA_IMAGES', op: 'READ_MEDIA_IMAGES' },
  chosenImages: { permission: 'READ_MEDIA_VISUAL_USER_SELECTED', op: undefined },
  notifications: { permission: 'POST_NOTIFICATIONS', op: 'POST_NOTIFICATION' },
} as const satisfies Record<string, PermissionName>;

const allFiles = 'MANAGE_EXTERNAL_STORAGE';

export const wantedPermissions: ReadonlySet<string> = new Set(
  [...Object.values(names).map(({ permission }) => permission), allFiles].map(
    (name) => `android.permission.${name}`,
  ),
);
export const wantedOps: ReadonlySet<string> = new Set([
  ...Object.values(names).flatMap(({ op }) => op ?? []),
  allFiles,
]);
/** Every package of the catalogue. */
export const wantedApps = (): ReadonlySet<string> => new Set(catalogueApps.flatMap(({ android }) => android));

interface PermissionRow {
  readonly setting: SettingId;
  /** Undefined: this version of Android has no such permission, or the dump does not speak of it. */
  readonly outcome: (of: AppOfUser) => Outcome | undefined;
}

const rows: readonly PermissionRow[] = [
  { setting: 'app.permission.camera', outcome: (of) => outcomeOf(of, names.camera) },
  { setting: 'app.permission.microphone', outcome: (of) => outcomeOf(of, names.microphone) },
  { setting: 'app.permission.contacts', outcome: (of) => outcomeOf(of, names.contacts) },
  { setting: 'app.permission.location', outcome: location },
  { setting: 'app.permission.backgroundLocation', outcome: backgroundLocation },
  { setting: 'app.permission.photos', outcome: photos },
  {
    setting: 'app.permission.notifications',
    // A permission from Android 13 (33) on.
    outcome: (of) => ((of.sdk ?? 0) >= 33 ? outcomeOf(of, names.notifications) : undefined),
  },
];

function outcomes(of: AppOfUser, ...permissions: readonly PermissionName[]): Outcome[] {
  return permissions.flatMap((permission) => outcomeOf(of, permission) ?? []);
}

/** From Android 10 (29) on the location is for use alone where its use in the background is not granted. */
function location(of: AppOfUser): Outcome | undefined {
  const found = most(outcomes(of, names.fine, names.coarse));
  if (found === undefined || !isGiven(found)) return found;
  if (of.sdk === undefined) return withoutVersion(found);
  if (of.sdk < 29 || found.value === 'whileInUse') return found;
  const background = outcomeOf(of, names.background);
  if (background === undefined || background.unknown !== undefined || isGiven(background)) return found;
  return { ...found, value: 'whileInUse', notes: [...found.notes, 'granted-while-in-use'] };
}

function backgroundLocation(of: AppOfUser): Outcome | undefined {
  if (of.sdk === undefined) return undefined;
  if (of.sdk < 29) {
    const found = location(of);
    return found && { ...found, notes: [...found.notes, 'no-separate-permission'] };
  }
  const found = outcomeOf(of, names.background);
  if (found === undefined || !isGiven(found)) return found;
  const foreground = most(outcomes(of, names.fine, names.coarse));
  if (foreground === undefined || foreground.unknown !== undefined) {
    const { value: _value, ...rest } = found;
    return { ...rest, unknown: foreground?.unknown ?? 'not-reported' };
  }
  return isGiven(foreground)
    ? found
    : { ...found, value: 'denied', notes: [...found.notes, 'location-denied'] };
}

/**
 * READ_EXTERNAL_STORAGE up to Android 12, and for older apps later too; READ_MEDIA_IMAGES from 13 (33) on, chosen pictures from 14 on.
 * An app with access to all files reads the pictures whatever stands there.
 */
function photos(of: AppOfUser): Outcome | undefined {
  const { sdk, app } = of;
  const storage = outcomes(of, names.storage);
  if (sdk !== undefined && sdk < 33) return allFilesOr(most(storage), of);
  const chosen = outcomes(of, names.chosenImages);
  const media = [
    ...outcomes(of, names.images),
    ...chosen.map((one) => (isGiven(one) ? ({ ...one, value: 'limited' } as const) : one)),
  ];
  const found = most(app.targetSdk !== undefined && app.targetSdk >= 33 ? media : [...storage, ...media]);
  // Which of the permissions counts depends on the version of the system, and on what the app was made for.
  const isOpen = sdk === undefined || (app.targetSdk === undefined && most(media)?.value !== found?.value);
  return allFilesOr(isOpen && found !== undefined && isGiven(found) ? withoutVersion(found) : found, of);
}

/** What it comes to depends on the version of the system, or of the app, which is not shown. */
function withoutVersion({ value: _value, ...found }: Outcome): Outcome {
  return { ...found, unknown: 'incomplete', notes: [...found.notes, 'version-not-shown'] };
}

function allFilesOr(found: Outcome | undefined, of: AppOfUser): Outcome | undefined {
  const mode = modeOf(of, allFiles);
  if (found === undefined || mode === undefined) return found;
  if (mode === 'not-shown') {
    // Only an app that asks for it can have been given it.
    const isAlone = of.holder === of.app;
    const isAsked = !isAlone || of.app.requested?.has(`android.permission.${allFiles}`) !== false;
    if (isGiven(found) || !isAsked) return found;
    const { value: _value, ...rest } = found;
    return { ...rest, unknown: 'incomplete', notes: [...found.notes, 'app-op-not-shown'] };
  }
  const text = `app op ${allFiles} ${mode.mode}`;
  const place = of.opsEntry === undefined ? {} : { entry: of.opsEntry };
  const { value: _value, unknown: _unknown, ...rest } = { ...found, line: mode.line, text, ...place };
  if (mode.mode === 'allow') return { ...rest, value: 'granted', notes: ['all-files-access'] };
  return mode.mode === 'unknown' || mode.mode === 'foreground' ? { ...rest, unknown: 'ambiguous' } : found;
}

export interface AppDocuments {
  readonly packages: readonly Located<PackageDump>[];
  readonly appOps: readonly Located<AppOps>[];
  readonly users: Located<PhoneUsers> | undefined;
  readonly sdk: number | undefined;
}

export function observeApps(documents: AppDocuments, site: PhoneSite): Observation[] {
  return documents.packages.flatMap((located) => {
    const { document, entry } = located;
    const shared = new Map(document.sharedUsers.map((block) => [block.name, block]));
    const found = document.packages.flatMap((app) => {
      const id = appIdOf('android', app.name);
      if (id === undefined) return [];
      const holder = app.sharedUser === undefined ? app : shared.get(app.sharedUser);
      return [...app.users].flatMap(([user, part]) =>
        ofUser({ app, part, user, holder, sdk: documents.sdk, ops: undefined }, id, documents, entry, site),
      );
    });
    return [...trusted(found, document), ...inventory(located, site)];
  });
}

function ofUser(
  base: AppOfUser,
  id: string,
  { appOps, users }: AppDocuments,
  entry: string | undefined,
  site: PhoneSite,
): Observation[] {
  const { app, part, user } = base;
  const kind = users?.document.users.get(user)?.kind;
  const about = {
    scope: appScope(id, String(user)),
    layer: 'observed' as const,
    origin: 'explicit' as const,
    ...dated(site),
  };
  const notes = [...kindNotes(kind), ...stateNotes(part)];
  const locator = `Package [${app.name}] User ${user}: installed`;
  const installed: Observation = {
    setting: 'app.installed',
    ...about,
    ...(notes.length === 0 ? {} : { notes }),
    evidence: witness(site, part.entry ?? entry, { locator, line: part.line, value: String(part.installed) }),
    ...stateOf(app, part),
  };
  if (part.installed !== true) return [installed];
  const operations = appOps.length === 0 ? [undefined] : appOps;
  const permissions = operations.flatMap((ops) =>
    rows.flatMap(({ setting, outcome }): Observation[] => {
      const found = outcome({
        ...base,
        ops: ops?.document,
        ...(ops?.entry === undefined ? {} : { opsEntry: ops.entry }),
      });
      if (found === undefined) return [];
      const all = [...found.notes, ...notes];
      const observation = {
        setting,
        ...about,
        ...(all.length === 0 ? {} : { notes: all }),
        evidence: witness(site, found.entry ?? part.grantsEntry ?? entry, {
          locator: found.locator,
          line: found.line,
          value: found.text,
        }),
      };
      if (found.value !== undefined) return [{ ...observation, value: found.value }];
      return [{ ...observation, unknown: found.unknown ?? 'ambiguous' }];
    }),
  );
  return [installed, ...permissions];
}

function stateOf({ contradictory }: PackageBlock, { installed }: UserPart) {
  if (contradictory) return { unknown: 'ambiguous' } as const;
  return installed === undefined ? ({ unknown: 'not-reported' } as const) : { value: installed };
}

/** The profile is told, so that nobody has to know numbers: Samsung's Secure Folder is 150, a work profile often 10. */
export function kindNotes(kind: UserKind | undefined): string[] {
  const words: Partial<Record<UserKind, string>> = {
    managed: 'work-profile',
    clone: 'clone-profile',
    private: 'private-space',
  };
  const word = kind === undefined ? undefined : words[kind];
  return word === undefined ? [] : [word];
}

/** An app that is off for now keeps its grants, and they count again as soon as it is on. */
function stateNotes({ hidden, suspended, enabled = 0 }: UserPart): string[] {
  return [
    ...(enabled >= 2 ? ['app-disabled'] : []),
    ...(hidden ? ['app-hidden'] : []),
    ...(suspended ? ['app-suspended'] : []),
  ];
}

/** Every package that some user has; of a dump of one package nothing follows for the others. */
function inventory({ document, entry }: Located<PackageDump>, site: PhoneSite): Observation[] {
  const { packages, isInventory, broken } = document;
  if (!isInventory && !(broken && packages.length > 0)) return [];
  const has = ({ users }: PackageBlock) => [...users.values()].some(({ installed }) => installed === true);
  const isOpen = (block: PackageBlock) =>
    !has(block) && [...block.users.values()].some(({ installed }) => installed === undefined);
  const value = [...new Set(packages.filter(has).map(({ name }) => name))].toSorted();
  const base = {
    setting: 'apps.installed',
    layer: 'observed',
    origin: 'explicit',
    ...dated(site),
    evidence: witness(site, entry, { locator: 'Packages', value: `${value.length} packages` }),
  } as const;
  return [isInventory && !packages.some(isOpen) ? { ...base, value } : { ...base, unknown: 'incomplete' }];
}
