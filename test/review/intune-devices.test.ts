/** A phone that fails must not vanish from an export, and a placeholder must not speak for it. */
import { describe, expect, it } from 'vitest';
import { readText, said } from './support-read.ts';

const good = {
  id: 'good',
  operatingSystem: 'iOS',
  managedDeviceOwnerType: 'company',
  osVersion: '26.1',
  isEncrypted: true,
  jailBroken: 'False',
  lastSyncDateTime: '2026-11-18T10:00:00Z',
  model: 'iPhone 15',
};
const bad = { ...good, id: 'bad', isEncrypted: false };
const context = 'https://graph.microsoft.com/v1.0/$metadata#deviceManagement/managedDevices';
const page = (rows: readonly unknown[], more: object = {}) =>
  JSON.stringify({ '@odata.context': context, ...more, value: rows });
/** The row `bad` with a part of its text replaced. */
const withBad = (from: string, to: string) => {
  const text = page([good, bad]);
  const at = text.indexOf(from, text.indexOf('"bad"'));
  return text.slice(0, at) + to + text.slice(at + from.length);
};
const os = '"operatingSystem":"iOS"';

describe('a row that does not say what it is', () => {
  it.each<[string, string]>([
    ['without an operating system', withBad(`${os},`, '')],
    ['with null for it', withBad(os, '"operatingSystem":null')],
    ['with an empty text for it', withBad(os, '"operatingSystem":""')],
    ['with blanks around it', withBad(os, '"operatingSystem":" iOS"')],
    ['with an invisible character in it', withBad(os, '"operatingSystem":"i\u200bOS"')],
    ['with unknown for it', withBad(os, '"operatingSystem":"Unknown"')],
    ['with a number for it', withBad(os, '"operatingSystem":8')],
    ['with two for it', withBad(os, `${os},"operatingSystem":"Windows"`)],
    ['with two in two spellings', withBad(os, `${os},"OperatingSystem":"Windows"`)],
  ])('%s leaves the export incomplete', async (_name, text) => {
    const { subjects, record, codes } = await readText(text);
    expect(subjects.map(({ subject }) => subject.id)).toEqual(['good']);
    expect(record.status).toBe('partial');
    expect(codes).toContain('record-unreadable');
  });

  it('of another platform is skipped', async () => {
    const { record } = await readText(withBad(os, '"operatingSystem":"Windows"'));
    expect(record).toMatchObject({ status: 'read', skipped: 1, subjects: 1 });
  });
});

describe('several pages in one file', () => {
  const link = { '@odata.nextLink': 'https://graph.example/next' };
  const asList = (pages: readonly string[]) => `[${pages.join(',')}]`;
  const asLines = (pages: readonly string[]) => pages.map((one) => `${one}\n`).join('');

  const asDocuments = (pages: readonly string[]) =>
    pages.map((one) => JSON.stringify(JSON.parse(one), null, 2)).join('\n');
  const asLong = (pages: readonly string[]) =>
    pages.map((one) => one.replace('"value"', `"padding":"${'x'.repeat(300_000)}","value"`)).join('\n');

  it.each([
    ['a list of pages', asList],
    ['one page a line', asLines],
    ['one page after the other', asDocuments],
    ['pages of more text than detection looks at', asLong],
  ])('as %s: all rows are read, and the last page tells whether there are more', async (_name, join) => {
    const whole = await readText(join([page([good], link), page([bad])]));
    expect(whole.subjects.map(({ subject }) => subject.id)).toEqual(['good', 'bad']);
    expect(whole.record).toMatchObject({ status: 'read', source: 'intune-devices' });
    const open = await readText(join([page([good], link), page([bad], link)]));
    expect(open.codes).toContain('pages-left');
  });

  it('count their own rows or all', async () => {
    const read = (count: number) =>
      readText(asLines([page([good], { '@odata.count': count, ...link }), page([bad])]));
    expect((await read(1)).record.status).toBe('read');
    expect((await read(2)).record.status).toBe('read');
    expect((await read(3)).codes).toContain('count-mismatch');
  });

  it('name the row of each fact', async () => {
    const { subjects } = await readText(asLines([page([good], link), page([bad])]));
    const places = subjects[1]?.observations.map(({ evidence }) => evidence.locator);
    expect(places).toContain('line 2: /value/0/osVersion');
  });

  it('beside a device: every row is read', async () => {
    const { subjects } = await readText(JSON.stringify([good, JSON.parse(page([bad]))]));
    expect(subjects.map(({ subject }) => subject.id)).toEqual(['good', 'bad']);
  });
});

