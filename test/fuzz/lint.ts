/** Lint of a configuration profile: findings of known codes, visible text, in the order of the file. */
import { inputOf } from '../../src/io/input.ts';
import { limits } from '../../src/io/limits.ts';
import { isLintCode } from '../../src/lint/codes.ts';
import { lintLevels } from '../../src/lint/define.ts';
import { lintOpened } from '../../src/lint/opened.ts';
import { harmless } from '../../src/report/words.ts';
import { attemptAsync, Violation } from './check.ts';

export async function fuzz(data: Uint8Array): Promise<void> {
  await attemptAsync(
    data,
    async () =>
      lintOpened(await inputOf('a.mobileconfig', data), { asOf: '2026-11-20T23:59:59Z', target: {} }),
    ({ findings, status, problem }) => {
      if (findings.length > limits.lintFindings) throw new Violation('more findings than the limit');
      if (
        (status === 'unreadable') !==
        (problem !== undefined && findings.length === 0 && status !== 'ignored')
      )
        throw new Violation('an unreadable input has findings or no reason');
      for (const { code, level, message, line } of findings) {
        if (!isLintCode(code) || !lintLevels.includes(level)) throw new Violation('an unknown code or level');
        if (harmless(message) !== message) throw new Violation('a message holds what cannot be seen');
        if (line !== undefined && line < 1) throw new Violation('a line below 1');
      }
    },
  );
}
