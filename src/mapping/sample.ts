/** The start of a table or list, for guessing a mapping from it. */
import type { TreeNode } from '../formats/node.ts';
import type { MatchFile } from './file.ts';
import type { Walk } from './place.ts';

export interface SampleColumn {
  readonly walk: Walk;
  /** What stands there in the first rows, where it is text or can be written as text. */
  readonly values: readonly string[];
}

export interface Sample {
  readonly match: Omit<MatchFile, 'keys'>;
  /** `$.results`; absent where the rows are at the root. */
  readonly rows?: string;
  readonly columns: readonly SampleColumn[];
  /** Rows that were looked at. */
  readonly count: number;
}

export const sampleRows = 50;

/** Columns in the order in which they are met; members of members too, one level down. */
export class Columns {
  readonly #columns = new Map<string, { readonly walk: Walk; readonly values: string[] }>();
  count = 0;

  addRow(row: TreeNode): void {
    if (row.type !== 'map') return;
    this.count += 1;
    for (const [key, node] of row.entries) {
      if (node.type !== 'map') this.#add([key], node);
      else for (const [inner, below] of node.entries) this.#add([key, inner], below);
    }
  }

  #add(walk: Walk, node: TreeNode): void {
    const key = walk.join('\0');
    const column = this.#columns.get(key) ?? { walk, values: [] };
    this.#columns.set(key, column);
    if (node.type === 'string' || node.type === 'boolean' || node.type === 'integer')
      column.values.push(String(node.value).trim());
  }

  all(): readonly SampleColumn[] {
    return [...this.#columns.values()];
  }
}
