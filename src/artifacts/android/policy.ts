/**
 * `dumpsys device_policy`: what administrators of each user set (up to Android 13 all of it), and from Android 14 on what several
 * administrators' policies come to (`Resolved Policy`). Makers spell and nest it differently, so lines are matched anywhere.
 * Words: Android platform, ActiveAdmin.dump, PolicyDefinition, DevicePolicyEngine.
 */
import type { DumpReader, Ending, Parsed } from './dump.ts';

export interface PolicyValue {
  readonly value: string;
  readonly line: number;
}

export interface AdminBlock {
  readonly user: number;
  readonly line: number;
  readonly values: ReadonlyMap<string, PolicyValue>;
  readonly restrictions: ReadonlyMap<string, number>;
}

export interface ResolvedPolicy {
  /** `userRestriction_` is left out. */
  readonly key: string;
  /** Undefined: for the whole device. */
  readonly user: number | undefined;
  readonly value: string;
  readonly line: number;
}

export interface DevicePolicy extends Parsed {
  readonly admins: readonly AdminBlock[];
  readonly resolved: readonly ResolvedPolicy[];
  /** `isOrganizationOwnedDevice` of the owner of the device or of a profile. */
  readonly organisationOwned: { readonly value: boolean; readonly line: number } | undefined;
}

const adminsStart = /^\s*Enabled Device Admins \(User (\d{1,9})\b/;
/** Stand where no administrator is. What a command says that failed looks like a title too. */
const ownTitle = /Device Policy Manager|Device Owner|Profile Owner|Encryption Status|[Pp]olicy cache/;
/** `package/class:` is an administrator; its own values are indented below. */
const adminName = /^\s+[\w.]{1,256}\/[\w.$]{1,256}:\s*$/;
const field = /^\s+(\w{1,60})=(.*)$/;
const restriction = /^\s+([a-z][a-z0-9_]{2,80})\s*$/;
const localStart = /^\s*Local [Pp]olicies:?\s*$/;
const globalStart = /^\s*Global [Pp]olicies:?\s*$/;
const userStart = /^\s+User (\d{1,9}):\s*$/;
const policyKey = /^\s+\w{0,40}PolicyKey\b.*?(?:\buserRestriction_)?\b([a-zA-Z][\w]{1,80})\s*(?:;.*)?$/;
const policyValue = /mValue= ?([\w-]{1,80})/;

/** Values of one administrator that some setting needs. */
const wanted: ReadonlySet<string> = new Set([
  'passwordQuality',
  'minimumPasswordLength',
  'passwordHistoryLength',
  'passwordExpirationTimeout',
  'maximumTimeToUnlock',
  'maximumFailedPasswordsForWipe',
  'disabledKeyguardFeatures',
  'disableCamera',
  'disableScreenCapture',
]);

interface OpenAdmin {
  readonly user: number;
  readonly line: number;
  readonly values: Map<string, PolicyValue>;
  readonly restrictions: Map<string, number>;
}

class PolicyReader implements DumpReader<DevicePolicy> {
  readonly #admins: OpenAdmin[] = [];
  readonly #resolved: ResolvedPolicy[] = [];
  #owned: DevicePolicy['organisationOwned'];
  #section: 'admins' | 'local' | 'global' | 'other' = 'other';
  #user = 0;
  #admin: OpenAdmin | undefined;
  #isInRestrictions = false;
  /** A sub-block of the administrator that says something else, or about the parent. */
  #isForeign = false;
  #key: string | undefined;
  #isResolved = false;
  #isAnswered = false;
  #found = 0;
  #unknownLines = 0;

  line(text: string, number: number): void {
    if (text.includes('isOrganizationOwnedDevice=')) this.#ownership(text, number);
    if (this.#sectionStart(text)) return;
    if (this.#section === 'admins') this.#inAdmins(text, number);
    else if (this.#section !== 'other') this.#inPolicies(text, number);
  }

  end(ending: Ending): DevicePolicy {
    const isOpen = this.#section !== 'other' && ending === 'open';
    return {
      admins: this.#admins,
      resolved: this.#resolved,
      organisationOwned: this.#owned,
      broken: ending === 'cut' || isOpen || this.#found === 0,
      unknownLines: this.#unknownLines,
    };
  }

  #ownership(text: string, line: number): void {
    const word = /isOrganizationOwnedDevice=(true|false)/.exec(text)?.[1];
    if (word !== undefined && this.#owned?.value !== true) this.#owned = { value: word === 'true', line };
  }

  #sectionStart(text: string): boolean {
    const user = adminsStart.exec(text)?.[1];
    const isPolicies = localStart.test(text) || globalStart.test(text);
    // A title of another part stands at the left, whatever the part was that it follows.
    const isOther = /^ {0,2}[A-Z][\w ]+(\(.*\))?:/.test(text) || /^[A-Z]\w+$/.test(text);
    if (user === undefined && !isPolicies && !isOther) return false;
    if (user !== undefined || isPolicies || ownTitle.test(text)) this.#found += 1;
    this.#admin = undefined;
    this.#key = undefined;
    this.#section =
      user === undefined ? (localStart.test(text) ? 'local' : isPolicies ? 'global' : 'other') : 'admins';
    this.#user = Number(user ?? 0);
    return true;
  }

  #inAdmins(text: string, line: number): void {
    if (adminName.test(text)) {
      this.#admin = { user: this.#user, line, values: new Map(), restrictions: new Map() };
      this.#admins.push(this.#admin);
      this.#isInRestrictions = false;
      this.#isForeign = false;
      return;
    }
    if (this.#admin === undefined) return;
    const [, key, value] = field.exec(text) ?? [];
    if (/^\s+userRestrictions:\s*$/.test(text)) this.#isInRestrictions = true;
    else if (/:\s*$/.test(text)) {
      this.#isInRestrictions = false;
      // `parentAdmin:` speaks of the personal side, `eas it policies:` is the maker's own, the rest describes the app.
      if (!/^\s+policies:/.test(text)) this.#isForeign = true;
    } else if (key !== undefined && value !== undefined) {
      this.#isInRestrictions = false;
      if (!this.#isForeign && wanted.has(key)) this.#admin.values.set(key, { value: value.trim(), line });
    } else if (this.#isInRestrictions) {
      const name = restriction.exec(text)?.[1];
      if (name !== undefined && name !== 'none') this.#admin.restrictions.set(name, line);
    }
  }

  #inPolicies(text: string, line: number): void {
    const user = this.#section === 'local' ? userStart.exec(text)?.[1] : undefined;
    if (user !== undefined) {
      this.#user = Number(user);
      this.#key = undefined;
      return;
    }
    if (text.includes('PolicyKey')) {
      this.#key = text.includes('{') ? undefined : policyKey.exec(text)?.[1];
      this.#isResolved = false;
      this.#isAnswered = false;
      if (this.#key === undefined) this.#unknownLines += 1;
    } else if (text.includes('Resolved Policy')) {
      // A second answer is that of another key, whose line is not there or not known.
      if (this.#isAnswered) this.#key = undefined;
      this.#isResolved = true;
      this.#isAnswered = true;
    } else if (text.includes('Per-admin Policy')) this.#isResolved = false;
    else if (this.#isResolved && this.#key !== undefined) {
      const value = policyValue.exec(text)?.[1];
      if (value !== undefined) {
        const of = this.#section === 'local' ? this.#user : undefined;
        this.#resolved.push({ key: this.#key.replace(/^userRestriction_/, ''), user: of, value, line });
        this.#isResolved = false;
      }
    }
  }
}

export function policyReader(): DumpReader<DevicePolicy> {
  return new PolicyReader();
}
