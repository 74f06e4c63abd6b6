/** The closed table of lint codes. A code is never used again for something else; pages: docs/lint, `lint --explain CODE`. */
import { androidCodes } from './codes/android.ts';
import { containerCodes } from './codes/container.ts';
import { effectCodes } from './codes/effect.ts';
import { lifecycleCodes } from './codes/lifecycle.ts';
import { mergeCodes } from './codes/merge.ts';
import { privacyCodes } from './codes/privacy.ts';
import { schemaCodes } from './codes/schema.ts';
import { structureCodes } from './codes/structure.ts';
import type { CodePage } from './codes/define.ts';

const table = {
  ...containerCodes,
  ...structureCodes,
  ...schemaCodes,
  ...effectCodes,
  ...mergeCodes,
  ...lifecycleCodes,
  ...privacyCodes,
  ...androidCodes,
} as const satisfies Record<string, CodePage>;

export type LintCode = keyof typeof table;

export const codePages: Readonly<Record<LintCode, CodePage>> = table;
export const lintCodes = Object.keys(table).filter(isLintCode).sort();

export function isLintCode(text: string): text is LintCode {
  return Object.hasOwn(table, text);
}
