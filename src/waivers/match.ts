/** The waivers of a run: applied to subjects one by one, and at the end what became of each. */
import { applyWaivers, concerns, dayOf, reaches, validityOf, type Waivable } from '../evaluate/waivers.ts';
import { type Finding, noOutcomes, type Outcome, outcomes } from '../model/finding.ts';
import type { Notice } from '../model/notice.ts';
import type { Counts, InputRecord } from '../model/report.ts';
import type { Subject } from '../model/subject.ts';
import { timeOf } from '../model/time.ts';
import type { Waiver, WaiverRecord, WaiverState, WaiverTerms } from '../model/waiver.ts';
import { nearest } from '../profiles/nearest.ts';
import type { LoadedWaivers } from './load.ts';

/** Notices of one kind and file that name their waiver; the rest are counted. */
const shownNotices = 20;
const dayLength = 86_400_000;

/** What may be an identifier within a text, and what is one no more. */
const words = /[A-Za-z0-9](?:[A-Za-z0-9._:@-]*[A-Za-z0-9])?/g;
const isPseudonym = /^device-[0-9a-f]{12}$/;
/** What is shorter stands by chance in other words. */
const shortest = 6;
const manyNames = 1000;

export interface GrantOptions {
  /** RFC 3339, UTC. */
  readonly asOf: string;
  /** Of the run. */
  readonly profiles: readonly { readonly id: string; readonly rules: readonly { readonly id: string }[] }[];
  /** A waiver that ends within so many days counts as expiring. */
  readonly expiringWithin: number;
  /** Only a part of the subjects is judged, so that it cannot be told which are missing. */
  readonly isPart?: boolean;
  /** Where devices go by pseudonyms: how a subject of the file is called, and how a text and a path read without identifiers. */
  readonly pseudonyms?: {
    readonly of: (subject: string) => string;
    readonly mask: (text: string) => string;
    readonly path: (path: string) => string;
  };
}

/** A waiver and what became of it. */
interface Granted {
  /** Its subjects also by their pseudonyms. */
  readonly waiver: Waiver;
  /** As the file names them. */
  readonly subjects: readonly string[];
  readonly outcomes: Record<Outcome, number>;
  covered: number;
  readonly seen: Set<string>;
}

type Named = Pick<Finding, 'waiver' | 'otherWaivers'>;

/** What waivers do to findings. */
export interface WaiverEffect<One> {
  /** What no waiver changes as it was given. */
  readonly findings: readonly One[];
  /** For each waiver how those in its reach came out. */
  readonly counts: readonly Counts[];
}

export class GrantedWaivers {
  readonly #loaded: LoadedWaivers;
  readonly #files: LoadedWaivers['files'];
  readonly #options: GrantOptions;
  readonly #all: readonly Granted[];
  readonly #byId: ReadonlyMap<string, Granted>;
  readonly #bySubject = new Map<string, Waiver[]>();
  readonly #general: readonly Waiver[];

  constructor(loaded: LoadedWaivers, options: GrantOptions) {
    const { placed, files } = loaded;
    this.#loaded = loaded;
    this.#files = files;
    this.#options = options;
    this.#all = placed.map(({ waiver }) => granted(waiver, options));
    this.#byId = new Map(this.#all.map((one) => [one.waiver.id, one]));
    const waivers = this.#all.map(({ waiver }) => waiver);
    this.#general = waivers.filter(({ scope }) => scope.subjects === undefined);
    for (const waiver of waivers)
      for (const subject of waiver.scope.subjects ?? []) {
        const list = this.#bySubject.get(subject);
        if (list === undefined) this.#bySubject.set(subject, [waiver]);
        else list.push(waiver);
      }
  }

