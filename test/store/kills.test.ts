/** A few kills, so that every run of the tests has some; test/deep/kills.test.ts does hundreds. */
import { describe, expect, it } from 'vitest';
import { killWriters } from '../support/kills.ts';
import { storeKinds } from '../support/stores.ts';

describe.each(storeKinds())('writers of $kind that are killed', ({ kind, fresh }) => {
  it('lose nothing that they said was kept, and leave nothing in part', async () => {
    const { acknowledged, kept, ...found } = await killWriters(fresh(), kind === 'SQLite' ? 9 : 6, {
      longest: 1800,
    });
    expect(found).toMatchObject({ lost: [], torn: [], problems: [] });
    expect(acknowledged).toBeGreaterThan(0);
    expect(kept).toBeGreaterThanOrEqual(acknowledged);
  });
});
