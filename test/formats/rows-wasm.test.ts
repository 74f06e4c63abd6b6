/** The scanner that is committed is the one that its source makes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { compiled, moduleOf } from '../../tools/wasm.ts';

it('src/formats/rows-wasm.ts is made of tools/wasm/rows.ts (npm run wasm)', { timeout: 120_000 }, () => {
  const path = join(import.meta.dirname, '../../src/formats/rows-wasm.ts');
  expect(readFileSync(path, 'utf8')).toBe(moduleOf(compiled()));
});
