/** Who reads a file that several could read. */
import { describe, expect, it } from 'vitest';
import { inputOf } from '../../src/io/input.ts';
import type { MappingFile } from '../../src/mapping/file.ts';
import type { RawEvent } from '../../src/read/events.ts';
import { readOpened } from '../../src/read/opened.ts';
import { utf8 } from '../support/bytes.ts';
import { mappingOf } from './sample.ts';

const mapping = (
  id: string,
  extra = '',
  keys = '[id, operatingSystem, managedDeviceOwnerType]',
): MappingFile =>
  mappingOf(`
schema: passmuster-mapping/1
id: ${id}
title: ${id}
${extra}
match: { format: json, keys: ${keys} }
subject:
  kind: device
  id: id
  platform: { from: operatingSystem, values: { iOS: ios } }
  osVersion: { from: osVersion }
`);

const device = [{ id: 'd-1', operatingSystem: 'iOS', managedDeviceOwnerType: 'company', osVersion: '17.4' }];
const hexnode = {
  count: 1,
  next: null,
  results: [
    {
      id: 1,
      device_name: 'x',
      os_name: 'iOS',
      os_version: '17.4',
      enrolled_time: null,
      last_reported: null,
      enrollment_status: null,
    },
  ],
};

async function read(content: unknown, mappings?: readonly MappingFile[]): Promise<RawEvent[]> {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  const events: RawEvent[] = [];
  const context = { asOf: '2026-11-20T23:59:59Z', ...(mappings === undefined ? {} : { mappings }) };
  for await (const event of readOpened(await inputOf('list', utf8(text)), context)) events.push(event);
  return events;
}

const sourceOf = async (content: unknown, mappings?: readonly MappingFile[]) =>
  (await read(content, mappings)).flatMap((event) =>
    event.kind === 'input' ? [event.record.source] : [],
  )[0];

describe('a file is read', () => {
  it('by the source that knows it, also where a mapping fits', async () => {
    expect(await sourceOf(device, [mapping('mine')])).toBe('intune-devices');
  });
  it('by a mapping that says it takes the place of that source', async () => {
    expect(await sourceOf(device, [mapping('mine', 'overrides: intune-devices')])).toBe('mapping:mine');
  });
  it('by the source where such a mapping does not fit in all its keys', async () => {
    expect(
      await sourceOf(device, [
        mapping('mine', 'overrides: intune-devices', '[id, operatingSystem, ourOwnColumn]'),
      ]),
    ).toBe('intune-devices');
  });
  it('by the first of two mappings that fit, and before a ready-made one', async () => {
    const own = ['one', 'two'].map((id) => ({
      ...mapping(id, '', '[os_name, last_reported]'),
      rows: '$.results',
    }));
    expect(await sourceOf(hexnode, own)).toBe('mapping:one');
    expect(await sourceOf(hexnode)).toBe('mapping:hexnode');
  });
  it('as a table only where its separator is the one of the mapping, and no sheet is asked for', async () => {
    const table = (extra: string): MappingFile =>
      mappingOf(`
schema: passmuster-mapping/1
id: table
title: Table
match: { format: csv, keys: [a, b]${extra} }
subject: { kind: device, id: a, platform: { always: ios } }
`);
    const text = 'a;b\nx;y\n';
    expect(await sourceOf(text, [table('')])).toBe('mapping:table');
    expect(await sourceOf(text, [table(", delimiter: ';'")])).toBe('mapping:table');
    expect(await sourceOf(text, [table(', delimiter: tab')])).toBe('-');
    expect(await sourceOf(text, [table(', sheet: One')])).toBe('-');
  });
  it('by nobody where no mapping fits', async () => {
    expect(await sourceOf([{ a: 1 }], [mapping('mine')])).toBe('-');
    expect(await sourceOf('a,b\n1,2\n', [mapping('mine')])).toBe('-');
  });
});

