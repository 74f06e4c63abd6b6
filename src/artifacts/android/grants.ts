/**
 * What one permission of one app comes to for one user: granted, not taken back by the app operation, as the platform decides it
 * (Android developers, "Permissions on Android"; Android platform, PackageManager.FLAG_PERMISSION_*, AppOpsManager). The state in
 * the words of the settings, with notes on who decided and for how long.
 */
import type { SettingValue, UnknownReason } from '../../model/observation.ts';
import type { AppOps, Op } from './appops.ts';
import type { Grant, PackageBlock, UserPart } from './package.ts';

/** One permission, or several that come to one answer. */
export interface Outcome {
  readonly value?: Exclude<SettingValue, boolean | number | readonly string[]>;
  readonly unknown?: UnknownReason;
  readonly notes: readonly string[];
  readonly locator: string;
  readonly line: number;
  readonly text: string;
  /** The file of the line, where it is not that of the packages. */
  readonly entry?: string;
}

/** An app of one user, with all that decides about it. */
export interface AppOfUser {
  readonly user: number;
  readonly app: PackageBlock;
  readonly part: UserPart;
  /** Whose permissions count: the app's, or those of the shared user that it belongs to. Undefined: that one is not in the dump. */
  readonly holder: PackageBlock | undefined;
  readonly ops: AppOps | undefined;
  readonly opsEntry?: string;
  readonly sdk: number | undefined;
}

export interface PermissionName {
  readonly permission: string;
  /** The operation that can take the permission back; undefined: it has none of its own. */
  readonly op: string | undefined;
}

const prefix = 'android.permission.';

/** Undefined: the dump does not speak about it. */
export function outcomeOf(of: AppOfUser, { permission, op }: PermissionName): Outcome | undefined {
  const { app, holder, user } = of;
  const name = prefix + permission;
  const place = { locator: `Package [${app.name}] User ${user}: ${name}`, line: of.part.line };
  if (holder === undefined)
    return { ...place, unknown: 'incomplete', notes: ['shared-user-not-shown'], text: 'shared user' };
  if (app.contradictory || holder.contradictory)
    return { ...place, unknown: 'ambiguous', notes: [], text: 'stands twice' };
  const grant = holder.users.get(user)?.permissions.get(name) ?? holder.install.get(name);
  if (grant === undefined) return withoutRow(of, name, place);
  const at = { ...place, line: grant.line };
  return grant.granted ? granted(of, grant, op, at) : denied(grant, at);
}

/** An app that does not ask for a permission cannot have it; one that asks and has no row is not explained. */
function withoutRow(
  { app, holder }: AppOfUser,
  name: string,
  place: { locator: string; line: number },
): Outcome | undefined {
  const { requested } = app;
  if (requested === undefined || holder !== app) return undefined;
  if (requested.has(name)) return { ...place, unknown: 'not-reported', notes: [], text: 'no row' };
  return {
    ...place,
    line: app.line,
    value: 'notAsked',
    notes: ['not-requested'],
    text: 'not among the requested permissions',
  };
}

type Place = Pick<Outcome, 'locator' | 'line'>;

/** Flags that say nobody took a decision are left out of what is shown. */
function shown({ granted, flags }: Grant): string {
  const telling = flags.filter((flag) => !flag.startsWith('USER_SENSITIVE') && !/^\d+$/.test(flag));
  return `granted=${granted}${telling.length === 0 ? '' : ` ${telling.join('|')}`}`;
}

function denied(grant: Grant, place: Place): Outcome {
  const has = (flag: string) => grant.flags.includes(flag);
  const text = shown(grant);
  if (has('POLICY_FIXED')) return { ...place, text, value: 'blockedByPolicy', notes: ['policy-fixed'] };
  const notes = [
    ...(has('USER_FIXED') ? ['denied-permanently'] : []),
    ...(has('SYSTEM_FIXED') ? ['system-fixed'] : []),
    ...(has('AUTO_REVOKED') ? ['auto-revoked'] : []),
  ];
  const isDecided = notes.length > 0 || has('USER_SET') || has('ONE_TIME') || has('GRANTED_BY_DEFAULT');
  return { ...place, text, value: isDecided ? 'denied' : 'notAsked', notes };
}

function granted(of: AppOfUser, grant: Grant, op: string | undefined, place: Place): Outcome {
  const has = (flag: string) => grant.flags.includes(flag);
  const notes = [
    ...(has('POLICY_FIXED') ? ['policy-fixed'] : []),
    ...(has('SYSTEM_FIXED') ? ['system-fixed'] : []),
    ...(has('ONE_TIME') ? ['granted-once'] : []),
  ];
  // 8 in PackageManager, for apps older than runtime permissions; the name changed with Android 10.
  if (has('REVOKED_COMPAT') || has('REVOKE_ON_UPGRADE'))
    return { ...place, text: shown(grant), value: 'denied', notes: [...notes, 'revoked-compat'] };
  const value = has('POLICY_FIXED') ? 'forcedByPolicy' : 'granted';
  if (op === undefined) return { ...place, text: shown(grant), value, notes };
  const mode = modeOf(of, op);
  if (mode === 'not-shown')
    return { ...place, text: shown(grant), unknown: 'incomplete', notes: [...notes, 'app-op-not-shown'] };
  const text = `${shown(grant)}; app op ${op} ${mode === undefined ? 'default' : mode.line === 0 ? mode.mode : `${mode.mode} (line ${mode.line})`}`;
  switch (mode?.mode) {
    case undefined:
    case 'allow':
    case 'default':
      return { ...place, text, value, notes };
    case 'foreground':
      return {
        ...place,
        text,
        value: has('POLICY_FIXED') ? value : 'whileInUse',
        notes: [...notes, 'granted-while-in-use'],
      };
    case 'ignore':
    case 'deny':
      return { ...place, text, value: 'denied', notes: [...notes, 'app-op-ignored'] };
    default:
      return { ...place, text, unknown: 'ambiguous', notes };
  }
}

/** The mode for the app id wins over that of the package; undefined: neither is set, so the permission decides alone. */
export function modeOf({ app, user, ops }: AppOfUser, op: string): Op | 'not-shown' | undefined {
  if (ops === undefined || ops.broken || app.appId === undefined) return 'not-shown';
  const uid = ops.uids.get(user * 100_000 + app.appId);
  if (uid === undefined) return ops.isWhole ? undefined : 'not-shown';
  if (!uid.closed) return 'not-shown';
  const own = uid.ops.get(op);
  return own === undefined || own.mode === 'default' ? uid.packages.get(app.name)?.get(op) : own;
}

/** Least to most: what several permissions for one thing come to is the most that one of them gives. */
const gives = ['limited', 'whileInUse', 'forcedByPolicy', 'granted'];

export const isGiven = ({ value }: Outcome): boolean => value !== undefined && gives.includes(value);

export function most(outcomes: readonly Outcome[]): Outcome | undefined {
  const [best] = outcomes
    .filter(isGiven)
    .toSorted((a, b) => gives.indexOf(b.value ?? '') - gives.indexOf(a.value ?? ''));
  if (best !== undefined) return best;
  const open = outcomes.find(({ unknown }) => unknown !== undefined);
  if (open !== undefined) return open;
  const asked = outcomes.filter(({ notes }) => !notes.includes('not-requested'));
  const decided = asked.find(({ value }) => value === 'denied');
  return decided ?? asked.find(({ value }) => value === 'notAsked') ?? asked[0] ?? outcomes[0];
}
