/** Values that a table does not understand: a row that has one is read whole, for they can make the row unreadable. */
import { observeMap } from '../artifacts/observe-map.ts';
import { parseJson } from '../formats/json.ts';
import { MapBuilder, type TreeNode } from '../formats/node.ts';
import type { RowScanner } from '../formats/row-scanner.ts';
import type { Inventory } from '../inventory/define.ts';
import { isKnown } from '../model/observation.ts';
import { cellNode } from '../sources/device-cells.ts';
import type { SlotPlan } from './slots.ts';

const [unseen, understood, odd] = [0, 1, 2];

export class OddValues {
  readonly #plan: SlotPlan;
  readonly #inventory: Inventory;
  readonly #scanner: RowScanner;
  readonly #isJson: boolean;
  /** For each slot and each number of a value what is known of it. */
  readonly #known: Uint8Array[];

  constructor(plan: SlotPlan, inventory: Inventory, scanner: RowScanner, isJson: boolean) {
    this.#plan = plan;
    this.#inventory = inventory;
    this.#scanner = scanner;
    this.#isJson = isJson;
    this.#known = plan.kinds.map(() => new Uint8Array(256));
  }

  has(row: number, slot: number, number: number): boolean {
    let known = this.#known[slot];
    if (known === undefined) return true;
    if (number >= known.length) {
      const larger = new Uint8Array(Math.max(number + 1, known.length * 2));
      larger.set(known);
      this.#known[slot] = known = larger;
    }
    if (known[number] === unseen) known[number] = this.#isOdd(row, slot) ? odd : understood;
    return known[number] === odd;
  }

  #isOdd(row: number, slot: number): boolean {
    const member = this.#plan.members.get(slot);
    if (member === undefined) return true;
    const text = this.#scanner.utf8(this.#scanner.from(row, slot), this.#scanner.to(row, slot));
    const builder = new MapBuilder();
    builder.add(member, this.#node(member, text));
    const site = { input: '', layer: 'observed', locate: () => '' } as const;
    return this.#inventory.sections
      .filter(({ path }) => path === '')
      .some(({ table }) => {
        const { observations, notices } = observeMap(builder.build(1), table, site);
        const isOdd = observations.some(
          (one) => one.scope !== undefined || (!isKnown(one) && one.unknown === 'ambiguous'),
        );
        return isOdd || notices.length > 0;
      });
  }

  #node(member: string, text: string): TreeNode {
    return this.#isJson ? parseJson(text, 1) : cellNode(member, text, 1);
  }
}
