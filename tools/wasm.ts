/**
 * Makes src/formats/rows-wasm.ts of tools/wasm/rows.ts: `npm run wasm`. The result is committed, so that neither a checkout nor an
 * installation needs the compiler; test/formats/rows-wasm.test.ts makes it again and compares.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
// As a program: what the compiler declares for its own dialect would change the types of ours.
const compiler = join(root, 'node_modules', 'assemblyscript', 'bin', 'asc.js');
const options = ['-O3', '--runtime', 'stub', '--enable', 'simd', '--noAssert'];

/** @throws Error with what the compiler says */
export function compiled(): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'passmuster-wasm-'));
  try {
    const result = join(folder, 'rows.wasm');
    const source = join('tools', 'wasm', 'rows.ts'); // relative, for the path stands in what is made
    execFileSync(process.execPath, [compiler, source, '-o', result, ...options], { cwd: root });
    return new Uint8Array(readFileSync(result));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function moduleOf(bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,100}/g) ?? [];
  return `/** WebAssembly of tools/wasm/rows.ts, in Base64. Made by \`npm run wasm\`. */\nexport const rowsWasm = [\n${lines.map((line) => `  '${line}',\n`).join('')}].join('');\n`;
}

if (process.argv[1] === import.meta.filename)
  writeFileSync(join(root, 'src', 'formats', 'rows-wasm.ts'), moduleOf(compiled()));
