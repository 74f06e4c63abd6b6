/** Watches the fuzzer from a thread of its own: a reader that never returns cannot say so itself. */
import { mkdirSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { workerData } from 'node:worker_threads';

/** `state`: executions so far, length of the input in `bytes`, number of the reader. */
export interface Watched {
  readonly state: Int32Array;
  readonly bytes: Uint8Array;
  readonly readers: readonly string[];
  readonly out: string;
}

const { state, bytes, readers, out } = workerData as Watched;
const seconds = 30;
let last = -1;
let since = Date.now();

setInterval(() => {
  const now = Atomics.load(state, 0);
  if (now !== last) {
    last = now;
    since = Date.now();
  } else if (Date.now() - since > seconds * 1000) {
    const reader = readers[Atomics.load(state, 2)] ?? 'unknown';
    mkdirSync(out, { recursive: true });
    const path = join(out, `${reader}-hang.bin`);
    writeFileSync(path, bytes.slice(0, Atomics.load(state, 1)));
    // The main thread, which never returns, would write what a stream is given; and an exit here ends this thread only.
    writeSync(
      1,
      `${reader} did not come back within ${seconds} s: npm run fuzz -- --replay ${path} ${reader}\n`,
    );
    process.kill(process.pid, 'SIGKILL');
  }
}, 1000);
