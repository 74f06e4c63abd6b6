/** One phone in an inventory, a backup, answers to its server and the profiles that it lists is judged as one. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type PlistValue } from 'plist';
import { afterAll, describe, expect, it } from 'vitest';
import { isKnown } from '../../src/model/observation.ts';
import type { SubjectEvent } from '../../src/read/events.ts';
import { readPaths } from '../../src/read/paths.ts';
import { backupOf, writeFiles } from '../../tools/fixtures/apple-backup.ts';
import { guardedPhone, openPhone } from '../../tools/fixtures/apple-phone.ts';
import { all } from '../support/bytes.ts';

const asOf = '2026-11-29T12:00:00Z';
const folder = mkdtempSync(join(tmpdir(), 'passmuster-one-phone-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As the made-up backups have them. */
const [udid, serial, imei] = ['00000000-000000000000001E', 'C4N4RYSERIAL', '356938035643809'];

let files = 0;
function written(text: string, ending: string): string {
  const path = join(folder, `${(files += 1)}.${ending}`);
  writeFileSync(path, text);
  return path;
}
const plist = (value: { [key: string]: PlistValue }) => written(build(value), 'plist');
const answer = (
  body: { [key: string]: PlistValue },
  envelope: { [key: string]: PlistValue } = { UDID: udid },
) => plist({ CommandUUID: '1', Status: 'Acknowledged', ...envelope, ...body });
const security = (isPresent: boolean) => ({
  SecurityInfo: { HardwareEncryptionCaps: 3, PasscodePresent: isPresent },
});
const row = (more: object) => ({
  id: '00000000-0000-4000-8000-000000000001',
  managedDeviceOwnerType: 'company',
  managementState: 'managed',
  operatingSystem: 'iOS',
  osVersion: '26.0',
  lastSyncDateTime: '2026-11-02T06:15:00Z',
  isSupervised: true,
  isEncrypted: true,
  ...more,
});
const inventory = (...rows: object[]) => written(JSON.stringify({ value: rows }), 'json');

function backup(name: string, change = {}): string {
  writeFiles(join(folder, name), backupOf({ ...guardedPhone, ...change }));
  return join(folder, name);
}

async function read(...paths: string[]) {
  const events = await all(readPaths(paths, { asOf, identityKey: 'of the tests' }));
  const output = JSON.stringify(events.map((event) => ({ ...event, links: undefined })));
  for (const value of [serial, imei]) expect(output).not.toContain(value);
  const subjects = events.flatMap((event) => (event.kind === 'subject' ? [event] : []));
  const codes = events.flatMap((event) =>
    event.kind === 'input' ? event.record.notices.map(({ code }) => code) : [],
  );
  return { devices: subjects.filter(({ subject }) => subject.kind === 'device'), codes };
}

const told = (event: SubjectEvent | undefined, setting: string) =>
  (event?.observations ?? [])
    .filter((one) => one.setting === setting)
    .map(
      (one) =>
        `${one.layer} ${isKnown(one) ? String(one.value) : one.unknown}${one.superseded ? ', old' : ''}`,
    );

describe('one phone', () => {
  it('in an inventory, a backup and answers is one subject with every witness', async () => {
    const paths = [
      inventory(row({ serialNumber: serial })),
      backup('a backup'),
      answer(security(true)),
      answer({ QueryResponses: { ProductName: 'iPhone17,3', SerialNumber: serial, UDID: udid } }),
    ];
    const { devices } = await read(...paths);
    expect(devices).toHaveLength(1);
    const [device] = devices;
    const witnesses = new Set(device?.observations.map(({ evidence }) => evidence.input));
    expect(device?.joined).toHaveLength(3);
    expect(witnesses.size).toBe(3); // DeviceInformation has nothing but identifiers here
    expect(told(device, 'passcode.present')).toEqual(['observed true', 'observed true']);
    // The backup is of 28 November, the row of the 2nd.
    expect(told(device, 'os.version')).toEqual(['observed 26.0, old', 'observed 26.1', 'observed 26.1']);
    expect(device?.subject).toMatchObject({ osVersion: '26.1', ownership: 'corporate', supervised: true });
  });

  it.each<[string, object, () => string]>([
    ['serial number', { serialNumber: serial }, () => backup('by serial')],
    ['UDID in another spelling', { udid: udid.toLowerCase().replace('-', '') }, () => backup('by udid')],
    ['IMEI with another check digit', { imei: `${imei.slice(0, 14)}01` }, () => backup('by imei')],
  ])('is known by its %s', async (_name, identity, other) => {
    const { devices } = await read(inventory(row(identity)), other());
    expect(devices).toHaveLength(1);
  });

  it('that answers without a serial number is known by the UDID around the answer', async () => {
    const { devices } = await read(
      answer(security(true)),
      answer({ GlobalRestrictions: { restrictedBool: { allowCamera: { value: false } } } }),
    );
    expect(devices).toHaveLength(1);
    expect(told(devices[0], 'camera.allowed')).toEqual(['observed false']);
  });

  it('under User Enrolment is known by its EnrollmentID', async () => {
    const own = { EnrollmentID: '00000000-0000-4000-8000-0000000000e1' };
    const other = { EnrollmentID: '00000000-0000-4000-8000-0000000000e2' };
    const information = { QueryResponses: { ProductName: 'iPhone17,3', OSVersion: '26.1' } };
    const { devices } = await read(
      answer(security(true), own),
      answer(information, own),
      answer(security(true), other),
    );
    expect(devices.map(({ joined }) => joined?.length ?? 0)).toEqual([1, 0]);
    expect(devices[0]?.subject).toMatchObject({ enrolmentType: 'user', osVersion: '26.1' });
  });

  it('in several events of a webhook, and a check-in that names its numbers, is one with the inventory', async () => {
    const event = (name: string, body: { [key: string]: PlistValue }) => ({
      topic: 'mdm.Connect',
      created_at: '2026-11-28T08:00:00Z',
      [name]: { raw_payload: Buffer.from(build({ UDID: udid, ...body })).toString('base64') },
    });
    const status = { Status: 'Acknowledged', CommandUUID: '1' };
    const events = [
      event('checkin_event', { MessageType: 'Authenticate', SerialNumber: serial }),
      event('acknowledge_event', { ...status, ...security(false) }),
    ];
    const lines = events.map((one) => `${JSON.stringify(one)}\n`).join('');
    const { devices } = await read(written(lines, 'ndjson'), inventory(row({ serialNumber: serial })));
    expect(devices).toHaveLength(1);
    expect(told(devices[0], 'passcode.present')).toEqual(['observed false']);
  });
});