describe('what stands around the rows', () => {
  it.each<[string, string]>([
    ['a device beside the array', JSON.stringify({ ...bad, value: [good] })],
    ['a text in place of the array', JSON.stringify({ '@odata.context': context, value: 'x' })],
    ['null in place of the array', JSON.stringify({ '@odata.context': context, value: null })],
    ['no rows at all', page([])],
    ['more rows declared', page([good], { '@odata.count': 5 })],
    ['more rows declared in a text', page([good], { '@odata.count': '5' })],
    ['fewer rows declared', page([good, bad], { '@odata.count': 1 })],
    [
      'two links of which the last is null',
      page([good]).replace('"value"', '"@odata.nextLink":"https://x","@odata.nextLink":null,"value"'),
    ],
  ])('%s leaves the export incomplete', async (_name, text) => {
    expect((await readText(text)).record.status).not.toBe('read');
  });

  it.each<[string, string]>([
    ['no link', page([good], { '@odata.nextLink': null })],
    ['as many rows as declared', page([good], { '@odata.count': 1 })],
    ['declared emptiness', page([], { '@odata.count': 0 })],
  ])('%s is whole', async (_name, text) => {
    expect((await readText(text)).record.status).toBe('read');
  });

  it('an object in place of the array is the one device', async () => {
    const { subjects, record } = await readText(JSON.stringify({ '@odata.context': context, value: bad }));
    expect(subjects.map(({ subject }) => subject.id)).toEqual(['bad']);
    expect(record.status).toBe('read');
  });

  it('rows behind more text than detection looks at are read', async () => {
    const { subjects } = await readText(page([bad], { padding: 'x'.repeat(300_000) }));
    expect(subjects.map(({ subject }) => subject.id)).toEqual(['bad']);
  });
});

describe('the last contact', () => {
  const sync = '"lastSyncDateTime":"2026-11-18T10:00:00Z"';
  it.each<[string, string, string]>([
    ['never', '"lastSyncDateTime":"0001-01-01T00:00:00Z"', 'not-reported'],
    ['null', '"lastSyncDateTime":null', 'not-reported'],
    ['twice', `"lastSyncDateTime":"0001-01-01T00:00:00Z",${sync}`, 'ambiguous'],
    ['twice in two spellings', `"LastSyncDateTime":"0001-01-01T00:00:00Z",${sync}`, 'ambiguous'],
    ['no day', '"lastSyncDateTime":"2026-02-31T10:00:00Z"', 'ambiguous'],
    ['no moment', '"lastSyncDateTime":"yesterday"', 'ambiguous'],
  ])('%s: what stands in the row is no state of the phone', async (_name, text, reason) => {
    const { subjects } = await readText(page([good]).replace(sync, text));
    const [row] = subjects;
    expect(said(row?.observations ?? [], 'storage.encrypted')).toEqual([reason]);
    expect(row?.subject.lastSeen).toBeUndefined();
  });

  it('with an offset is the same moment', async () => {
    const { subjects } = await readText(
      page([good]).replace(sync, '"lastSyncDateTime":"2026-11-18T12:00:00+02:00"'),
    );
    expect(subjects[0]?.subject.lastSeen).toBe('2026-11-18T10:00:00Z');
    expect(said(subjects[0]?.observations ?? [], 'storage.encrypted')).toEqual([true]);
  });
});

describe('the identifier', () => {
  it.each<[string, unknown]>([
    ['missing', undefined],
    ['empty', ''],
    ['null', null],
  ])('%s: the row is named by its place', async (_name, id) => {
    const { subjects } = await readText(page([{ ...good, id }]));
    expect(subjects.map(({ subject }) => subject.id)).toEqual(['row /value/0']);
  });
});

it('a value of another type is no evidence', async () => {
  const { subjects } = await readText(page([{ ...good, isEncrypted: 'true', jailBroken: false }]));
  expect(said(subjects[0]?.observations ?? [], 'storage.encrypted')).toEqual(['ambiguous']);
  expect(said(subjects[0]?.observations ?? [], 'device.compromised')).toEqual(['ambiguous']);
});

describe('one record a line', () => {
  const lines = `${JSON.stringify(good)}\n${JSON.stringify(bad)}`;
  it('is whole when the last line ends', async () => {
    expect((await readText(`${lines}\n`)).record).toMatchObject({ status: 'read', subjects: 2 });
  });
  it('is incomplete when the last line does not end', async () => {
    const { subjects, record } = await readText(lines);
    expect(subjects).toHaveLength(2);
    expect(record.status).toBe('partial');
  });
});
