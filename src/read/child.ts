/**
 * The child process of child-host.ts. Does one task after the other as standard input orders, and writes what each yields as
 * lines, the last of them `done`: a child that was stopped cannot look as if it had finished.
 */
import { writeSync } from 'node:fs';
import { OpenInput } from '../io/input.ts';
import { addApps } from '../apps/catalogue.ts';
import type { AppEntry } from '../apps/entry.ts';
import { type Limits, setLimits } from '../io/limits.ts';
import type { LintContext, LintReport } from '../lint/define.ts';
import type { ReadContext } from '../sources/define.ts';
import { type Ask, askingBundle } from './asking.ts';
import { bundleSource, readOpenedBundle } from './bundle.ts';
import type { RawEvent } from './events.ts';
import { readOpened } from './opened.ts';

export type ChildLine =
  | { readonly type: 'event'; readonly event: RawEvent | LintReport }
  /** A file of a bundle is asked for. */
  | { readonly type: 'ask'; readonly ask: Ask }
  | { readonly type: 'defect'; readonly message: string }
  | { readonly type: 'done' };

/** What to do; the content of the input follows, but for a bundle, whose files are asked for. */
export type Job =
  | { readonly task: 'read'; readonly name: string; readonly context: ReadContext }
  | { readonly task: 'bundle'; readonly name: string; readonly context: ReadContext; readonly source: string }
  | { readonly task: 'lint'; readonly name: string; readonly context: LintContext };

export type Order = Job & { readonly limits: Limits; readonly apps: readonly AppEntry[] };

function say(line: ChildLine): void {
  let bytes = Buffer.from(`${JSON.stringify(line)}\n`);
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(1, bytes));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error; // a full pipe: again
    }
  }
}

/** Frames of standard input: four bytes of length, then as many bytes. */
async function* framesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= 4) {
      const end = 4 + rest.readUInt32BE(0);
      if (rest.length < end) break;
      yield rest.subarray(4, end);
      rest = rest.subarray(end);
    }
  }
}

/** The bytes of one input: frames up to the empty one. */
async function* contentOf(frames: AsyncGenerator<Buffer>): AsyncGenerator<Uint8Array> {
  for (
    let next = await frames.next();
    next.done !== true && next.value.length > 0;
    next = await frames.next()
  )
    yield next.value;
}

async function main(): Promise<void> {
  const frames = framesOf(process.stdin);
  let isFirst = true;
  for (let next = await frames.next(); next.done !== true; next = await frames.next()) {
    const order = JSON.parse(next.value.toString('utf8')) as Order;
    setLimits(order.limits);
    if (isFirst) addApps(order.apps);
    isFirst = false;
    for await (const event of eventsOf(order, frames)) say({ type: 'event', event });
    say({ type: 'done' });
  }
}

async function* eventsOf(
  order: Order,
  frames: AsyncGenerator<Buffer>,
): AsyncGenerator<RawEvent | LintReport> {
  const { name } = order;
  if (order.task === 'bundle') {
    const asking = askingBundle(name, (ask) => say({ type: 'ask', ask }), frames);
    yield* readOpenedBundle(asking, bundleSource(order.source), order.context);
    return;
  }
  const input = await OpenInput.open(name, contentOf(frames));
  if (order.task === 'read') yield* readOpened(input, order.context);
  else {
    const { lintOpened } = await import('../lint/opened.ts');
    yield await lintOpened(input, order.context);
  }
}

await main().catch((error: unknown) => {
  say({ type: 'defect', message: error instanceof Error ? `${error.name}: ${error.message}` : 'unknown' });
});
