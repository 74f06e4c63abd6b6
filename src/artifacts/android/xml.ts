/**
 * Files of Android's own services, text or binary XML: the same documents as the dumps, as they lie under /data. Names of elements and
 * attributes: Android platform, SettingsState, Settings (packages.xml, package-restrictions.xml), RuntimePermissionsPersistence,
 * AppOpsService, UserManagerService. Unverified on files of real phones, so what is missing says nothing.
 */
import { isAbx, readAbx } from '../../formats/abx.ts';
import { decodeText } from '../../formats/text.ts';
import type { XmlElement } from '../../formats/xml-element.ts';
import { readXml } from '../../formats/xml.ts';
import type { AppOps, Op, OpMode } from './appops.ts';
import type { Grant } from './package.ts';
import type { AndroidSettings, Namespace, SettingRow } from './settings.ts';
import { kindOfType, type PhoneUser, type UserKind } from './users.ts';

export interface AndroidXml {
  readonly root: XmlElement;
  /** The end of the document was seen. Text always shows it. */
  readonly isWhole: boolean;
}

/** @throws PassmusterError abx-malformed, xml-malformed, encoding-invalid, … */
export async function readAndroidXml(bytes: Uint8Array): Promise<AndroidXml> {
  if (isAbx(bytes)) {
    const root = readAbx(bytes, { severalRoots: true });
    return { root, isWhole: root.terminated };
  }
  return { root: await readXml(decodeText(bytes).text, { severalRoots: true }), isWhole: true };
}

const elements = (parent: XmlElement | undefined, name: string): XmlElement[] =>
  (parent?.children ?? [])
    .filter((child) => typeof child !== 'string')
    .filter((child) => child.name === name);

/** Elements below the roots of a name: a settings file can hold several roots. */
const below = ({ root }: AndroidXml, rootName: string, ...names: readonly string[]): XmlElement[] =>
  elements(root, rootName).flatMap((one) => names.flatMap((name) => elements(one, name)));

const wholeNumber = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined;

/** `settings_<namespace>.xml` */
export function settingsFile(
  xml: AndroidXml,
  namespace: Namespace,
  user: number,
  wanted: ReadonlySet<string>,
): AndroidSettings {
  const values = new Map<string, SettingRow>();
  for (const { attributes, line } of below(xml, 'settings', 'setting')) {
    const name = attributes.get('name');
    if (name === undefined || !wanted.has(name)) continue;
    const value = attributes.get('value');
    const earlier = values.get(name);
    // Values with control characters stand as Base64; none of those that are read does.
    const doubtful = attributes.has('valueBase64') || (earlier !== undefined && earlier.value !== value);
    values.set(name, { value, line, doubtful: doubtful || earlier?.doubtful === true });
  }
  return { namespace, user, values, broken: !xml.isWhole, unknownLines: 0 };
}

/** Bits of the flags, as dumps name them (PackageManager.FLAG_PERMISSION_*); those that decide something. */
const flagBits: readonly (readonly [number, string])[] = [
  [0x1, 'USER_SET'],
  [0x2, 'USER_FIXED'],
  [0x4, 'POLICY_FIXED'],
  [0x8, 'REVOKED_COMPAT'],
  [0x10, 'SYSTEM_FIXED'],
  [0x20, 'GRANTED_BY_DEFAULT'],
  [0x10000, 'ONE_TIME'],
  [0x20000, 'AUTO_REVOKED'],
];

export interface RuntimeGrants {
  readonly packages: ReadonlyMap<string, ReadonlyMap<string, Grant>>;
  readonly sharedUsers: ReadonlyMap<string, ReadonlyMap<string, Grant>>;
  readonly broken: boolean;
}

/** `runtime-permissions.xml` of one user: up to Android 10 `<pkg>` and `<item>`, then `<package>` and `<permission>`. */
export function runtimeGrants(xml: AndroidXml, wanted: ReadonlySet<string>): RuntimeGrants {
  const root = 'runtime-permissions';
  const packages = grantsByName(below(xml, root, 'pkg', 'package'), wanted);
  const sharedUsers = grantsByName(below(xml, root, 'shared-user'), wanted);
  return {
    packages: packages.grants,
    sharedUsers: sharedUsers.grants,
    broken: !xml.isWhole || packages.isRepeated || sharedUsers.isRepeated,
  };
}

function grantsByName(holders: readonly XmlElement[], wanted: ReadonlySet<string>) {
  const grants = new Map<string, Map<string, Grant>>();
  let isRepeated = false;
  for (const holder of holders) {
    const name = holder.attributes.get('name') ?? '';
    if (grants.has(name)) isRepeated = true;
    const own = new Map<string, Grant>();
    for (const { attributes, line } of [...elements(holder, 'item'), ...elements(holder, 'permission')]) {
      const permission = attributes.get('name') ?? '';
      const [granted, flags] = [attributes.get('granted'), attributes.get('flags') ?? '0'];
      if (!wanted.has(permission)) continue;
      if (own.has(permission) || !/^[0-9a-f]{1,8}$/.test(flags) || !/^(true|false)$/.test(granted ?? ''))
        isRepeated = true;
      const bits = Number.parseInt(flags, 16);
      const names = flagBits.filter(([bit]) => (bits & bit) !== 0).map(([, flag]) => flag);
      own.set(permission, { granted: granted === 'true', flags: names, line });
    }
    grants.set(name, own);
  }
  return { grants, isRepeated };
}

export interface PackageList {
  readonly packages: readonly { name: string; appId: number | undefined; line: number }[];
  readonly sharedUsers: ReadonlyMap<number, string>;
  /** API level that the list was written for. */
  readonly sdk: number | undefined;
  readonly broken: boolean;
}

