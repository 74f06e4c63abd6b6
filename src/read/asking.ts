/**
 * How the reading child asks for the files of a bundle. It may open nothing itself: it names a path on its output, and the
 * parent answers on its input with a head, the content in frames, and an empty frame.
 */
import { type ErrorCode, PassmusterError, type Place } from '../errors.ts';
import type { Bundle } from '../io/bundle.ts';

export interface Ask {
  readonly what: 'bytes' | 'copy' | 'list';
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
    } else {
      const content = await bundle.bytes(path);
      await head(content === undefined ? {} : { found: true });
      if (content === undefined) return;
      if (content.length > 0) await send(content);
      await send(new Uint8Array());
    }
  } catch (error) {
    if (!(error instanceof PassmusterError)) throw error;
    await head({ fault: { code: error.code, message: error.message, place: error.place } });
  }
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
  const answered = async (question: Ask): Promise<Answer> => {
    ask(question);
    const head = JSON.parse(Buffer.from(await nextFrame(frames)).toString('utf8')) as Answer;
    if (head.fault) throw new PassmusterError(head.fault.code, head.fault.message, head.fault.place);
    return head;
  };
  return {
    name,
    async bytes(path) {
      const { found } = await answered({ what: 'bytes', path });
      if (found !== true) return undefined;
      const parts: Uint8Array[] = [];
      for (let part = await nextFrame(frames); part.length > 0; part = await nextFrame(frames))
        parts.push(part);
      return new Uint8Array(Buffer.concat(parts));
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
