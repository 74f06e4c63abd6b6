/**
 * How the reading child asks for the files of a bundle. It may open nothing itself: it names a path on its output, and the
 * parent answers on its input with a head, the content in frames, and an empty frame.
 */
import { type ErrorCode, PassmusterError, type Place } from '../errors.ts';
import type { Bundle } from '../io/bundle.ts';

export interface Ask {
  readonly what: 'bytes' | 'stream' | 'copy' | 'list';
  readonly path: string;
}

export interface Answer {
  /** Content follows in frames. */
  readonly found?: true;
  /** Of a private copy. */
  readonly path?: string;
  readonly names?: readonly string[];
  /** The file could not be read. */
  readonly fault?: { readonly code: ErrorCode; readonly message: string; readonly place: Place };
}

/** The parent's side. @param send writes one frame */
export async function answer(
  { what, path }: Ask,
  bundle: Bundle,
  send: (frame: Uint8Array) => Promise<unknown>,
): Promise<void> {
  const head = (content: Answer) => send(Buffer.from(JSON.stringify(content)));
  try {
    if (what === 'list') await head({ names: await bundle.list(path) });
    else if (what === 'copy') {
      const copied = await bundle.copy(path);
      await head(copied === undefined ? {} : { path: copied });
    } else if (what === 'stream') await answerStream(await bundle.stream(path), send);
    else {
      const content = await bundle.bytes(path);
      await head(content === undefined ? {} : { found: true });
      if (content === undefined) return;
      if (content.length > 0) await send(content);
      await send(new Uint8Array());
    }
  } catch (error) {
    await head(faultOf(error));
  }
}

/** A pipe brings pieces that have to be joined to a frame: a long one would be joined over and over. */
const frameBytes = 256 * 1024;

/** A stream can break after some of it: the frame behind its end says whether it did. */
async function answerStream(
  content: AsyncGenerator<Uint8Array> | undefined,
  send: (frame: Uint8Array) => Promise<unknown>,
): Promise<void> {
  const say = (words: Answer) => send(Buffer.from(JSON.stringify(words)));
  await say(content === undefined ? {} : { found: true });
  if (content === undefined) return;
  let tail: Answer = {};
  try {
    for await (const chunk of content)
      for (let at = 0; at < chunk.length; at += frameBytes) await send(chunk.subarray(at, at + frameBytes));
  } catch (error) {
    tail = faultOf(error);
  }
  await send(new Uint8Array());
  await say(tail);
}

function faultOf(error: unknown): Answer {
  if (!(error instanceof PassmusterError)) throw error;
  return { fault: { code: error.code, message: error.message, place: error.place } };
}

/**
 * The child's side.
 * @param ask writes the question
 * @param frames what comes in
 */
export function askingBundle(
  name: string,
  ask: (question: Ask) => void,
  frames: AsyncGenerator<Uint8Array>,
): Bundle {
  const words = async (): Promise<Answer> => {
    const { fault, ...rest } = JSON.parse(Buffer.from(await nextFrame(frames)).toString('utf8')) as Answer;
    if (fault) throw new PassmusterError(fault.code, fault.message, fault.place);
    return rest;
  };
  const answered = (question: Ask): Promise<Answer> => {
    ask(question);
    return words();
  };
  async function* content(): AsyncGenerator<Uint8Array> {
    let part = await nextFrame(frames);
    try {
      for (; part.length > 0; part = await nextFrame(frames)) yield part;
    } finally {
      // Who stops half-way leaves no frame that the next answer would be taken from.
      while (part.length > 0) part = await nextFrame(frames);
    }
  }
  return {
    name,
    async bytes(path) {
      const { found } = await answered({ what: 'bytes', path });
      if (found !== true) return undefined;
      const parts: Uint8Array[] = [];
      for await (const part of content()) parts.push(part);
      return new Uint8Array(Buffer.concat(parts));
    },
    async stream(path) {
      const { found } = await answered({ what: 'stream', path });
      return found === true ? withTail(content(), words) : undefined;
    },
    copy: async (path) => (await answered({ what: 'copy', path })).path,
    list: async (path) => (await answered({ what: 'list', path })).names ?? [],
  };
}

async function nextFrame(frames: AsyncGenerator<Uint8Array>): Promise<Uint8Array> {
  const next = await frames.next();
  if (next.done === true) throw new Error('the parent has gone');
  return next.value;
}

/** @param tail what the parent says behind the content; a stream that is given up needs it read all the same */
async function* withTail(
  content: AsyncGenerator<Uint8Array>,
  tail: () => Promise<unknown>,
): AsyncGenerator<Uint8Array> {
  let isWhole = false;
  try {
    yield* content;
    isWhole = true;
  } finally {
    const told = tail();
    await (isWhole ? told : told.catch(() => undefined));
  }
}