/** `packages.xml`. `<updated-package>` stands for what an update has hidden. */
export function packageList(xml: AndroidXml): PackageList {
  const sdks = below(xml, 'packages', 'version').flatMap(
    ({ attributes }) => wholeNumber(attributes.get('sdkVersion')) ?? [],
  );
  const packages = below(xml, 'packages', 'package').map(({ attributes, line }) => ({
    name: attributes.get('name') ?? '',
    appId: wholeNumber(attributes.get('userId') ?? attributes.get('sharedUserId')),
    line,
  }));
  const sharedUsers = below(xml, 'packages', 'shared-user').flatMap(({ attributes }) => {
    const id = wholeNumber(attributes.get('userId'));
    return id === undefined ? [] : [[id, attributes.get('name') ?? ''] as const];
  });
  return {
    packages,
    sharedUsers: new Map(sharedUsers),
    sdk: sdks.length === 0 ? undefined : Math.max(...sdks),
    broken:
      !xml.isWhole ||
      new Set(packages.map(({ name }) => name)).size !== packages.length ||
      packages.length === 0,
  };
}

export interface PackageState {
  readonly line: number;
  readonly installed: boolean;
  readonly hidden: boolean;
  readonly suspended: boolean;
  readonly enabled: number | undefined;
}

export interface PackageStates {
  readonly packages: ReadonlyMap<string, PackageState>;
  /** It is not there to its end, is something else, or tells of a package twice. */
  readonly broken: boolean;
}

/** `package-restrictions.xml` of one user: only what differs from the default is written, `inst` when it is false. */
export function packageStates(xml: AndroidXml): PackageStates {
  const rows = below(xml, 'package-restrictions', 'pkg');
  const packages = new Map(
    rows.map(({ attributes, line }) => [
      attributes.get('name') ?? '',
      {
        line,
        installed: attributes.get('inst') !== 'false',
        hidden: attributes.get('hidden') === 'true' || attributes.get('blocked') === 'true',
        suspended: attributes.get('suspended') === 'true',
        enabled: wholeNumber(attributes.get('enabled')),
      },
    ]),
  );
  const isOne = elements(xml.root, 'package-restrictions').length === 1 && packages.size === rows.length;
  return { packages, broken: !xml.isWhole || !isOne };
}

/** AppOpsManager.OP_*. */
const opNumbers: ReadonlyMap<string, string> = new Map([
  ['0', 'COARSE_LOCATION'],
  ['1', 'FINE_LOCATION'],
  ['4', 'READ_CONTACTS'],
  ['11', 'POST_NOTIFICATION'],
  ['26', 'CAMERA'],
  ['27', 'RECORD_AUDIO'],
  ['59', 'READ_EXTERNAL_STORAGE'],
  ['85', 'READ_MEDIA_IMAGES'],
  ['92', 'MANAGE_EXTERNAL_STORAGE'],
]);
const opModes: readonly OpMode[] = ['allow', 'ignore', 'deny', 'default', 'foreground'];

/** `appops.xml`: modes that differ from the default, for app ids and for packages. */
export function appOpsFile(xml: AndroidXml, apps: ReadonlySet<string>): AppOps {
  const uids = new Map<
    number,
    { ops: Map<string, Op>; packages: Map<string, Map<string, Op>>; closed: true }
  >();
  const uidOf = (element: XmlElement) => {
    const id = wholeNumber(element.attributes.get('n')) ?? -1;
    const known = uids.get(id) ?? { ops: new Map<string, Op>(), packages: new Map(), closed: true as const };
    uids.set(id, known);
    return known;
  };
  for (const uid of below(xml, 'app-ops', 'uid')) fill(uidOf(uid).ops, uid);
  for (const app of below(xml, 'app-ops', 'pkg')) {
    const name = app.attributes.get('n') ?? '';
    for (const uid of elements(app, 'uid')) {
      const own = uidOf(uid);
      const ops = own.packages.get(name) ?? new Map<string, Op>();
      fill(ops, uid);
      if (apps.has(name)) own.packages.set(name, ops);
    }
  }
  const hasRoot = elements(xml.root, 'app-ops').length === 1;
  return { uids, isWhole: xml.isWhole && hasRoot, broken: !xml.isWhole || !hasRoot, unknownLines: 0 };
}

function fill(target: Map<string, Op>, holder: XmlElement): void {
  for (const { attributes, line } of elements(holder, 'op')) {
    const op = opNumbers.get(attributes.get('n') ?? '');
    const mode = attributes.get('m');
    if (op === undefined || mode === undefined) continue; // only a record of use
    const word = opModes[wholeNumber(mode) ?? -1] ?? 'unknown';
    const earlier = target.get(op);
    target.set(op, { mode: earlier === undefined || earlier.mode === word ? word : 'unknown', line });
  }
}

/** `users/<id>.xml`: who it is of which kind. Restrictions there are only those that were set, not all that are in force. */
export function userFile(xml: AndroidXml): PhoneUser | undefined {
  const [user] = elements(xml.root, 'user');
  const id = wholeNumber(user?.attributes.get('id'));
  if (user === undefined || id === undefined) return undefined;
  const kind: UserKind = kindOfType(
    user.attributes.get('type'),
    id,
    wholeNumber(user.attributes.get('flags')) ?? 0,
  );
  return { id, kind, line: user.line, hasOwner: false, effective: undefined, effectiveLine: 0 };
}

/** `userlist.xml`: every user. */
export function userIds(xml: AndroidXml): readonly number[] {
  return below(xml, 'users', 'user').flatMap(({ attributes }) => wholeNumber(attributes.get('id')) ?? []);
}
