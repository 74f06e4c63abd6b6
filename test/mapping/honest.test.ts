/** To take a fact away, in whatever way exports do it, never makes a device look other than it did: it only makes it less known. */
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inputOf } from '../../src/io/input.ts';
import type { MappingFile } from '../../src/mapping/file.ts';
import { readyMadeFile, readyMadeIds } from '../../src/mapping/ready-made.ts';
import { isKnown } from '../../src/model/observation.ts';
import { readOpened } from '../../src/read/opened.ts';
import { runs, utf8 } from '../support/bytes.ts';
import { mappingOf } from './sample.ts';

/** `subject setting` → value, of everything that is known. */
async function known(text: string, mappings: readonly MappingFile[] = []): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const context = { asOf: '2026-11-20T23:59:59Z', ...(mappings.length > 0 ? { mappings } : {}) };
  for await (const event of readOpened(await inputOf('list', utf8(text)), context)) {
    if (event.kind !== 'subject') continue;
    for (const one of event.observations)
      if (isKnown(one))
        found.set(`${one.evidence.line} ${one.setting} ${one.scope ?? ''}`, JSON.stringify(one.value));
  }
  return found;
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Every value that holds no others, with the keys that lead to it. */
function leaves(node: Json, path: readonly string[] = []): string[][] {
  if (node === null || typeof node !== 'object') return [[...path]];
  return Object.entries(node).flatMap(([key, value]) => leaves(value, [...path, key]));
}

const withLeaf = (node: Json, [key, ...rest]: readonly string[], value: Json): Json => {
  if (key === undefined) return value;
  if (Array.isArray(node))
    return node.map((item, index) => (String(index) === key ? withLeaf(item, rest, value) : item));
  if (node === null || typeof node !== 'object') return node;
  return Object.fromEntries(
    Object.entries(node).map(([name, inner]) => [name, name === key ? withLeaf(inner, rest, value) : inner]),
  );
};

const jsonIds = readyMadeIds().filter((id) => readyMadeFile(id).match.format === 'json');

describe.each(jsonIds.map((id) => [id]))('%s', (id) => {
  it.each(['ok.pass', 'ok.fail'])('%s without any one of its facts', async (name) => {
    const text = readFileSync(
      join(import.meta.dirname, '..', 'fixtures', 'mappings', id, name, 'input.json'),
      'utf8',
    );
    const root = JSON.parse(text) as Json;
    const lined = (value: Json) => JSON.stringify(value, null, 2);
    const before = await known(lined(root));
    expect(before.size).toBeGreaterThan(0);
    for (const path of leaves(root))
      for (const nothing of [null, '', '--', 'Unknown']) {
        const after = await known(lined(withLeaf(root, path, nothing)));
        for (const [fact, value] of after)
          expect(before.get(fact), `${path.join('/')} = ${nothing}: ${fact}`).toBe(value);
      }
  });
});

const sheet = mappingOf(`
schema: passmuster-mapping/1
id: sheet
title: A sheet
match: { format: csv, keys: [Asset, System] }
subject:
  kind: device
  id: Asset
  platform: { from: System, values: { iPhone: ios, Android: android } }
  osVersion: { from: Version, extract: '(\\d+(?:\\.\\d+)*)' }
  lastSeen: { from: Seen, time: day }
settings:
  passcode.present: { from: Code, values: { 'Yes': true, 'No': false } }
  storage.encrypted: { from: Encrypted, values: { 'Yes': true, 'No': false } }
  passcode.minimumLength: { from: Length }
`);

describe('a table', () => {
  it('without any of its cells', async () => {
    const word = fc.constantFrom('Yes', 'No', 'perhaps', '');
    const row = fc.tuple(
      fc.constantFrom('iPhone', 'Android'),
      fc.constantFrom('17.4.1', 'iOS 16', 'x', ''),
      fc.constantFrom('2026-11-01', 'never', ''),
      word,
      word,
      fc.constantFrom('4', '6', '-1', ''),
    );
    await fc.assert(
      fc.asyncProperty(
        row,
        fc.nat(5),
        fc.constantFrom('', '--', 'n/a', 'unknown'),
        async (cells, at, nothing) => {
          const text = (values: readonly string[]) =>
            `Asset;System;Version;Seen;Code;Encrypted;Length\r\nA-1;${values.join(';')}\r\n`;
          const before = await known(text(cells), [sheet]);
          const without: string[] = [...cells];
          without[at] = nothing;
          const after = await known(text(without), [sheet]);
          // A row with two words that are not understood is not used; with one of them away it may be, and says no more than it did.
          const odd = cells.filter((cell) => ['perhaps', 'x', '-1'].includes(cell)).length;
          if (odd < 2 && !(at === 2 && cells[2] === 'never'))
            for (const [fact, value] of after) expect(before.get(fact)).toBe(value);
        },
      ),
      { numRuns: runs },
    );
  });
});
