/** One line on stderr while reading takes long: only on a terminal, never in a pipe or a log. */
import type { Progress } from '../read/events.ts';
import { harmless } from '../report/words.ts';

const startsAfter = 1000;
const interval = 100;

export class ProgressLine {
  readonly #isOn: boolean;
  readonly #started = Date.now();
  #last = 0;
  #shown = false;

  constructor(isOn: boolean) {
    this.#isOn = isOn;
  }

  readonly update = (progress: Progress): void => {
    const now = Date.now();
    if (!this.#isOn || now - this.#started < startsAfter || now - this.#last < interval) return;
    this.#last = now;
    this.#shown = true;
    const { input, inputsDone, inputsAll, subjects, share } = progress;
    const rate = Math.round(subjects / ((now - this.#started) / 1000));
    const width = (process.stderr.columns ?? 80) - 1;
    const left = share === undefined ? '' : `  ${leftOf(share, now - this.#started)}`;
    const text = `reading ${inputsDone + 1} of ${inputsAll}  ${subjects} subjects  ${rate}/s${left}  ${harmless(input)}`;
    process.stderr.write(`\r\u001B[2K${text.slice(0, width)}`);
  };

  done(): void {
    if (this.#shown) process.stderr.write('\r\u001B[2K');
  }
}

/** What is done and what is left, where that is known: `37 %, 25 s left`. */
function leftOf(share: number, milliseconds: number): string {
  const done = `${Math.floor(share * 100)} %`;
  if (share < 0.02) return done;
  const seconds = Math.ceil((milliseconds / 1000) * (1 / share - 1));
  return `${done}, ${seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`} left`;
}
