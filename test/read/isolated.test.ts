/** A reading child that is stopped costs its own input and nothing else. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildBinary } from 'plist';
import { afterAll, describe, expect, it } from 'vitest';
import { inputOf, OpenInput } from '../../src/io/input.ts';
import type { RawEvent } from '../../src/read/events.ts';
import type { ChildBounds } from '../../src/read/child-host.ts';
import { IsolatedReader, needsIsolation } from '../../src/read/isolated.ts';
import { readOpened } from '../../src/read/opened.ts';
import { readPaths } from '../../src/read/paths.ts';

const context = { asOf: '2026-11-20T23:59:59Z' };
const profile = new Uint8Array(
  buildBinary({
    PayloadType: 'Configuration',
    PayloadIdentifier: 'example.synthetic',
    PayloadContent: [{ PayloadType: 'com.apple.applicationaccess', allowCamera: false }],
  }),
);
const folder = mkdtempSync(join(tmpdir(), 'passmuster-isolated-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function collect(events: AsyncIterable<RawEvent>): Promise<RawEvent[]> {
  const all: RawEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}
const records = (events: readonly RawEvent[]) =>
  events.flatMap((event) => (event.kind === 'input' ? [event.record] : []));

async function withReader<T>(
  bounds: ChildBounds | undefined,
  use: (reader: IsolatedReader) => Promise<T>,
): Promise<T> {
  const reader = new IsolatedReader(bounds);
  try {
    return await use(reader);
  } finally {
    reader.stop();
  }
}

/** Never ends: what a child waits for that is fed too slowly. */
function endless(name: string): Promise<OpenInput> {
  async function* source(): AsyncGenerator<Uint8Array> {
    yield new Uint8Array(256 * 1024).fill(0x20);
    await new Promise((resolve) => setTimeout(resolve, 60_000).unref());
    yield new Uint8Array(1);
  }
  return OpenInput.open(name, source());
}

describe('the reading child', () => {
  it('says what reading in this process says', async () => {
    const here = await collect(readOpened(await inputOf('a.mobileconfig', profile), context));
    const there = await withReader(undefined, async (reader) =>
      collect(reader.read(await inputOf('a.mobileconfig', profile), context)),
    );
    expect(there).toEqual(here);
    expect(there).toHaveLength(2);
  });

  it('reads several inputs, good and bad, one after the other', async () => {
    const found = await withReader(undefined, async (reader) => {
      const all: RawEvent[] = [];
      for (const bytes of [profile, profile.subarray(0, 60), profile])
        all.push(...(await collect(reader.read(await inputOf('a.mobileconfig', bytes), context))));
      return records(all);
    });
    expect(found.map(({ status }) => status)).toEqual(['read', 'unreadable', 'read']);
  });

  it('is stopped when it takes too long, and the next input gets another', async () => {
    const found = await withReader({ heapMiB: 256, seconds: 6 }, async (reader) => [
      ...records(await collect(reader.read(await endless('slow.plist'), context))),
      ...records(await collect(reader.read(await inputOf('a.mobileconfig', profile), context))),
    ]);
    expect(found.map(({ status }) => status)).toEqual(['unreadable', 'read']);
    expect(found[0]?.notices).toMatchObject([
      { code: 'reader-stopped', message: expect.stringContaining('time') },
    ]);
  });

  it('that runs out of memory leaves an unreadable input', async () => {
    const items = Array.from({ length: 120_000 }, (_, index) => `<string>entry ${index}</string>`).join('\n');
    const text = `<plist version="1.0"><dict><key>PayloadType</key><string>Configuration</string><key>PayloadContent</key><array>${items}</array></dict></plist>`;
    const found = await withReader({ heapMiB: 16, seconds: 60 }, async (reader) =>
      records(await collect(reader.read(await inputOf('large.mobileconfig', Buffer.from(text)), context))),
    );
    expect(found).toMatchObject([
      {
        status: 'unreadable',
        notices: [{ code: 'reader-stopped', message: expect.stringContaining('memory') }],
      },
    ]);
  });

  it('does not outlive an input that fails by itself', async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(300 * 1024);
      const { PassmusterError } = await import('../../src/errors.ts');
      throw new PassmusterError('input-changed', 'The file changed while it was read.');
    }
    const input = await OpenInput.open('moving.plist', failing());
    const found = await withReader(undefined, async (reader) =>
      records(await collect(reader.read(input, context))),
    );
    expect(found).toMatchObject([{ status: 'unreadable', notices: [{ code: 'input-changed' }] }]);
  });
});

describe('which inputs are isolated', () => {
  it.each([
    ['a binary property list', profile, true],
    ['a signed file', Buffer.from('3082010006092a864886f70d010702', 'hex'), true],
    ['PEM', Buffer.from('-----BEGIN PKCS7-----\n'), true],
    ['bare Base64 of a signed file', Buffer.from('MIIabcdefghijklmnopqrstuvwxyz0123456789'), true],
    [
      'large XML',
      Buffer.concat([Buffer.from('<?xml version="1.0"?>'), Buffer.alloc(300 * 1024, 0x20)]),
      true,
    ],
    ['large YAML', Buffer.from('a: 1\n'.repeat(60 * 1024)), true],
    ['large prose', Buffer.from('Not a key.\n'.repeat(30 * 1024)), false],
    ['YAML with a binary property list', Buffer.from('p: YnBsaXN0MDDf\n'), true],
    ['prose with one', Buffer.from('Look, a YnBsaXN0MDDf!\nIt is none.\n'), false],
    ['small YAML', Buffer.from('a: 1\n'), false],
    ['small XML', Buffer.from('<?xml version="1.0"?><plist/>'), false],
    ['JSON', Buffer.from('{"value":[]}'), false],
    ['JSON with a binary property list', Buffer.from('{"p": "YnBsaXN0MDDf"}'), true],
    ['JSON in UTF-16 with one', Buffer.from('\uFEFF{"p": "YnBsaXN0MDDf"}', 'utf16le'), true],
    ['JSON with escaped XML', Buffer.from('{"p": "\\u003cplist version=1.0"}'), true],
    ['an event of a webhook', Buffer.from('[{"topic": "mdm.Connect", "acknowledge_event": {}}]'), true],
    ['XML with a document inside', Buffer.from('<?xml version="1.0"?><a>&lt;plist'), true],
    ['a command that installs a profile', Buffer.from('<plist><dict><key>Command</key>'), true],
    ['XML of another kind', Buffer.from('<testsuite name="x"/>'), false],
  ])('%s', async (_name, bytes, expected) => {
    expect(needsIsolation(await inputOf('x', new Uint8Array(bytes)))).toBe(expected);
  });

  it('the run goes on after one of them', async () => {
    writeFileSync(join(folder, 'a.mobileconfig'), profile);
    writeFileSync(join(folder, 'b.mobileconfig'), profile.subarray(0, 50));
    writeFileSync(join(folder, 'c.mobileconfig'), profile);
    const found = records(await collect(readPaths([folder], context)));
    expect(found.map(({ status }) => status)).toEqual(['read', 'unreadable', 'read']);
    expect(found.every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256))).toBe(true);
  });
});