  /** The same, that were not applied to anything yet. */
  fresh(): GrantedWaivers {
    return new GrantedWaivers(this.#loaded, this.#options);
  }

  /**
   * The findings of a subject with its waivers in force.
   * @param otherIds by which other inputs call the same subject
   */
  appliedTo(subject: Subject, findings: readonly Finding[], otherIds: readonly string[] = []): Finding[] {
    const reaching = this.reaching(subject, otherIds);
    const effect = this.effectOn(findings, reaching);
    this.count([subject.id, ...otherIds], reaching, [effect]);
    return [...effect.findings];
  }

  /** Those in whose scope the subject is. */
  reaching(subject: Subject, otherIds: readonly string[] = []): readonly Waiver[] {
    const own = [subject.id, ...otherIds].flatMap((id) => this.#bySubject.get(id) ?? []);
    if (own.length === 0 && this.#general.length === 0) return own;
    return [...new Set([...own, ...this.#general])].filter((waiver) => reaches(waiver, subject, otherIds));
  }

  /** What they do to findings of a subject, or to some of them: the same on every subject that has these. */
  effectOn<One extends Named & Waivable>(
    findings: readonly One[],
    reaching: readonly Waiver[],
  ): WaiverEffect<One> {
    const applied = applyWaivers(reaching, findings, this.#options.asOf);
    return { findings: applied, counts: reaching.map((waiver) => countOf(waiver, applied)) };
  }

  /** @param effects on all findings of one subject */
  count(
    ids: readonly string[],
    reaching: readonly Waiver[],
    effects: readonly Pick<WaiverEffect<unknown>, 'counts'>[],
  ): void {
    for (const [place, { id, scope }] of reaching.entries()) {
      const one = this.#byId.get(id);
      if (one === undefined) continue;
      for (const subject of ids) if (scope.subjects?.has(subject) === true) one.seen.add(subject);
      let isCovered = false;
      for (const { counts } of effects) {
        const own = counts[place];
        if (own === undefined) continue;
        for (const outcome of outcomes) one.outcomes[outcome] += own[outcome];
        isCovered ||= own.waived + own.fail > 0;
      }
      if (isCovered) one.covered += 1;
    }
  }

  /** What reports show of a waiver that a finding names. */
  termsOf(id: string | undefined): WaiverTerms | undefined {
    const found = id === undefined ? undefined : this.#byId.get(id);
    return found === undefined ? undefined : this.#termsOf(found.waiver);
  }

  /** In the order of the files, those for everyone first: an auditor looks at them before all others. */
  records(): WaiverRecord[] {
    const rank = ({ scope }: WaiverRecord) => (scope.everyone === true ? 0 : 1);
    return this.#all.map((one) => this.#recordOf(one)).sort((a, b) => rank(a) - rank(b));
  }

  #recordOf({ waiver, subjects, outcomes, covered }: Granted): WaiverRecord {
    const { subjects: named, ...conditions } = waiver.scope;
    const day = dayOf(this.#options.asOf);
    const daysLeft = Math.round(((timeOf(waiver.until) ?? 0) - (timeOf(day) ?? 0)) / dayLength);
    return {
      ...this.#termsOf(waiver),
      scope: { ...(named === undefined ? {} : { subjects: subjects.length }), ...conditions },
      input: this.#path(waiver.place.input),
      line: waiver.place.line,
      state: this.#stateOf(waiver, day, outcomes.waived > 0, daysLeft),
      daysLeft,
      outcomes: { ...outcomes },
      subjects: covered,
    };
  }

  #stateOf(waiver: Waiver, day: string, isUsed: boolean, daysLeft: number): WaiverState {
    const validity = validityOf(waiver, day);
    if (validity !== 'valid') return validity;
    if (!isUsed) return 'unused';
    return daysLeft <= this.#options.expiringWithin ? 'expiring' : 'active';
  }

  /** Free texts are masked: somebody may have written an identifier into them. */
  #termsOf({ scope: _scope, place: _place, supersedes: _older, ...terms }: Waiver): WaiverTerms {
    const { justification, compensating, ticket, details } = terms;
    return {
      ...terms,
      justification: this.#masked(justification),
      ...(compensating === undefined ? {} : { compensating: this.#masked(compensating) }),
      ...(ticket === undefined ? {} : { ticket: this.#masked(ticket) }),
      ...(details === undefined
        ? {}
        : {
            details: Object.fromEntries(
              Object.entries(details).map(([name, text]) => [name, this.#masked(text)]),
            ),
          }),
    };
  }

  #path(path: string): string {
    return this.#options.pseudonyms?.path(path) ?? path;
  }

  #masked(text: string): string {
    const { pseudonyms } = this.#options;
    if (pseudonyms === undefined) return text;
    const isNamed = (word: string) => this.#bySubject.has(word) && !isPseudonym.test(word);
    const told = text.replaceAll(words, (word) => (isNamed(word) ? pseudonyms.of(word) : word));
    return pseudonyms.mask(this.#within(told, pseudonyms.of));
  }

  /** Identifiers as parts of other words: `RISK-C02XG0JK`. Of very many names only whole words are looked for. */
  #within(text: string, pseudonymOf: (subject: string) => string): string {
    const names = [...this.#bySubject.keys()].filter(
      (one) => one.length >= shortest && !isPseudonym.test(one),
    );
    if (names.length > manyNames) return text;
    return names.reduce((told, name) => told.replaceAll(name, pseudonymOf(name)), text);
  }

  /** The files as inputs of the report; they are no evidence of a phone, and no gate counts them. */
  inputRecords(): InputRecord[] {
    const byFile = Map.groupBy(this.#all, ({ waiver }) => waiver.place.input);
    return this.#files.map(({ path, sha256, bytes }) => ({
      path: this.#path(path),
      sha256,
      bytes,
      source: 'waivers',
      status: 'read',
      subjects: 0,
      skipped: 0,
      notices: listed((byFile.get(path) ?? []).flatMap((one) => [...this.#noticesOf(one)])),
    }));
  }

  *#noticesOf({ waiver, subjects, seen }: Granted): Generator<Notice> {
    const { id, profile, rules, place } = waiver;
    const at = { locator: id, line: place.line };
    const asked = this.#options.profiles.filter((one) => profile === undefined || one.id === profile);
    if (asked.length === 0) {
      const message = `Waiver \`${id}\` is for the profile \`${profile ?? ''}\`, which is not of this run.`;
      return yield { code: 'waiver-profile-absent', message, ...at };
    }
    const known = asked.flatMap((one) => one.rules.map((rule) => rule.id));
    for (const rule of rules)
      if (!known.includes(rule)) {
        const near = nearest(rule, known);
        const hint = near === undefined ? '.' : `; did you mean \`${near}\`?`;
        const message = `Waiver \`${id}\`: no profile of this run has the rule \`${rule}\`${hint}`;
        yield { code: 'waiver-rule-unknown', message, ...at };
      }
    if (this.#options.isPart === true) return;
    const { of: pseudonymOf = (subject: string) => subject } = this.#options.pseudonyms ?? {};
    // A file may name a device or its pseudonym.
    const missing = subjects.filter((one) => !seen.has(one) && !seen.has(pseudonymOf(one))).length;
    if (missing === 0) return;
    const message = `Waiver \`${id}\`: ${missing} of ${subjects.length} subjects ${missing === 1 ? 'is' : 'are'} in no input.`;
    yield { code: 'waiver-subject-unmatched', message, ...at };
  }
}

/** How the findings in the reach of a waiver came out. */
function countOf(waiver: Waiver, findings: readonly (Named & Waivable)[]): Counts {
  const counts = noOutcomes();
  for (const finding of findings) {
    if (!concerns(waiver, finding)) continue;
    const names = [finding.waiver, ...(finding.otherWaivers ?? [])];
    // A fail that another one waives is none of this one's.
    counts[finding.outcome === 'waived' && !names.includes(waiver.id) ? 'fail' : finding.outcome] += 1;
  }
  return counts;
}

function granted(waiver: Waiver, { pseudonyms }: GrantOptions): Granted {
  const subjects = [...(waiver.scope.subjects ?? [])];
  const both = pseudonyms === undefined ? [] : subjects.map((one) => pseudonyms.of(one));
  const scope =
    subjects.length === 0 ? waiver.scope : { ...waiver.scope, subjects: new Set([...subjects, ...both]) };
  return {
    waiver: { ...waiver, scope },
    subjects,
    outcomes: noOutcomes(),
    covered: 0,
    seen: new Set(),
  };
}

function listed(notices: readonly Notice[]): Notice[] {
  return [...Map.groupBy(notices, ({ code }) => code)].flatMap(([code, all]) => {
    const more = all.length - shownNotices;
    if (more <= 0) return all;
    const message = `${more} more; "passmuster waivers check" lists all.`;
    return [...all.slice(0, shownNotices), { code, message }];
  });
}
