/** Each run's hash covers all that it brought and the hash of the run before: what is changed or taken out later does not fit any more. */
import { createHash, type Hash } from 'node:crypto';
import type { Finding } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import type { Row } from './define.ts';

export const noHash = '0'.repeat(64);

/** Of what was found: not of the gates, which are what somebody asked of it, and without what a history adds. */
export function digestOf(report: Report): string {
  const { subjects, findings, inputs, history: _history, gates: _gates, ...head } = report;
  const hash = new TextHash();
  hash.add(JSON.stringify(head));
  for (const list of [inputs, subjects]) {
    hash.add(String(list.length));
    for (const one of list) hash.add(JSON.stringify(one));
  }
  for (const finding of findings) hash.add(JSON.stringify(bare(finding)));
  return hash.digest();
}

function bare(finding: Finding): Finding {
  if (finding.failingSince === undefined) return finding;
  const { failingSince: _since, failingGap: _gap, ...told } = finding;
  return told;
}

/** Lines, hashed many at a time: a call for each of a million findings takes longer than the hash. */
class TextHash {
  readonly #hash: Hash = createHash('sha256');
  #text = '';

  add(line: string): void {
    this.#text += `${line}\n`;
    if (this.#text.length > 256 * 1024) this.#flush();
  }

  #flush(): void {
    this.#hash.update(this.#text);
    this.#text = '';
  }

  digest(): string {
    this.#flush();
    return this.#hash.digest('hex');
  }
}

/** A change: subject, item, run, state, since, gap. */
export type Change = readonly [number, number, number, number, number, number];

/** Over the rows that a run brought; texts by number, changes by subject and item. */
export class RowsHash {
  readonly #hash = new TextHash();

  text(id: number, hash: string): void {
    this.#hash.add(`t ${id} ${hash}`);
  }

  change([subject, item, , state, since, gap]: Change): void {
    this.#hash.add(`c ${subject} ${item} ${state} ${since} ${gap}`);
  }

  digest(): string {
    return this.#hash.digest();
  }
}

const partNames = [
  'run',
  'series',
  'as_of',
  'digest',
  'facts',
  'figures',
  'head',
  'subjects',
  'body',
] as const;

/** @param rows digest of the rows that the run brought */
export function runHash(row: Row, rows: string, before: string): string {
  const hash = createHash('sha256').update(`${before}\n${rows}\n`);
  for (const name of partNames) {
    const part = row[name] ?? '';
    const bytes = part instanceof Uint8Array ? part : Buffer.from(String(part));
    hash.update(`${name} ${bytes.length}\n`).update(bytes).update('\n');
  }
  return hash.digest('hex');
}
