/** Every source: one line each, most specific first. */
import appleMobileconfig from './apple-mobileconfig/index.ts';
import type { Source } from './define.ts';

export const sources: readonly Source[] = [appleMobileconfig];
