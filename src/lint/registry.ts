/** The linters, in the order in which they are asked. */
import androidPolicy from './android/index.ts';
import appleProfile from './apple/index.ts';
import type { Linter } from './define.ts';

export const linters: readonly Linter[] = [appleProfile, androidPolicy];
