/** Which records speak about a subject, and in which scope; what in them speaks about nobody. */
import type { Attestation, Reach } from '../model/attestation.ts';
import type { Notice, NoticeCode } from '../model/notice.ts';
import { appScope, type Observation } from '../model/observation.ts';
import type { InputRecord } from '../model/report.ts';
import { groupsOf, type Subject } from '../model/subject.ts';
import type { LoadedAttestations } from './load.ts';

/** Notices of one kind and file that name their record; the rest are counted. */
const shownNotices = 20;

interface Reached {
  readonly record: Attestation;
  readonly reach: Reach;
}

export interface MatchOptions {
  /** How a subject of the file is called where devices go by pseudonyms. */
  readonly pseudonymOf?: (subject: string) => string;
  /** Evidence of the records that files have shown, and of all how many there are. */
  readonly evidence?: { readonly shown: number; readonly all: number };
}

/** The records of a run. Subjects come one by one; what matched none of them is known at the end. */
export class StatedRecords {
  readonly #loaded: LoadedAttestations;
  readonly #options: MatchOptions;
  readonly #bySubject = new Map<string, Attestation[]>();
  readonly #byGroup = new Map<string, Attestation[]>();
  readonly #everyone: Attestation[] = [];
  /** Subjects and groups that were seen. */
  readonly #seen = new Set<string>();
  readonly #open = new Set<string>();
  readonly #placed = new Set<string>();

  constructor(loaded: LoadedAttestations, options: MatchOptions = {}) {
    this.#loaded = loaded;
    this.#options = options;
    for (const record of loaded.records) {
      const { subjects, group } = record.scope;
      for (const subject of subjects ?? []) add(this.#bySubject, subject, record);
      if (group !== undefined) add(this.#byGroup, group, record);
      if (record.scope.everyone === true) this.#everyone.push(record);
    }
    const { pseudonymOf } = options;
    if (pseudonymOf === undefined) return;
    const named = Array.from(this.#bySubject); // the map grows while it is gone through
    for (const [subject, records] of named)
      for (const record of records) add(this.#bySubject, pseudonymOf(subject), record);
  }

  /**
   * What people state about a subject, as observations beside the others.
   * @param otherIds by which other inputs call the same phone
   */
  observationsOf(
    { id, labels }: Subject,
    observations: readonly Observation[],
    otherIds: readonly string[] = [],
  ): Observation[] {
    const scopes = new AppScopes(observations);
    return this.#reaching([id, ...otherIds], labels).flatMap(({ record, reach }) => {
      const scope = scopes.of(record);
      if (scope === 'open') this.#open.add(record.id);
      if (scope === 'open' || scope === 'nowhere') return [];
      this.#placed.add(record.id);
      return [observationOf(record, reach, scope)];
    });
  }

  #reaching(ids: readonly string[], labels: Subject['labels']): Reached[] {
    const found: Reached[] = this.#everyone.map((record) => ({ record, reach: 'everyone' }));
    for (const label of groupsOf(labels)) {
      const records = this.#byGroup.get(label) ?? [];
      for (const record of records) found.push({ record, reach: 'group' });
      if (records.length > 0) this.#seen.add(groupKey(label));
    }
    const own = new Set(ids.flatMap((id) => this.#bySubject.get(id) ?? []));
    for (const record of own) found.push({ record, reach: 'subject' });
    for (const id of ids) if (this.#bySubject.has(id)) this.#seen.add(id);
    return found;
  }

  /** The records that speak about nobody who was read, or not clearly. */
  unmatched(): { readonly record: Attestation; readonly code: NoticeCode; readonly message: string }[] {
    return this.#loaded.records.flatMap((record) => {
      const told = this.#unmatchedOf(record);
      return told === undefined ? [] : [{ record, ...told }];
    });
  }

  #unmatchedOf({ id, scope }: Attestation): { code: NoticeCode; message: string } | undefined {
    const { subjects, group } = scope;
    const code = 'attestation-unmatched';
    if (this.#open.has(id))
      return {
        code: 'attestation-account-open',
        message: `Record \`${id}\`: several users of a phone have the app; \`account\` has to say which one is meant.`,
      };
    if (group !== undefined && !this.#seen.has(groupKey(group)))
      return { code, message: `Record \`${id}\`: no subject carries the group.` };
    const missing = (subjects ?? []).filter((subject) => !this.#wasSeen(subject)).length;
    if (missing > 0)
      return {
        code,
        message: `Record \`${id}\`: ${missing} of ${subjects?.length ?? 0} subjects ${missing === 1 ? 'is' : 'are'} in no input.`,
      };
    if (scope.account !== undefined && !this.#placed.has(id))
      return { code, message: `Record \`${id}\`: no such user or work profile has the app.` };
    return undefined;
  }

  #wasSeen(subject: string): boolean {
    const { pseudonymOf } = this.#options;
    return this.#seen.has(subject) || (pseudonymOf !== undefined && this.#seen.has(pseudonymOf(subject)));
  }

  /**
   * The files as inputs of the report.
   * @param accepted settings that a rule of the run lets people state
   */
  inputRecords(accepted: ReadonlySet<string>): InputRecord[] {
    const unmatched = this.unmatched();
    const { evidence } = this.#options;
    return this.#loaded.files.map(({ path, sha256, bytes }, index) => {
      const own = this.#loaded.records.filter(({ place }) => place.input === path);
      const unused = own.filter(({ setting }) => !accepted.has(setting)).length;
      const notices: Notice[] = listed(unmatched.filter(({ record }) => record.place.input === path));
      if (unused > 0)
        notices.push({
          code: 'attestation-unused',
          message: `${unused === 1 ? 'One record is' : `${unused} records are`} about settings that no rule of this run lets people state.`,
        });
      if (index === 0 && evidence !== undefined)
        notices.push({
          code: 'attestation-evidence',
          message: `${evidence.shown} of ${evidence.all} pieces of evidence that the records name were given, and have the hash that stands there.`,
        });
      return {
        path,
        sha256,
        bytes,
        source: 'attestations',
        status: 'read',
        subjects: 0,
        skipped: 0,
        notices,
      };
    });
  }
}

function add(map: Map<string, Attestation[]>, key: string, record: Attestation): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [record]);
  else if (list.at(-1) !== record) list.push(record);
}

