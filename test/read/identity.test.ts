/** What makes two records one phone, and what keeps the values by which they find each other out of everything. */
import { describe, expect, it } from 'vitest';
import { tokenOf } from '../../src/artifacts/identity.ts';
import type { RawEvent } from '../../src/read/events.ts';
import { readIdMap } from '../../src/read/id-map.ts';
import { pseudonymised } from '../../src/read/pseudonyms.ts';
import { utf8 } from '../support/bytes.ts';

const key = 'a key of the tests';

describe('tokens', () => {
  it.each<[string, string, string]>([
    ['serial', 'f2lx00000001', ' F2LX00000001 '],
    ['udid', '00008120-000A11112222333A', '00008120000a11112222333a'],
    ['imei', '35 000000 000001 5', '350000000000015'],
    ['imei', '350000000000015', '3500000000000102'],
    ['user', 'A.Person@Example.com', 'a.person@example.com'],
    ['jamf-device', '17', '17'],
  ])('of a %s are the same however it is written', (kind, one, other) => {
    expect(tokenOf(kind, one, key)).toBeDefined();
    expect(tokenOf(kind, one, key)).toBe(tokenOf(kind, other, key));
  });

  it.each<[string, string | undefined]>([
    ['serial', ''],
    ['serial', undefined],
    ['serial', 'Unknown'],
    ['serial', '0000000000'],
    ['serial', '0123456789ABCDEF'],
    ['serial', '[REDACTED]'],
    ['serial', 'ZZZZZZZZ'],
    ['serial', '1234567890'],
    ['serial', 'EMULATOR31X3X9X0'],
    ['serial', 'Not_Available'],
    ['serial', 'two words'],
    ['udid', '0000000000000000000000000000000000000000'],
    ['udid', 'not a udid'],
    ['imei', '00000000000000'],
    ['imei', '12345'],
    ['imei', '111111111111119'],
    ['imei', '358240051111110'],
    ['imei', '004999010640000'],
    ['user', 'no address'],
    ['jamf-device', '--'],
  ])('of a %s %s are none', (kind, value) => {
    expect(tokenOf(kind, value, key)).toBeUndefined();
  });

  it('differ by kind and by key, hold nothing of the value, and are none without a key', () => {
    const serial = tokenOf('serial', 'F2LX00000001', key);
    expect(serial).toMatch(/^serial:[0-9a-f]{24}$/);
    expect(serial?.slice(7)).not.toBe(tokenOf('jamf-device', 'F2LX00000001', key)?.slice(12));
    expect(serial).not.toBe(tokenOf('serial', 'F2LX00000001', 'another key'));
    expect(tokenOf('serial', 'F2LX00000001', undefined)).toBeUndefined();
  });
});

describe('the list of identifiers', () => {
  it('unites what stands in a row', async () => {
    const text = 'Serial,intune,jamf\nF2LX00000001,device-1,\nF2LX00000002,,17\n,device-3,\n';
    expect(await readIdMap(utf8(text), 'ids.csv', key)).toEqual([
      [tokenOf('serial', 'F2LX00000001', key), tokenOf('intune-device', 'device-1', key)],
      [tokenOf('serial', 'F2LX00000002', key), tokenOf('jamf-device', '17', key)],
    ]);
  });

  it.each(['google-directory', 'Google Directory', '\uFEFFgoogle_directory'])(
    'knows a product of several words as %s',
    async (column) => {
      const [phone] = await readIdMap(utf8(`${column},serial\nAFiQ1,F2LX00000001\n`), 'ids.csv', key);
      expect(phone).toContain(tokenOf('google-directory-device', 'AFiQ1', key));
    },
  );

  it.each<[string, string]>([
    ['one column', 'serial\nF2LX00000001\n'],
    ['a column twice', 'serial,serial\nA0000001,A0000002\n'],
    ['a row that does not fit', 'serial,intune\nF2LX00000001\n'],
  ])('is refused with %s', async (_name, text) => {
    await expect(readIdMap(utf8(text), 'ids.csv', key)).rejects.toMatchObject({ code: 'usage' });
  });
});

describe('pseudonyms', () => {
  const udid = '00008120-000A11112222333A';
  const device: RawEvent = {
    kind: 'subject',
    input: `backups/${udid}`,
    subject: { id: udid, kind: 'device', platform: 'ios', labels: {} },
    observations: [
      {
        setting: 'backup.local.encrypted',
        layer: 'observed',
        origin: 'explicit',
        evidence: { input: `backups/${udid}`, locator: 'IsEncrypted' },
        value: true,
      },
    ],
    joined: [`other/${udid}`],
  };
  const policy: RawEvent = {
    kind: 'subject',
    input: 'a.mobileconfig',
    subject: { id: 'org.example.profile', kind: 'policy', platform: 'ios', labels: {} },
    observations: [],
  };
  const record: RawEvent = {
    kind: 'input',
    record: {
      path: `backups/${udid}`,
      sha256: '',
      bytes: 1,
      source: 'apple-backup',
      status: 'read',
      subjects: 1,
      skipped: 0,
      notices: [{ code: 'file-missing', message: `There is no ${udid} here.` }],
    },
  };
  async function* given(): AsyncGenerator<RawEvent> {
    yield* [device, policy, record];
  }
  const read = async (with_: string): Promise<RawEvent[]> => {
    const events: RawEvent[] = [];
    for await (const event of pseudonymised(given(), with_)) events.push(event);
    return events;
  };

  it('stand wherever the identifier stood', async () => {
    const text = JSON.stringify(await read(key));
    expect(text).not.toContain(udid);
    expect(text).toMatch(/device-[0-9a-f]{12}/);
    expect(text).toContain('org.example.profile');
  });

  it.each([
    ['a GUID behind a word', 'device_7f0f7a50-0000-4000-8000-000000000001.json'],
    ['a UDID behind a word', `backup_${udid}.zip`],
    ['an ECID', '0xA0000000000F2.json'],
    ['an IMEI', 'phone-350000000000015.txt'],
  ])('stand for what names a file: %s', async (_name, name) => {
    const [identifier = ''] = /(?<=^|[_-])(0x|[0-9a-f]{8})[^.]+/i.exec(name) ?? [];
    expect(identifier.length).toBeGreaterThan(10);
    const event: RawEvent = { ...device, input: name };
    const found: RawEvent[] = [];
    const events = (async function* (): AsyncGenerator<RawEvent> {
      yield event;
    })();
    for await (const one of pseudonymised(events, key)) found.push(one);
    expect(JSON.stringify(found)).not.toContain(identifier);
  });

  it('stand for the key under which a device lies', async () => {
    const found = await read(key);
    const text = JSON.stringify(found).replaceAll(/device-[0-9a-f]{12}/g, '');
    expect(text).not.toContain(udid);
    const mapped: RawEvent = {
      ...device,
      subject: { id: 'made-up-1', kind: 'device', platform: 'ios', labels: {} },
      observations: device.observations.map((one) => ({
        ...one,
        evidence: { input: 'a.json', locator: '/Output/made-up-1/x', entry: `a/${udid}/b` },
      })),
    };
    const events = (async function* (): AsyncGenerator<RawEvent> {
      yield mapped;
    })();
    for await (const one of pseudonymised(events, key)) {
      expect(JSON.stringify(one)).not.toContain('made-up-1');
      expect(JSON.stringify(one)).not.toContain(udid);
    }
  });

  it('are the same under the same key only', async () => {
    expect(await read(key)).toEqual(await read(key));
    expect(await read(key)).not.toEqual(await read('another key'));
  });
});
