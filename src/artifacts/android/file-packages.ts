/** The packages of a phone as its files tell them: a list for all, what differs for each user, and the grants of each user. */
import type { Grant, PackageBlock, PackageDump, UserPart } from './package.ts';
import type { PackageList, PackageStates, RuntimeGrants } from './xml.ts';

export interface UserPackages {
  readonly user: number;
  /** `package-restrictions.xml`; undefined: not there. */
  readonly states: { readonly entry: string; readonly document: PackageStates } | undefined;
  /** `runtime-permissions.xml`, where it is what the phone goes by. */
  readonly grants: { readonly entry: string; readonly document: RuntimeGrants } | undefined;
}

/** @param areAll no user is left out: another one may have packages that these do not have */
export function packageDump(list: PackageList, users: readonly UserPackages[], areAll: boolean): PackageDump {
  const packages = list.packages.map(({ name, appId, line }): PackageBlock => {
    const shared = appId === undefined ? undefined : list.sharedUsers.get(appId);
    const parts = users.map(
      (one) => [one.user, part(one, name, one.grants?.document.packages.get(name))] as const,
    );
    return { ...block(name, line, appId), sharedUser: shared, users: new Map(parts) };
  });
  const sharedUsers = [...list.sharedUsers].map(([appId, name]): PackageBlock => {
    const parts = users.map(
      (one) => [one.user, part(one, name, one.grants?.document.sharedUsers.get(name))] as const,
    );
    return { ...block(name, 0, appId), users: new Map(parts) };
  });
  const isBroken =
    list.broken ||
    users.some(({ grants, states }) => grants?.document.broken === true || states?.document.broken === true);
  const isInventory =
    areAll && !isBroken && users.length > 0 && users.every(({ states }) => states !== undefined);
  return { packages, sharedUsers, isInventory, broken: isBroken, unknownLines: 0 };
}

/** What the manifest asks for and which API level it is for is written in the package itself, which is not opened. */
function block(name: string, line: number, appId: number | undefined): Omit<PackageBlock, 'users'> {
  return {
    name,
    line,
    appId,
    targetSdk: undefined,
    sharedUser: undefined,
    requested: undefined,
    install: new Map(),
    contradictory: false,
  };
}

function part(
  { states, grants }: UserPackages,
  name: string,
  own: ReadonlyMap<string, Grant> | undefined,
): UserPart {
  const state = states?.document.packages.get(name);
  return {
    line: state?.line ?? 0,
    installed: state?.installed,
    hidden: state?.hidden ?? false,
    suspended: state?.suspended ?? false,
    enabled: state?.enabled,
    permissions: own ?? new Map(),
    ...(states === undefined ? {} : { entry: states.entry }),
    ...(grants === undefined ? {} : { grantsEntry: grants.entry }),
  };
}
