/**
 * Makes src/formats/rows-wasm.ts of tools/wasm/rows.ts: `npm run wasm`. The result is committed, so that neither a checkout nor an
 * installation needs the compiler; test/formats/rows-wasm.test.ts makes it again and compares.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';

const source = join(import.meta.dirname, 'wasm', 'rows.ts');

/** @throws Error with what the compiler says */
export async function compiled(): Promise<Uint8Array> {
  let bytes: Uint8Array | undefined;
  const { error, stderr } = await asc.main(
    [source, '-o', 'rows.wasm', '-O3', '--runtime', 'stub', '--enable', 'simd', '--noAssert'],
    { writeFile: (_name, content) => void (typeof content !== 'string' && (bytes = content)) },
  );
  if (error !== null || bytes === undefined) throw new Error(stderr.toString());
  return bytes;
}

export function moduleOf(bytes: Uint8Array): string {
  const lines = Buffer.from(bytes).toString('base64').match(/.{1,100}/g) ?? [];
  return `/** WebAssembly of tools/wasm/rows.ts, in Base64. Made by \`npm run wasm\`. */\nexport const rowsWasm = [\n${lines.map((line) => `  '${line}',\n`).join('')}].join('');\n`;
}

if (process.argv[1] === import.meta.filename)
  writeFileSync(join(import.meta.dirname, '../src/formats/rows-wasm.ts'), moduleOf(await compiled()));
