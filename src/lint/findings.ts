/** Collects the findings of one document, up to a limit: a hostile file must not fill the memory with them. */
import { limits } from '../io/limits.ts';
import { codePages, type LintCode } from './codes.ts';
import type { LintFinding, LintLevel } from './define.ts';

export interface FindingPlace {
  readonly locator: string;
  /** 0 where the format has no lines. */
  readonly line: number;
}

interface FindingExtras {
  /** Where it differs from that of the code. */
  readonly level?: LintLevel | undefined;
  readonly near?: string | undefined;
}

export class Findings {
  readonly #input: string;
  readonly list: LintFinding[] = [];
  leftOut = 0;

  constructor(input: string) {
    this.#input = input;
  }

  add(code: LintCode, message: string, { locator, line }: FindingPlace, extras: FindingExtras = {}): void {
    if (this.list.length >= limits.lintFindings) {
      this.leftOut += 1;
      return;
    }
    this.list.push({
      code,
      level: extras.level ?? codePages[code].level,
      message,
      input: this.#input,
      locator,
      ...(line > 0 ? { line } : {}),
      ...(extras.near === undefined ? {} : { near: extras.near }),
    });
  }
}
