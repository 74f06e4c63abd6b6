/** Small files that cost a careless reader everything: refused at once, each in a process of its own. */
import { describe, expect, it } from 'vitest';
import { bombs, defuse } from '../../bench/formats-bombs.ts';

describe('refused within two seconds of the processor and 256 MiB', () => {
  it.each(Object.entries(bombs))('%s', { timeout: 60_000 }, (_name, bomb) => {
    const { code, milliseconds, peakMiB } = defuse(bomb);
    expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/); // the code of an expected error
    expect(milliseconds).toBeLessThanOrEqual(2000);
    expect(peakMiB).toBeLessThanOrEqual(256);
  });
});
