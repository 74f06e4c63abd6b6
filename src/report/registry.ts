/** Every reporter: one line each. Loaded on demand, since one run needs one or two. */
import type { Reporter } from './define.ts';

type Loader = () => Promise<Reporter>;

const loaders: Readonly<Record<string, Loader>> = {
  terminal: async () => (await import('./terminal.ts')).terminal,
  html: async () => (await import('./html.ts')).html,
  json: async () => (await import('./json.ts')).json,
  junit: async () => (await import('./junit.ts')).junit,
};

/** Those that can show counts and rule texts without findings. */
export const publicFormats: readonly string[] = ['terminal', 'html', 'json'];

/** Ids for --format. */
export const reporterIds: readonly string[] = Object.keys(loaders);

export function findReporter(id: string): Promise<Reporter> | undefined {
  return Object.hasOwn(loaders, id) ? loaders[id]?.() : undefined;
}
