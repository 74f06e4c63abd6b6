/**
 * Takes a part out of a text by a pattern, in time that grows with the length of the text and no faster: all ways through the
 * pattern are followed at once (K. Thompson, "Regular Expression Search Algorithm", 1968; R. Cox, "Regular Expression
 * Matching: the Virtual Machine Approach"). A mapping file may come from anywhere and must not be able to stop a run.
 */
import { PassmusterError } from '../errors.ts';
import { parsePattern, type Part, type Test } from './extract-parse.ts';

/** The group of the pattern, or all of what matched; undefined where nothing does, or the text is no cell of a table. */
export type Extractor = (text: string) => string | undefined;

type Step =
  | { readonly op: 'character'; readonly test: Test }
  | { readonly op: 'edge'; readonly at: 'start' | 'end' }
  /** The first way is preferred. */
  | { readonly op: 'split'; readonly ways: [number, number] }
  | { readonly op: 'jump'; to: number }
  | { readonly op: 'save'; readonly slot: 0 | 1 }
  | { readonly op: 'match' };

const mostSteps = 2000;
/** A version or a date is shorter by far. */
const longestText = 1000;

/** @throws PassmusterError mapping-invalid with a sentence, without a place */
export function extractBy(pattern: string): Extractor {
  const tree = parsePattern(pattern);
  const steps: Step[] = [];
  const hasGroup = holdsGroup(tree);
  if (!hasGroup) steps.push({ op: 'save', slot: 0 });
  emit(tree, steps);
  if (!hasGroup) steps.push({ op: 'save', slot: 1 });
  steps.push({ op: 'match' });
  return (text) => (text.length > longestText ? undefined : run(steps, text));
}

function holdsGroup(part: Part): boolean {
  switch (part.kind) {
    case 'group':
      return true;
    case 'sequence':
      return part.parts.some(holdsGroup);
    case 'choice':
      return part.branches.some(holdsGroup);
    case 'repeat':
      return holdsGroup(part.inner);
    default:
      return false;
  }
}

function emit(part: Part, steps: Step[]): void {
  if (steps.length > mostSteps) throw new PassmusterError('mapping-invalid', 'The pattern is too large.');
  switch (part.kind) {
    case 'character':
      steps.push({ op: 'character', test: part.test });
      return;
    case 'edge':
      steps.push({ op: 'edge', at: part.at });
      return;
    case 'group':
      steps.push({ op: 'save', slot: 0 });
      emit(part.inner, steps);
      steps.push({ op: 'save', slot: 1 });
      return;
    case 'sequence':
      for (const one of part.parts) emit(one, steps);
      return;
    case 'choice':
      emitChoice(part.branches, steps);
      return;
    case 'repeat':
      emitRepeat(part, steps);
  }
}

function emitChoice(branches: readonly Part[], steps: Step[]): void {
  const ends: { to: number }[] = [];
  for (const [index, branch] of branches.entries()) {
    const isLast = index === branches.length - 1;
    const split: [number, number] = [steps.length + 1, 0];
    if (!isLast) steps.push({ op: 'split', ways: split });
    emit(branch, steps);
    if (isLast) break;
    const jump = { op: 'jump' as const, to: 0 };
    steps.push(jump);
    ends.push(jump);
    split[1] = steps.length;
  }
  for (const end of ends) end.to = steps.length;
}

function emitRepeat({ inner, from, to, lazy }: Repeat, steps: Step[]): void {
  for (let count = 0; count < from; count += 1) emit(inner, steps);
  const ways = (into: number, past: number): [number, number] => (lazy ? [past, into] : [into, past]);
  if (!Number.isFinite(to)) {
    const start = steps.length;
    const split = { op: 'split' as const, ways: ways(start + 1, 0) };
    steps.push(split);
    emit(inner, steps);
    steps.push({ op: 'jump', to: start });
    split.ways[lazy ? 0 : 1] = steps.length;
    return;
  }
  const splits: { ways: [number, number] }[] = [];
  for (let count = from; count < to; count += 1) {
    const split = { op: 'split' as const, ways: ways(steps.length + 1, 0) };
    steps.push(split);
    splits.push(split);
    emit(inner, steps);
  }
  for (const split of splits) split.ways[lazy ? 0 : 1] = steps.length;
}

type Repeat = Extract<Part, { kind: 'repeat' }>;

interface Thread {
  readonly at: number;
  readonly start: number;
  readonly end: number;
}

/** The leftmost match, and of several from there the one that the pattern prefers. */
function run(steps: readonly Step[], text: string): string | undefined {
  let threads: Thread[] = [];
  let found: Thread | undefined;
  for (let position = 0; position <= text.length; position += 1) {
    const seen = new Set<number>();
    const current: Thread[] = [];
    for (const thread of threads) follow(thread, current, { steps, seen, position, length: text.length });
    // No match has begun further left: one may begin here.
    if (found === undefined)
      follow({ at: 0, start: -1, end: -1 }, current, { steps, seen, position, length: text.length });
    threads = [];
    for (const thread of current) {
      const step = steps[thread.at];
      if (step?.op === 'match') {
        found = thread;
        break; // those behind it are preferred less
      }
      if (step?.op === 'character' && position < text.length && step.test(text.charCodeAt(position)))
        threads.push({ ...thread, at: thread.at + 1 });
    }
    if (found !== undefined && threads.length === 0) break;
  }
  if (found === undefined || found.start < 0 || found.end < 0) return undefined;
  return text.slice(found.start, found.end);
}

interface Surroundings {
  readonly steps: readonly Step[];
  readonly seen: Set<number>;
  readonly position: number;
  readonly length: number;
}

/** To the next step that takes a character; each step is visited once for a position, so the work is bounded. */
function follow(thread: Thread, into: Thread[], around: Surroundings): void {
  const pending = [thread];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (around.seen.has(next.at)) continue;
    around.seen.add(next.at);
    const step = around.steps[next.at];
    const { position } = around;
    if (step?.op === 'jump') pending.push({ ...next, at: step.to });
    else if (step?.op === 'split') pending.push({ ...next, at: step.ways[1] }, { ...next, at: step.ways[0] });
    else if (step?.op === 'save')
      pending.push({
        ...next,
        at: next.at + 1,
        ...(step.slot === 0 ? { start: position } : { end: position }),
      });
    else if (step?.op === 'edge') {
      if (position === (step.at === 'start' ? 0 : around.length)) pending.push({ ...next, at: next.at + 1 });
    } else into.push(next);
  }
}
