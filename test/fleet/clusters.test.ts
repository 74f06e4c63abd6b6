/** Parts of what a row comes to, joined as long as rows differ little in them. */
import { describe, expect, it } from 'vitest';
import { clustersOf, type Part, type Sample } from '../../src/fleet/clusters.ts';

/** 400 rows: slot 0 has two values, slot 1 three, slot 2 another one in each row. */
const width = 5;
const sample: Sample = {
  rows: 400,
  width,
  values: Int32Array.from({ length: 400 * width }, (_, at) => {
    const row = Math.floor(at / width);
    return [row % 2, row % 3, row, 1, row % 4][at % width] ?? 0;
  }),
};
const part = (slots: number[], ages: number[] = []): Part => ({ slots, ages });

describe('clusters', () => {
  it('are of one part each without a sample', () => {
    expect(clustersOf([part([0]), part([1])], undefined).map(({ slots }) => slots)).toEqual([[0], [1]]);
  });

  it('join what differs little, and leave what differs from row to row alone', () => {
    const made = clustersOf([part([0]), part([1], [30]), part([2]), part([])], sample);
    const sets = made.map(({ slots }) => slots.toSorted((a, b) => a - b).join(' ')).toSorted();
    expect(sets).toEqual(['0 1', '2']);
    expect(made.find(({ slots }) => slots.includes(1))?.ages).toEqual([30]);
  });

  it.each([undefined, sample])('are not too many, and hold every part', (rows) => {
    const parts = Array.from({ length: 500 }, () => part([2]));
    const made = clustersOf(parts, rows);
    expect(made.length).toBeLessThanOrEqual(200);
    expect(made.flatMap((one) => one.parts)).toHaveLength(500);
  });
});
