/** What is told on standard error; standard output is for results. */
import { harmless } from '../report/words.ts';

/** A line, or several, for whoever started the program. */
export function warn(text: string): void {
  process.stderr.write(`passmuster: ${text.split('\n').map(harmless).join('\n')}\n`);
}
