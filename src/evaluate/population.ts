/** Who was there to be judged: phones that a fleet's figures must not hide behind those that answered. */
import { isKnown, type Observation } from '../model/observation.ts';
import type { Outcome } from '../model/finding.ts';
import type { Population } from '../model/report.ts';
import type { Subject } from '../model/subject.ts';
import { timeOf } from '../model/time.ts';

const day = 86_400_000;

export interface PopulationOptions {
  /** RFC 3339, UTC. */
  readonly asOf: string;
  /** Days without contact after which a phone counts as stale. */
  readonly staleAfterDays: number;
}

/** Counts devices as they come. Each figure is of its own: a phone can be stale and not managed. */
export class PopulationTally {
  readonly #options: PopulationOptions;
  readonly #now: number;
  #devices = 0;
  #stale = 0;
  #withoutContact = 0;
  #unmanaged = 0;
  #undecided = 0;

  constructor(options: PopulationOptions) {
    this.#options = options;
    this.#now = timeOf(options.asOf) ?? 0;
  }

  add(subject: Subject, observations: readonly Observation[], outcomes: readonly Outcome[]): void {
    if (subject.kind !== 'device') return;
    const isUnmanaged = observations.some(
      (one) =>
        one.setting === 'device.managed' && isKnown(one) && one.value === false && one.superseded !== true,
    );
    const isDecided = outcomes.some(
      (outcome) => outcome === 'pass' || outcome === 'fail' || outcome === 'waived',
    );
    const at = subject.lastSeen === undefined ? undefined : timeOf(subject.lastSeen);
    this.count({ at: at ?? Number.NaN, isUnmanaged, isDecided });
  }

  /** @param device when it was last seen, in milliseconds, NaN where that is not known; and what else is counted of it */
  count(device: { readonly at: number; readonly isUnmanaged: boolean; readonly isDecided: boolean }): void {
    const { at, isUnmanaged, isDecided } = device;
    this.#devices += 1;
    // A clock that runs ahead by more than a day shows no contact.
    if (!(at <= this.#now + day)) this.#withoutContact += 1;
    else if (this.#now - at > this.#options.staleAfterDays * day) this.#stale += 1;
    if (isUnmanaged) this.#unmanaged += 1;
    if (!isDecided) this.#undecided += 1;
  }

  /** Adds what was counted elsewhere. */
  merge(figures: Pick<Population, 'devices' | 'stale' | 'withoutContact' | 'unmanaged' | 'undecided'>): void {
    this.#devices += figures.devices;
    this.#stale += figures.stale;
    this.#withoutContact += figures.withoutContact;
    this.#unmanaged += figures.unmanaged;
    this.#undecided += figures.undecided;
  }

  /** @param otherRecords rows of other platforms and kinds, which are counted and never judged */
  figures(otherRecords: number): Population {
    return {
      devices: this.#devices,
      stale: this.#stale,
      staleAfterDays: this.#options.staleAfterDays,
      withoutContact: this.#withoutContact,
      unmanaged: this.#unmanaged,
      undecided: this.#undecided,
      otherRecords,
    };
  }
}
