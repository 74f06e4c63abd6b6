/** One of the threads that read a folder: takes files, and answers with their lines of the report. */
import { parentPort, workerData } from 'node:worker_threads';
import { addApps } from '../apps/catalogue.ts';
import { setLimits } from '../io/limits.ts';
import { FileAudit } from './file-audit.ts';
import type { Answer, Setup, Task } from './tasks.ts';

const port = parentPort;
if (port !== null) {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what folder/pool.ts hands over
  const setup = workerData as Setup;
  setLimits(setup.limits);
  addApps(setup.apps);
  const files = new FileAudit(setup);
  let last: Promise<unknown> = Promise.resolve();
  port.on('message', (task: Task) => {
    // One after the other: they share the room that they write to.
    last = last
      .then(() => files.batch(task))
      .catch((error: unknown): Answer => ({
        kind: 'defect',
        message: error instanceof Error ? (error.stack ?? error.message) : 'unknown',
      }))
      .then((answer) => port.postMessage(answer, transferred(answer)))
      .catch((error: unknown) =>
        queueMicrotask(() => {
          throw error; // ends the thread, which its parent is told
        }),
      );
  });
}

function transferred(answer: Answer): ArrayBuffer[] {
  if (answer.kind !== 'done') return [];
  const { buffer } = answer.bytes;
  return buffer instanceof ArrayBuffer ? [buffer] : [];
}