const shown = (events: readonly RawEvent[]) =>
  events.flatMap((event) =>
    event.kind === 'subject'
      ? event.observations.map((one) => [
          event.subject.id,
          one.setting,
          'value' in one ? one.value : one.unknown,
          one.layer,
          one.evidence.locator,
        ])
      : [],
  );

describe('a mapping reads', () => {
  const head = (format: string, keys: string) => `
schema: passmuster-mapping/1
id: mine
title: Mine
match: { format: ${format}, keys: ${keys} }
`;

  it('XML, elements and attributes', async () => {
    const xml = `<?xml version="1.0"?><phones total="2"><phone id="p-1"><os>iOS</os><volumes><volume><enc>Yes</enc></volume><volume><enc>No</enc></volume></volumes><pin>Yes</pin></phone><phone id="p-2"><os>iOS</os><volumes/><pin>Yes</pin><pin>No</pin></phone></phones>`;
    const mine = mappingOf(`${head('xml', '[os, pin]')}
rows: $.phones.phone
complete: { total: $.phones.@total }
subject: { kind: device, id: '@id', platform: { from: os, values: { iOS: ios } } }
settings:
  passcode.present: { from: pin, values: { 'Yes': true, 'No': false } }
  storage.encrypted: { path: [volumes, '*', enc], combine: all, values: { 'Yes': true, 'No': false } }
`);
    const events = await read(xml, [mine]);
    expect(shown(events)).toEqual([
      ['p-1', 'passcode.present', true, 'observed', '/phones/phone[1]/pin'],
      ['p-1', 'storage.encrypted', false, 'observed', '/phones/phone[1]/volumes/*/enc'],
      ['p-2', 'passcode.present', 'ambiguous', 'observed', '/phones/phone[2]/pin'],
      ['p-2', 'storage.encrypted', 'not-reported', 'observed', '/phones/phone[2]/volumes/*/enc'],
    ]);
    expect(events.at(-1)).toMatchObject({ record: { source: 'mapping:mine', status: 'read', subjects: 2 } });
  });

  it('one record a line, extension attributes, units, layers, lists of apps, and a platform that is an error', async () => {
    const mine = mappingOf(`${head('ndjson', '[id, os]')}
subject:
  kind: device
  id: id
  platform: { from: os, values: { iOS: ios }, otherwise: error }
settings:
  backup.local.encrypted: { from: 'ext:Backup encrypted', values: { 'Yes': true, 'No': false } }
  lock.maximumInactivityMinutes: { from: lock, unit: seconds, layer: installed }
  passcode.minimumLength: { path: [pins, '*'], combine: min, layer: required }
  updates.pendingVersion: { path: [versions, '*'], combine: max }
apps: { list: apps, id: bundle, version: v, whole: true }
`);
    const line = {
      id: 'p/1',
      os: 'iOS',
      lock: '300',
      pins: [6, 4, '8'],
      versions: ['17.10', '17.9'],
      extensionAttributes: [{ id: '1', name: 'Backup encrypted', type: 'STRING', value: ['Yes'] }],
      apps: [{ bundle: 'net.whatsapp.WhatsApp', v: '2.24' }, { bundle: 'com.example.mail' }],
    };
    const events = await read(
      `${JSON.stringify(line)}\n${JSON.stringify({ ...line, id: 'p-2', lock: '100', apps: null, pins: [4, null], extensionAttributes: [] })}\n`,
      [mine],
    );
    expect(shown(events)).toEqual([
      ['p/1', 'backup.local.encrypted', true, 'observed', 'line 1: /ext:Backup encrypted'],
      ['p/1', 'updates.pendingVersion', '17.10', 'observed', 'line 1: /versions/*'],
      ['p/1', 'lock.maximumInactivityMinutes', 5, 'installed', 'line 1: /lock'],
      ['p/1', 'passcode.minimumLength', 4, 'required', 'line 1: /pins/*'],
      ['p/1', 'apps.installed', ['com.example.mail', 'net.whatsapp.WhatsApp'], 'observed', 'line 1: /apps'],
      ['p/1', 'app.installed', true, 'observed', 'line 1: /apps'],
      ['p-2', 'updates.pendingVersion', '17.10', 'observed', 'line 2: /versions/*'],
      ['p-2', 'lock.maximumInactivityMinutes', 100 / 60, 'installed', 'line 2: /lock'],
      ['p-2', 'passcode.minimumLength', 'not-reported', 'required', 'line 2: /pins/*'],
      ['p-2', 'backup.local.encrypted', 'not-collected', 'observed', 'line 2: /ext:Backup encrypted'],
      ['p-2', 'apps.installed', 'not-reported', 'observed', 'line 2: /apps'],
    ]);
    const broken = await read(`${JSON.stringify(line)}\n${JSON.stringify({ id: 'x', os: 'Palm' })}\n`, [
      mine,
    ]);
    expect(broken.at(-1)).toMatchObject({
      record: { status: 'partial', notices: [{ code: 'input-unreadable' }] },
    });
  });

  it('policies, which demand and observe nothing', async () => {
    const mine = mappingOf(
      `${head('json', '[name, minLength]')}
subject: { kind: policy, id: policyId, platform: { always: android } }
settings:
  passcode.minimumLength: minLength
`.replace('passcode.minimumLength: minLength', 'passcode.minimumLength: { from: minLength }'),
    );
    const events = await read([{ policyId: 7, name: 'x', minLength: 6 }], [mine]);
    expect(events[0]).toMatchObject({ subject: { id: '7', kind: 'policy' } });
    expect(events[0]).not.toHaveProperty('links');
    expect(shown(events)).toEqual([['7', 'passcode.minimumLength', 6, 'required', '/0/minLength']]);
  });

  it('no code of a phone, where somebody keeps the codes themselves', async () => {
    const mine = mappingOf(`${head('csv', '[Asset, PIN]')}
subject: { kind: device, id: Asset, platform: { always: ios } }
settings:
  passcode.present: { from: PIN, values: { 'Yes': true, 'No': false } }
  passcode.minimumLength: { from: PIN length }
`);
    const events = await read('Asset,PIN,PIN length\nA-1,4711,4\nA-2,yes,6\nA-3,n/a,6\n', [mine]);
    expect(shown(events).map(([id, setting, value]) => [id, setting, value])).toEqual([
      ['A-1', 'passcode.present', 'ambiguous'],
      ['A-1', 'passcode.minimumLength', 4],
      ['A-2', 'passcode.present', true],
      ['A-2', 'passcode.minimumLength', 6],
      ['A-3', 'passcode.present', 'not-reported'],
      ['A-3', 'passcode.minimumLength', 6],
    ]);
    expect(JSON.stringify(events)).not.toContain('4711');
    expect(JSON.stringify(events)).toContain('"value":"yes"');
  });

  it('nothing that names a person', async () => {
    const mine = mappingOf(`${head('csv', '[Serial, System]')}
subject:
  kind: device
  id: { firstOf: [Serial, E-mail] }
  user: E-mail
  platform: { from: System, values: { iOS: ios } }
settings:
  passcode.present: { from: Owner, values: { 'Jo Bloggs': true } }
  storage.encrypted: { from: Wi-Fi password, values: { 'hunter2': true } }
  device.managed: { from: Team, values: { 'Red': true } }
mask: [team]
`);
    const events = await read(
      'Serial,System,E-mail,Owner,Wi-Fi password,Team\nF2LSECRET001,iOS,jo@example.invalid,Jo Bloggs,hunter2,Red\n',
      [mine],
    );
    const text = JSON.stringify(events);
    for (const secret of ['F2LSECRET001', 'jo@example', 'Jo Bloggs', 'hunter2', 'Red"'])
      expect(text).not.toContain(secret);
    expect(shown(events).map(([, setting, value]) => [setting, value])).toEqual([
      ['passcode.present', true],
      ['storage.encrypted', 'ambiguous'],
      ['device.managed', true],
    ]);
  });
});
