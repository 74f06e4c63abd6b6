/**
 * `dumpsys package`: which packages are there for whom, and the permissions they hold. Blank lines and unindented texts occur within
 * a package, so the reader follows patterns alone; a title in the first column closes a section. Of apps that the catalogue does not
 * name only the name and its users are remembered.
 * Forms: Android 2 to 5 (`grantedPermissions:`), 6 to 9 (flags parted by blanks), 10 on (by bars), 14 on (`appId=`). Android platform,
 * PackageManagerService and Settings (dumpPackagesLPr, dumpRuntimePermissionsLPr).
 */
import type { DumpReader, Ending, Parsed } from './dump.ts';

export interface Grant {
  readonly granted: boolean;
  readonly flags: readonly string[];
  readonly line: number;
}

/** What one user has of a package, or of a shared user. */
export interface UserPart {
  readonly line: number;
  readonly installed: boolean | undefined;
  readonly hidden: boolean;
  readonly suspended: boolean;
  /** 0 default, 1 on, 2 off, 3 off by the user, 4 until used. */
  readonly enabled: number | undefined;
  readonly permissions: ReadonlyMap<string, Grant>;
  /** The files that say so, where they are others than that of the packages. */
  readonly entry?: string;
  readonly grantsEntry?: string;
}

export interface PackageBlock {
  readonly name: string;
  readonly line: number;
  readonly appId: number | undefined;
  readonly targetSdk: number | undefined;
  readonly sharedUser: string | undefined;
  /** Wanted permissions that its manifest asks for; undefined: the list was not there. */
  readonly requested: ReadonlySet<string> | undefined;
  /** Granted for all users, when it was installed. */
  readonly install: ReadonlyMap<string, Grant>;
  readonly users: ReadonlyMap<number, UserPart>;
  /** A permission stands twice with different grants, a user twice, or the whole of it twice. */
  readonly contradictory: boolean;
}

export interface PackageDump extends Parsed {
  readonly packages: readonly PackageBlock[];
  readonly sharedUsers: readonly PackageBlock[];
  /** The dump is of all packages, each with its users, and their section ended. */
  readonly isInventory: boolean;
}

/** More are no phone's; the rest is not looked at, and the dump counts as broken. */
const mostPackages = 20_000;

/** Which blocks a section holds. */
const kinds: ReadonlyMap<string, string> = new Map([
  ['Packages', 'Package'],
  ['Shared users', 'SharedUser'],
]);

const title = /^[A-Z][A-Za-z ]{1,60}:$/;
const blockStart = /^\s*(Package|SharedUser) \[([^\]]{1,300})\] \(\w+\):/;
const userStart = /^\s+User (\d{1,9}):(.*)$/;
const permission = /^\s+(\S{1,256}): granted=(true|false)(?:, flags=\[([^\]]*)\])?/;
const bareName = /^\s+([\w.]{1,256})(?::.*)?$/;

interface OpenUser {
  readonly line: number;
  readonly fields: string;
  readonly permissions: Map<string, Grant>;
}

interface OpenBlock {
  readonly kind: string;
  readonly name: string;
  readonly line: number;
  readonly install: Map<string, Grant>;
  readonly users: Map<number, OpenUser>;
  appId?: number;
  targetSdk?: number;
  sharedUser?: string;
  requested?: Set<string>;
  contradictory: boolean;
  list: 'requested' | 'granted' | 'none';
  user?: OpenUser;
}

interface Wanted {
  readonly apps: ReadonlySet<string>;
  readonly permissions: ReadonlySet<string>;
}

export function packageReader(wanted: Wanted): DumpReader<PackageDump> {
  return new PackageReader(wanted);
}

class PackageReader implements DumpReader<PackageDump> {
  readonly #wanted: Wanted;
  readonly #packages: PackageBlock[] = [];
  readonly #sharedUsers: PackageBlock[] = [];
  readonly #titles = new Map<string, number>();
  readonly #hidden = new Set<string>();
  #section = '';
  #block: OpenBlock | undefined;
  #isTooLong = false;
  /** A block stands where none belongs: what closed the list before it was no title. */
  #isAstray = false;
  #unknownLines = 0;