describe('an Android phone', () => {
  function collected(name: string, ...properties: string[]): string {
    const path = join(folder, name);
    mkdirSync(path);
    const lines = ['[ro.build.version.release]: [16]', ...properties];
    writeFileSync(join(path, 'getprop.txt'), lines.map((line) => `${line}\n`).join(''));
    writeFileSync(join(path, 'settings_global.txt'), 'adb_enabled=0\n');
    return path;
  }
  const android = inventory(row({ operatingSystem: 'Android', osVersion: '15', serialNumber: serial }));

  it.each([
    ['ro.serialno', [`[ro.serialno]: [${serial}]`]],
    ['ro.boot.serialno', [`[ro.boot.serialno]: [${serial}]`, `[ro.serialno]: []`]],
  ])('is known by %s', async (name, properties) => {
    const { devices } = await read(android, collected(name, ...properties));
    expect(devices).toHaveLength(1);
    expect(devices[0]?.joined).toHaveLength(1);
  });

  it.each([
    ['that stands twice', [`[ro.serialno]: [${serial}]`, '[ro.serialno]: [OTHER12345]']],
    ['in a text that breaks off', [`[ro.serialno]: [${serial}]`, '[ro.product.model]: [Pix']],
    ['that no phone has', ['[ro.serialno]: [unknown]']],
  ])('is not known by a number %s', async (name, properties) => {
    const { devices } = await read(android, collected(name, ...properties));
    expect(devices).toHaveLength(2);
  });
});

describe('two phones', () => {
  it('stay two', async () => {
    const { devices, codes } = await read(inventory(row({ serialNumber: 'OTHER12345' })), backup('another'));
    expect(devices).toHaveLength(2);
    expect(codes).not.toContain('device-joined');
  });

  it('with one serial number and two UDIDs stay apart, and both are told', async () => {
    const rows = [
      row({ serialNumber: serial, udid }),
      row({ id: '2', serialNumber: serial, udid: '00000000-000000000000002E' }),
    ];
    const { devices, codes } = await read(inventory(...rows));
    expect(devices).toHaveLength(2);
    expect(codes).toEqual(['identity-contradictory']);
  });

  it('with factory defaults for serial numbers stay two', async () => {
    const rows = [
      row({ serialNumber: '0123456789ABCDEF' }),
      row({ id: '2', serialNumber: '0123456789ABCDEF' }),
    ];
    expect((await read(inventory(...rows))).devices).toHaveLength(2);
  });

  it('are nothing to each other without a key', async () => {
    const paths = [inventory(row({ serialNumber: serial })), backup('without a key')];
    const events = await all(readPaths(paths, { asOf }));
    expect(events.filter((event) => event.kind === 'subject')).toHaveLength(2);
  });
});

describe('a profile', () => {
  const uuid = '00000000-0000-4000-8000-0000000000aa';
  const profile = (payloadUuid: string) =>
    written(
      build({
        PayloadType: 'Configuration',
        PayloadIdentifier: 'example.camera',
        PayloadUUID: payloadUuid,
        PayloadContent: [{ PayloadType: 'com.apple.applicationaccess', allowCamera: false }],
      }),
      'mobileconfig',
    );
  const listing = (payloadUuid: string) =>
    answer({ ProfileList: [{ PayloadIdentifier: 'example.camera', PayloadUUID: payloadUuid }] });

  it('is required of the phone that lists its UUID, and not more: a UUID does not prove the content', async () => {
    const { devices } = await read(profile(uuid.toUpperCase()), listing(uuid));
    expect(told(devices[0], 'camera.allowed')).toEqual(['required false']);
  });

  it('with another UUID is none of its', async () => {
    const { devices } = await read(profile(uuid), listing('00000000-0000-4000-8000-0000000000bb'));
    expect(told(devices[0], 'camera.allowed')).toEqual([]);
  });

  it('reaches also what a backup says of the phone', async () => {
    const { devices } = await read(profile(uuid), listing(uuid), backup('with a profile', openPhone));
    expect(devices).toHaveLength(1);
    expect(told(devices[0], 'camera.allowed')).toEqual(['observed true', 'required false']);
  });
});
