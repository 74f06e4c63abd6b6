/** Lints costly forms (binary, signed, large XML) in a child that can be stopped, and everything else here. */
import { ChildHost, feedStream } from '../read/child-host.ts';
import { needsIsolation } from '../read/isolated.ts';
import type { LintReport } from './define.ts';
import { broken, lintOpened } from './opened.ts';
import type { LintOne } from './run.ts';

/** @param use is given the way to lint, for as long as the child lives */
export async function withIsolation<T>(use: (lint: LintOne) => Promise<T>): Promise<T> {
  const host = new ChildHost();
  try {
    return await use(async (input, context) => {
      if (!needsIsolation(input)) return lintOpened(input, context);
      const reports = host.run<LintReport>({
        job: { task: 'lint', name: input.name, context },
        size: input.size ?? 0,
        feed: (send) => feedStream(input.stream(), send),
        end: () => void input.close().catch(() => undefined),
      });
      const first = await reports.next();
      if (first.done !== true) {
        await reports.next(); // to the end, so that the child is ready for the next task
        return first.value;
      }
      return { path: input.name, sha256: '', bytes: input.size ?? 0, ...broken(first.value) };
    });
  } finally {
    host.stop();
  }
}
