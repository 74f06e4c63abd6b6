/** Audit profiles: loaded whole, or problems with line and column. */
import { loadProfile } from '../../src/profiles/load.ts';
import { attempt, Violation } from './check.ts';

export function fuzz(data: Uint8Array): void {
  attempt(
    data,
    () => loadProfile(data),
    ({ profile, problems }) => {
      if ((profile === undefined) !== problems.length > 0)
        throw new Violation('a profile with problems, or neither');
      for (const { line, column } of problems)
        if (!(line >= 1) || !(column >= 1)) throw new Violation('a problem without its place');
    },
  );
}
