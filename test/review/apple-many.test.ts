/** More of everything than any phone has: no reader may run out of stack, or go through all that came before each time. */
import { expect, it } from 'vitest';
import { readDeclarations } from '../../src/artifacts/apple/declaration.ts';
import { archiveRoots } from '../../src/io/archive/container.ts';
import { MapBuilder, type TreeNode } from '../../src/formats/node.ts';
import { readAnswer } from '../../src/sources/apple-mdm-response/answer.ts';
import { readText } from './support-read.ts';

const text = (value: string): TreeNode => ({ type: 'string', value, line: 1 });
function map(entries: Readonly<Record<string, TreeNode>>) {
  const builder = new MapBuilder();
  for (const [key, node] of Object.entries(entries)) builder.add(key, node);
  return builder.build(1);
}
const many = 200_000;

it.each([
  ['apps', map({ Identifier: text('net.whatsapp.WhatsApp') }), 'observations'],
  ['apps that cannot be read', map({}), 'notices'],
] as const)('%s in one answer', (_what, app, told) => {
  const list: TreeNode = { type: 'list', items: Array.from({ length: many }, () => app), line: 1 };
  const site = { input: 'a.plist', asOf: '2026-11-20T00:00:00Z', locate: (path: string) => path };
  expect(readAnswer(map({ InstalledApplicationList: list }), site)[told].length).toBeGreaterThanOrEqual(many);
});

it('declarations', () => {
  const places = Array.from({ length: many }, (_, index) => ({
    node: map({ Type: text('com.apple.asset.data'), Identifier: text(`d${index}`), Payload: map({}) }),
    locate: (pointer: string) => `/${index}${pointer}`,
  }));
  expect(readDeclarations(places, { input: 'a.json' }).observations).toEqual([]);
});

it('reports, of one device and of many', async () => {
  const twice = '{"StatusItems":{"passcode":{"is-present":true,"is-present":true}}}\n';
  expect((await readText(twice.repeat(20_000), 'a.ndjson')).subjects).toHaveLength(1);
  const fleet = Array.from(
    { length: 20_000 },
    (_, index) => `{"UDID":"d${index}","StatusItems":{"passcode":{"is-present":true}}}\n`,
  );
  expect((await readText(fleet.join(''), 'b.ndjson')).subjects).toHaveLength(20_000);
}, 30_000);

it('folders in the names of an archive', () => {
  const entry = (name: string) => ({ name, size: 0, open: async function* () {} });
  const deep = Array.from({ length: 90 }, (_, index) => entry(`${index}/${'a/'.repeat(2000)}b`));
  expect([...archiveRoots('a.zip', deep)]).toHaveLength(1 + 90 * 2001);
  const more = [...deep, ...deep.map(({ name }) => entry(`x/${name}`))];
  expect(() => [...archiveRoots('a.zip', more)]).toThrow('more than 200000 folders');
});
