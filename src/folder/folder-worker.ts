/** One of the threads that read a folder: takes files, and answers with their lines of the report. */
import { parentPort } from 'node:worker_threads';
import { addApps } from '../apps/catalogue.ts';
import { setLimits } from '../io/limits.ts';
import { FileAudit } from './file-audit.ts';
import type { Answer, Order } from './tasks.ts';

const port = parentPort;
let files: FileAudit | undefined;
let last: Promise<unknown> = Promise.resolve();

async function answerTo(order: Order): Promise<Answer | undefined> {
  if (!('setup' in order)) return files?.batch(order);
  setLimits(order.setup.limits);
  addApps(order.setup.apps);
  files = new FileAudit(order.setup);
  return undefined;
}

port?.on('message', (order: Order) => {
  // One after the other: they share the room that they write to.
  last = last
    .then(() => answerTo(order))
    .catch((error: unknown): Answer => ({
      kind: 'defect',
      message: error instanceof Error ? (error.stack ?? error.message) : 'unknown',
    }))
    .then((answer) => answer && port.postMessage(answer, transferred(answer)))
    .catch((error: unknown) =>
      queueMicrotask(() => {
        throw error; // ends the thread, which its parent is told
      }),
    );
});

function transferred(answer: Answer): ArrayBuffer[] {
  if (answer.kind !== 'done') return [];
  const { buffer } = answer.bytes;
  return buffer instanceof ArrayBuffer ? [buffer] : [];
}
