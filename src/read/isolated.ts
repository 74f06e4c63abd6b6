/**
 * Reads an input in a child process that can be killed: for formats in which a small file can cost much (binary property
 * lists, signed files, large XML or YAML, archives), and for everything that comes from a handset. When the child dies the input is
 * unreadable and the run goes on.
 */
import { isBplist } from '../formats/bplist.ts';
import { isCms } from '../formats/cms.ts';
import type { OpenInput } from '../io/input.ts';
import { limits } from '../io/limits.ts';
import type { ReadContext } from '../sources/define.ts';
import { detectionInput } from '../sources/detect.ts';
import { answer } from './asking.ts';
import { type ChildBounds, ChildHost, feedStream, type Task } from './child-host.ts';
import { mayHoldDocuments } from './documents-inside.ts';
import { fault, type InputState, newState, type RawEvent, recordOf } from './events.ts';
import type { Gate } from './gate.ts';

/** By the first bytes and the size, before any parser has seen the file. */
export function needsIsolation(input: OpenInput): boolean {
  const { head } = input;
  if (isBplist(head) || isCms(head)) return true;
  const start = Buffer.from(head.subarray(0, 64)).toString('latin1').trimStart();
  if (start.startsWith('-----BEGIN') || /^MI[A-Za-z0-9+/]{20}/.test(start)) return true;
  // Only what is neither JSON nor XML is looked at once more.
  const isYaml = !/^[{[<]/.test(start) && detectionInput(input.name, head).yaml !== undefined;
  const isLarge = head.length >= limits.headBytes;
  return (isLarge && (isYaml || start.startsWith('<'))) || mayHoldDocuments(head, isYaml);
}

/** Reads in a child. */
export class IsolatedReader {
  readonly #host: ChildHost;

  constructor(bounds?: ChildBounds) {
    this.#host = new ChildHost(bounds);
  }

  /** One input, whose content is fed to the child. */
  read(input: OpenInput, context: ReadContext): AsyncGenerator<RawEvent> {
    return this.#events({
      job: { task: 'read', name: input.name, context },
      size: input.size ?? 0,
      feed: (send) => feedStream(input.stream(), send),
      // A source that hangs must not hold up the inputs that follow.
      end: () => void input.close().catch(() => undefined),
    });
  }

  /** A bundle, whose files the child asks for. */
  readBundle(gate: Gate, context: ReadContext): AsyncGenerator<RawEvent> {
    const { name, source } = gate;
    return this.#events(
      {
        job: { task: 'bundle', name, context, source: source.id },
        size: 0,
        answer: (ask, send) => answer(ask, gate, send),
      },
      source.id,
    );
  }

  async *#events(task: Task<RawEvent>, source = '-'): AsyncGenerator<RawEvent> {
    const state = newState();
    state.source = source;
    const seen = (event: RawEvent): void => {
      if (event.kind === 'subject') state.subjects += 1;
      else if (event.kind !== 'input') state.sayings += 1;
    };
    const early = yield* this.#host.run({ ...task, seen });
    if (early !== undefined) yield stopped(task, state, early);
  }

  stop(): void {
    this.#host.stop();
  }
}

/** The record of an input whose reader died: what it may still have said is not known. */
function stopped({ job, size }: Task<RawEvent>, state: InputState, error: Error): RawEvent {
  fault(error, state);
  return { kind: 'input', record: recordOf(job.name, { sha256: '', bytes: size }, state) };
}
