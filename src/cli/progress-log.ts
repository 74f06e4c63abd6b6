/** Progress where no terminal is: a line a minute, so that a log shows a long run is alive and where it is. */
import type { Progress } from '../read/events.ts';
import { tell } from './log.ts';

const minute = 60_000;

export class ProgressLog {
  readonly #interval: number;
  readonly #started = Date.now();
  #last = this.#started;

  constructor(interval = minute) {
    this.#interval = interval;
  }

  readonly update = ({ input, inputsDone, inputsAll, subjects }: Progress): void => {
    const now = Date.now();
    if (now - this.#last < this.#interval) return;
    this.#last = now;
    const seconds = Math.round((now - this.#started) / 1000);
    tell(
      'info',
      'progress',
      `reading ${inputsDone + 1} of ${inputsAll}, ${subjects} subjects in ${seconds} s: ${input}`,
      { input, inputsDone, inputsAll, subjects, seconds },
    );
  };

  done(): void {}
}
