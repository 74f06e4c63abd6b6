/** An archive says what the folder in it says; what is lost of it makes the evidence incomplete. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import type { InputRecord } from '../../src/model/report.ts';
import type { ReadEvent } from '../../src/read/events.ts';
import { readPaths } from '../../src/read/paths.ts';
import { tarOf, zipOf } from '../support/archive.ts';

const folder = mkdtempSync(join(tmpdir(), 'passmuster-read-archive-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const device = (id: string) =>
  JSON.stringify([
    {
      id,
      managedDeviceOwnerType: 'company',
      operatingSystem: 'iOS',
      osVersion: '26.1',
      isEncrypted: true,
      lastSyncDateTime: '2026-11-19T00:00:00Z',
    },
  ]);
const files = [
  { name: 'a/devices.json', content: Buffer.from(device('one')) },
  { name: 'b/devices.json', content: Buffer.from(device('two')) },
  { name: 'notes.txt', content: Buffer.from('nothing to read') },
];

async function read(
  name: string,
  bytes: Uint8Array,
): Promise<{ events: ReadEvent[]; records: InputRecord[]; archive: InputRecord | undefined }> {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  const events: ReadEvent[] = [];
  for await (const event of readPaths([path], { asOf: '2026-11-20T23:59:59Z' })) events.push(event);
  const records = events.flatMap((event) => (event.kind === 'input' ? [event.record] : []));
  return { events, records, archive: records.find((record) => record.path.endsWith(name)) };
}
const subjects = (events: readonly ReadEvent[]) =>
  events.flatMap((event) => (event.kind === 'subject' ? [event.subject.id] : []));

describe('an archive', () => {
  it.each([
    ['zip', zipOf(files), 'zip'],
    ['tar', tarOf(files), 'tar'],
    ['tar.gz', gzipSync(tarOf(files)), 'gzip'],
    ['zip.in.tar', tarOf([{ name: 'inner.zip', content: zipOf(files) }]), 'tar'],
  ])('%s is a folder', async (name, bytes, source) => {
    const { events, records, archive } = await read(`export.${name}`, bytes);
    expect(subjects(events)).toEqual(['one', 'two']);
    expect(archive).toMatchObject({ status: 'read', source, bytes: bytes.length });
    expect(archive?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(records.map(({ path, status }) => `${status} ${path.split(`export.${name}`)[1]}`)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^read .*\/a\/devices\.json$/),
        expect.stringMatching(/^ignored .*\/notes\.txt$/),
      ]),
    );
  });

  it('names itself and the entry as witness', async () => {
    const { events } = await read('witness.zip', zipOf(files));
    const [first] = events;
    const evidence = first?.kind === 'subject' ? first.observations[0]?.evidence : undefined;
    expect(evidence).toMatchObject({
      input: expect.stringMatching(/witness\.zip$/),
      entry: 'a/devices.json',
      line: 1,
    });
  });

  it.each<[string, Uint8Array, string]>([
    ['cut off', zipOf(files).subarray(0, 200), 'unreadable'],
    ['cut off in the last file', tarOf(files).subarray(0, 2600), 'unreadable'],
    ['too deep', nested(5), 'read'],
  ])('%s leaves the evidence incomplete', async (name, bytes, status) => {
    const { records, archive } = await read(`${name.replaceAll(' ', '-')}.bin`, bytes);
    expect(archive?.status).toBe(status);
    expect(records.some((record) => record.status === 'unreadable')).toBe(true);
  });

  it('with a broken file in it still has the others', async () => {
    const broken = zipOf([...files, { name: 'c.json', content: Buffer.from(device('three').slice(0, 120)) }]);
    const { events, records } = await read('partly.zip', broken);
    expect(subjects(events)).toEqual(['one', 'two']);
    expect(
      records
        .filter(({ status }) => status !== 'read')
        .map(({ status, path }) => `${status} ${path.split('/').at(-1)}`)
        .sort(),
    ).toEqual(['ignored notes.txt', 'unreadable c.json']);
  });
});

function nested(depth: number): Uint8Array {
  return depth === 0 ? zipOf(files) : zipOf([{ name: `level${depth}.zip`, content: nested(depth - 1) }]);
}
