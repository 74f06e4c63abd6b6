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
  #devices = 0;
  #stale = 0;
  #withoutContact = 0;
  #unmanaged = 0;
  #undecided = 0;

  constructor(options: PopulationOptions) {
    this.#options = options;
  }

  add(subject: Subject, observations: readonly Observation[], outcomes: readonly Outcome[]): void {
    if (subject.kind !== 'device') return;
    this.#devices += 1;
    const at = subject.lastSeen === undefined ? undefined : timeOf(subject.lastSeen);
    const now = timeOf(this.#options.asOf) ?? 0;
    // A clock that runs ahead by more than a day shows no contact.
    if (at === undefined || at > now + day) this.#withoutContact += 1;
    else if (now - at > this.#options.staleAfterDays * day) this.#stale += 1;
    const isUnmanaged = observations.some(
      (one) =>
        one.setting === 'device.managed' && isKnown(one) && one.value === false && one.superseded !== true,
    );
    if (isUnmanaged) this.#unmanaged += 1;
    if (!outcomes.some((outcome) => outcome === 'pass' || outcome === 'fail' || outcome === 'waived'))
      this.#undecided += 1;
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
