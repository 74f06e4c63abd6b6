/** The observations of one subject, found by setting and scope. Built once per subject, thrown away after it. */
import { isKnown, type Observation } from '../model/observation.ts';
import { familyOf, type PlatformFamily, type Subject } from '../model/subject.ts';
import { isStatement } from '../settings/attestable.ts';
import type { Setting } from '../settings/define.ts';
import type { Asked, Notes } from './asked.ts';

/** Stands for every setting: a part of the evidence that could not be inspected at all. */
const wildcard = '*';
/** Asked for where it matters in which scopes anything was said. */
export const anyScope = '*scopes';

export class Facts {
  readonly subject: Subject;
  /** Enough for most of what is asked of the platform: whoever asks for no more gets the same on an iPad as on an iPhone. */
  readonly family: PlatformFamily;
  readonly #bySetting = new Map<string, Observation[]>();
  readonly #notes: Notes | undefined;

  /** @param notes on each setting that is asked for, made before the answer */
  constructor(subject: Subject, observations: readonly Observation[], notes?: Notes) {
    this.subject = subject;
    this.family = familyOf(subject.platform);
    this.#notes = notes;
    for (const observation of observations) {
      const same = this.#bySetting.get(observation.setting);
      if (same === undefined) this.#bySetting.set(observation.setting, [observation]);
      else same.push(observation);
    }
  }

  /** Works out what will not be worked out again, with what it asked for: of that `again` is told instead. */
  once<Made>(work: () => Made): { readonly made: Made; readonly asked?: Asked } {
    return this.#notes === undefined ? { made: work() } : this.#notes.during(work);
  }

  again(asked: Asked | undefined): void {
    if (asked !== undefined) this.#notes?.again(asked);
  }

  /** What was said about a setting in a scope, and about everything. */
  of(setting: Setting, scope: string | undefined): Observation[] {
    this.#notes?.setting(setting.id);
    if (setting.id === 'app.installed') this.#notes?.setting('apps.installed');
    const wanted = setting.scope === 'app' ? scope : undefined;
    const said = this.#bySetting.get(setting.id) ?? [];
    // A doubt without a scope is one about every app.
    const own = said.filter((one) => one.scope === wanted || (one.scope === undefined && !isKnown(one)));
    const isUnsaid =
      setting.id === 'app.installed' &&
      !said.some((one) => isCurrent(one) && appOf(one.scope) === appOf(wanted));
    const fromList = isUnsaid && !own.some(isCurrent) ? this.#fromInventory(wanted) : [];
    const shown = [...own, ...fromList];
    // What could not be inspected holds nothing that only a person can say.
    return isStatement(setting) ? shown : [...shown, ...(this.#bySetting.get(wildcard) ?? [])];
  }

  /**
   * Sources state the apps that they found; an inventory that was read and does not hold the app shows its absence. Not so
   * for one user while the app is stated for another: the inventory does not say whose it is.
   */
  #fromInventory(scope: string | undefined): Observation[] {
    const inventories = this.#bySetting.get('apps.installed') ?? [];
    return inventories.map((inventory) => {
      const base = { ...inventory, setting: 'app.installed', ...(scope === undefined ? {} : { scope }) };
      return isKnown(inventory) ? { ...base, value: false } : base;
    });
  }

  /** Of the apps those that are on the phone; without an inventory, those that the evidence speaks of at all. */
  foundAmong(apps: readonly string[]): string[] {
    this.#notes?.setting('apps.installed');
    this.#notes?.setting('app.installed');
    this.#notes?.setting(anyScope);
    const isListed = (this.#bySetting.get('apps.installed') ?? []).some(isKnown);
    const said = isListed
      ? (this.#bySetting.get('app.installed') ?? []).filter((one) => !isKnown(one) || one.value === true)
      : [...this.#bySetting.values()].flat();
    const spoken = new Set(said.map(({ scope }) => appOf(scope)));
    return apps.filter((app) => spoken.has(`app:${app}`));
  }

  /** Every scope that anything was said in. */
  scopes(): string[] {
    this.#notes?.setting(anyScope);
    const all = [...this.#bySetting.values()].flat().flatMap(({ scope }) => scope ?? []);
    return [...new Set(all)].sort();
  }

  /** The scopes in which anything was said of an app: the app itself, and each user or work profile. */
  scopesOf(app: string): string[] {
    this.#notes?.setting(anyScope);
    const own = `app:${app}`;
    const scopes = new Set<string>();
    for (const observations of this.#bySetting.values()) {
      for (const { scope } of observations) {
        if (scope === own || scope?.startsWith(`${own}@`)) scopes.add(scope);
      }
    }
    return scopes.size === 0 ? [own] : [...scopes].sort();
  }
}

const isCurrent = ({ superseded }: Observation): boolean => superseded !== true;

/** `app:whatsapp` of `app:whatsapp@10`. */
const appOf = (scope: string | undefined): string | undefined => scope?.split('@')[0];
