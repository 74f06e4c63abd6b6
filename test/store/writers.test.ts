/** Eight processes that write at once lose nothing. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { storeKinds } from '../support/stores.ts';

const writer = join(import.meta.dirname, '..', 'support', 'store-writer.ts');
const writers = 8;
const each = 4;

function write(name: string, who: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', writer, name, `w${who}`, String(each)],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('close', (code) => (code === 0 ? resolve(out) : reject(new Error(err))));
  });
}

describe.each(storeKinds())('$kind', ({ fresh }) => {
  it('keeps what eight processes write at once, from the first moment of the history', async () => {
    const name = fresh();
    const said = await Promise.all(Array.from({ length: writers }, (_, who) => write(name, who)));
    const kept = said.flatMap((text) => text.trim().split('\n')).sort();
    const store = await openStore(name, { readOnly: true });
    try {
      const runs = await store.runs();
      const found: string[] = [];
      for (const { run } of runs) found.push(`${run} ${(await store.load(run)).handling?.marking}`);
      expect(found.sort()).toEqual(kept);
      expect(found).toHaveLength(writers * each);
      expect(await store.integrity()).toEqual([]);
    } finally {
      await store.close();
    }
  });
});