  constructor(wanted: Wanted) {
    this.#wanted = wanted;
  }

  line(text: string, number: number): void {
    // `org.example.lib overlay paths:` stands unindented in the middle of a package.
    if (title.test(text) && !text.endsWith('overlay paths:')) {
      this.#close();
      this.#section = text.slice(0, -1);
      this.#titles.set(this.#section, (this.#titles.get(this.#section) ?? 0) + 1);
      return;
    }
    const [, kind, name] = text.includes('] (') ? (blockStart.exec(text) ?? []) : [];
    if (kind !== undefined && name !== undefined) this.#start(kind, name, number);
    else if (this.#section !== 'Packages' && this.#section !== 'Shared users') return;
    else if (this.#block === undefined) {
      if (text.trim() !== '') this.#unknownLines += 1;
    } else this.#inBlock(this.#block, text, number);
  }

  /** The version of an app is any text, of several lines if its maker likes: it can hold what looks like a title. */
  #start(kind: string, name: string, number: number): void {
    this.#close();
    const isHidden = this.#section === 'Hidden system packages' && kind === 'Package';
    if (isHidden && this.#hidden.size < mostPackages) this.#hidden.add(name);
    if (kind === kinds.get(this.#section)) this.#block = newBlock(kind, name, number);
    else if (!isHidden) this.#isAstray = true;
  }

  end(ending: Ending): PackageDump {
    const isOpen = this.#section === 'Packages' || this.#section === 'Shared users';
    this.#close();
    const times = (name: string) => this.#titles.get(name) ?? 0;
    const isRepeated = ['Packages', 'Shared users', 'Hidden system packages'].some((name) => times(name) > 1);
    // The list of packages is never the last section, so one that nothing follows breaks off, whatever marks its end.
    const isPart = this.#packages.length === 0 || this.#isTooLong || ending === 'cut';
    const broken = isPart || isRepeated || isOpen || this.#isAstray;
    const names = new Set(this.#packages.map(({ name }) => name));
    // What an update hides is there twice. A package that only is hidden stands behind a title that is none.
    const isListed =
      [...this.#hidden].every((name) => names.has(name)) &&
      this.#packages.every(({ users }) => users.size > 0);
    return {
      packages: doubted(this.#packages),
      sharedUsers: doubted(this.#sharedUsers),
      // Not printed for a single package: `DUMP_VERSION` is left out where one is named (PackageManagerService).
      isInventory: !broken && isListed && times('Packages') === 1 && times('Database versions') > 0,
      broken,
      unknownLines: this.#unknownLines,
    };
  }

  #inBlock(block: OpenBlock, text: string, number: number): void {
    if (text.includes(': granted=')) this.#grant(block, text, number);
    else if (text.includes('User ')) this.#user(block, text, number);
    else if (text.endsWith('requested permissions:')) {
      block.list = 'requested';
      block.requested ??= new Set();
    } else if (text.endsWith('grantedPermissions:')) block.list = 'granted';
    else if (block.list !== 'none') this.#listed(block, text, number);
    else field(block, text);
  }

  #grant(block: OpenBlock, text: string, number: number): void {
    block.list = 'none';
    const [, name, granted, flags = ''] = permission.exec(text) ?? [];
    if (name === undefined) return void (this.#unknownLines += 1);
    if (!this.#wanted.permissions.has(name)) return;
    const grants = block.user?.permissions ?? block.install;
    const grant = { granted: granted === 'true', flags: flags.split(/[|\s]+/).filter(Boolean), line: number };
    const earlier = grants.get(name);
    if (
      earlier !== undefined &&
      (earlier.granted !== grant.granted || earlier.flags.join() !== grant.flags.join())
    )
      block.contradictory = true;
    grants.set(name, grant);
  }

  #user(block: OpenBlock, text: string, number: number): void {
    const [, id, fields] = userStart.exec(text) ?? [];
    if (id === undefined || fields === undefined) return field(block, text);
    block.list = 'none';
    if (block.users.has(Number(id))) block.contradictory = true;
    block.user = { line: number, fields, permissions: new Map() };
    block.users.set(Number(id), block.user);
  }

  /**
   * One name a line, until the next heading. Lines of another kind occur in between, and a permission that is asked for after one of
   * them must not look as if nobody asked.
   */
  #listed(block: OpenBlock, text: string, number: number): void {
    const [, name] = bareName.exec(text) ?? [];
    if (name === undefined || !name.includes('.')) {
      const isHeading = text.endsWith(':') && !text.endsWith('overlay paths:');
      if (isHeading || (block.list === 'granted' && text.trim() !== '')) block.list = 'none';
      return field(block, text);
    }
    if (!this.#wanted.permissions.has(name)) return;
    if (block.list === 'requested') block.requested?.add(name);
    else block.install.set(name, { granted: true, flags: [], line: number });
  }

  #close(): void {
    const block = this.#block;
    this.#block = undefined;
    if (block === undefined) return;
    const isShared = block.kind === 'SharedUser';
    const list = isShared ? this.#sharedUsers : this.#packages;
    if (list.length >= mostPackages) return void (this.#isTooLong = true);
    list.push(finished(block, isShared || this.#wanted.apps.has(block.name)));
  }
}

/** Of two blocks of one name nothing says which is that of the phone. */
function doubted(blocks: readonly PackageBlock[]): PackageBlock[] {
  const times = new Map<string, number>();
  for (const { name } of blocks) times.set(name, (times.get(name) ?? 0) + 1);
  return blocks.map((block) => (times.get(block.name) === 1 ? block : { ...block, contradictory: true }));
}

function newBlock(kind: string, name: string, line: number): OpenBlock {
  return { kind, name, line, install: new Map(), users: new Map(), contradictory: false, list: 'none' };
}

/** `userId=` up to Android 13; in Android 2 to 5 it is followed by ` gids=`. */
function field(block: OpenBlock, text: string): void {
  if (block.user !== undefined) return;
  const id = /^\s+(?:userId|appId)=(\d{1,9})\b/.exec(text)?.[1];
  if (id !== undefined) block.appId ??= Number(id);
  const target = /\btargetSdk=(\d{1,6})\b/.exec(text)?.[1];
  if (target !== undefined && text.includes('versionCode=')) block.targetSdk ??= Number(target);
  // One that is written in another way is a shared user all the same, and none that is found.
  if (/^\s+sharedUser=/.test(text))
    block.sharedUser ??= /=SharedUserSetting\{\w+ ([^/}]{1,256})\//.exec(text)?.[1] ?? '';
}

function finished(block: OpenBlock, isWhole: boolean): PackageBlock {
  const { name, line, contradictory } = block;
  const users = new Map([...block.users].map(([id, user]) => [id, userPart(user)] as const));
  return {
    name,
    line,
    appId: block.appId,
    targetSdk: block.targetSdk,
    sharedUser: block.sharedUser,
    requested: isWhole ? block.requested : undefined,
    install: isWhole ? block.install : new Map(),
    users: isWhole
      ? users
      : new Map([...users].map(([id, user]) => [id, { ...user, permissions: new Map() }])),
    contradictory,
  };
}

function userPart({ line, fields, permissions }: OpenUser): UserPart {
  const values = new Map(
    fields.split(/\s+/).flatMap((word) => {
      const at = word.indexOf('=');
      return at < 0 ? [] : [[word.slice(0, at), word.slice(at + 1)] as const];
    }),
  );
  const flag = (key: string) => values.get(key) === 'true';
  const installed = values.get('installed');
  const enabled = values.get('enabled');
  return {
    line,
    installed: installed === undefined ? undefined : installed === 'true',
    hidden: flag('hidden'),
    suspended: flag('suspended'),
    enabled: enabled === undefined || !/^\d$/.test(enabled) ? undefined : Number(enabled),
    permissions,
  };
}