const groupKey = (label: string): string => `group\0${label}`;

function listed(unmatched: readonly { record: Attestation; code: NoticeCode; message: string }[]): Notice[] {
  return [...Map.groupBy(unmatched, ({ code }) => code)].flatMap(([code, all]) => {
    const notices = all.slice(0, shownNotices).map(({ record, message }): Notice => ({
      code,
      message,
      locator: record.id,
      line: record.place.line,
    }));
    const more = all.length - notices.length;
    return more === 0
      ? notices
      : [...notices, { code, message: `${more} more records; "passmuster attest check" lists all.` }];
  });
}

function observationOf(record: Attestation, reach: Reach, scope: string | undefined): Observation {
  const { id, setting, value, by, witness, method, at, until, place } = record;
  return {
    setting,
    ...(scope === undefined ? {} : { scope }),
    layer: 'attested',
    origin: 'explicit',
    value,
    evidence: { input: place.input, locator: id, line: place.line, value: String(value) },
    collected: at,
    expires: until,
    statement: { by, ...(witness === undefined ? {} : { witness }), method, at, until, reach },
  };
}

/** The scopes in which anything was shown of each app. */
class AppScopes {
  readonly #observations: readonly Observation[];
  #byApp: Map<string, Set<string>> | undefined;

  constructor(observations: readonly Observation[]) {
    this.#observations = observations;
  }

  /**
   * Where a record belongs. `open`: the phone has the app for several users, and the record does not say whose it is.
   * `nowhere`: the user that it names does not have it.
   */
  of({ scope: { app, account } }: Attestation): string | undefined {
    if (app === undefined) return undefined;
    const shown = this.#of(app);
    const wanted = appScope(app, account);
    if (shown.has(wanted)) return wanted;
    if (account !== undefined) return 'nowhere';
    const [only] = shown;
    return shown.size > 1 ? 'open' : (only ?? wanted);
  }

  #of(app: string): Set<string> {
    this.#byApp ??= this.#gathered();
    return this.#byApp.get(app) ?? new Set();
  }

  #gathered(): Map<string, Set<string>> {
    const byApp = new Map<string, Set<string>>();
    for (const { scope } of this.#observations) {
      const [, app] = scope === undefined ? [] : (/^app:([^@]+)/.exec(scope) ?? []);
      if (scope === undefined || app === undefined) continue;
      const scopes = byApp.get(app);
      if (scopes === undefined) byApp.set(app, new Set([scope]));
      else scopes.add(scope);
    }
    return byApp;
  }
}
