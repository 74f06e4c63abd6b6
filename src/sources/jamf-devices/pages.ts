/** Several pages in one file, one a line or in an array: scripts save what they get as it comes. */
import type { MapNode, TreeNode } from '../../formats/node.ts';
import { completeness, type Envelope } from '../../inventory/envelope.ts';
import type { DeviceRow } from '../../inventory/place.ts';
import type { Notice } from '../../model/notice.ts';

export const page: Envelope = {
  rows: ['results'],
  totals: ['totalCount'],
  // Pages are of a hundred rows unless more are asked for.
  pageSizes: [100],
};

/** An item of a page that stands in place of a row. */
export interface PageItem {
  readonly node: TreeNode;
  readonly path: string;
}

export class Pages {
  #rows = 0;
  #last: MapNode | undefined;

  /** The items where the row is a page; undefined where it is a device. */
  itemsIn({ node }: DeviceRow): readonly PageItem[] | undefined {
    const results = node.entries.get('results');
    if (!node.entries.has('totalCount') || results?.type !== 'list') return undefined;
    this.#rows += results.items.length;
    this.#last = node;
    return results.items.map((item, index) => ({ node: item, path: `results/${index}` }));
  }

  /** Each page counts the rows of all of them. */
  completeness(): Notice[] {
    return this.#last === undefined ? [] : completeness(this.#last, this.#rows, page);
  }
}

export function rowAt(row: DeviceRow, node: MapNode, path: string): DeviceRow {
  return { ...row, node, place: row.locate(path), locate: (inner) => row.locate(`${path}/${inner}`) };
}
