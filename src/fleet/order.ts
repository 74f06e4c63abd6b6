/** In reports of shards: a number that grows from row to row through all files. */
import type { FleetFile } from './tasks.ts';

/** @param at offset of the row in its file */
export const orderOf = (files: readonly Pick<FleetFile, 'size'>[], file: number, at: number): number =>
  files.slice(0, file).reduce((sum, { size }) => sum + size, at);
