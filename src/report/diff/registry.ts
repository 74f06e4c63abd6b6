/** Every format of a diff. */
import type { DiffRenderer } from './define.ts';

const loaders: Readonly<Record<DiffFormat, () => Promise<DiffRenderer>>> = {
  table: async () => (await import('./text.ts')).diffText,
  json: async () => (await import('./json.ts')).diffJson,
  csv: async () => (await import('./csv.ts')).diffCsv,
  markdown: async () => (await import('./markdown.ts')).diffMarkdown,
};

export const diffFormats = ['table', 'json', 'csv', 'markdown'] as const;
export type DiffFormat = (typeof diffFormats)[number];

export const diffRenderer = (format: DiffFormat): Promise<DiffRenderer> => loaders[format]();
