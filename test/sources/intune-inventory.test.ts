/** Intune's device lists: whatever the export, a phone has the same facts, and a row that has moved has none. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isKnown } from '../../src/model/observation.ts';
import { inputOf } from '../../src/io/input.ts';
import { readOpened } from '../../src/read/opened.ts';
import { readPaths } from '../../src/read/paths.ts';
import type { RawEvent, SubjectEvent } from '../../src/read/events.ts';
import { detectionInput } from '../../src/sources/detect.ts';
import { sources } from '../../src/sources/registry.ts';
import { csvOf, fleet, idOf, iphone, jobRow, portalRow } from '../../tools/fixtures/intune-fleet.ts';
import { settingRow } from '../../tools/fixtures/intune-states.ts';
import { zipOf } from '../support/archive.ts';

const asOf = '2026-11-20T23:59:59Z';
const fixtures = join(import.meta.dirname, '..', 'fixtures', 'sources');

async function read(name: string, content: string | Uint8Array) {
  const input = await inputOf(name, typeof content === 'string' ? Buffer.from(content) : content);
  const events: RawEvent[] = [];
  for await (const event of readOpened(input, { asOf, identityKey: 'of the tests' })) events.push(event);
  return told(events);
}

function told(events: readonly RawEvent[]) {
  const subjects = events.flatMap((event) => (event.kind === 'subject' ? [event] : []));
  const records = events.flatMap((event) => (event.kind === 'input' ? [event.record] : []));
  const codes = records.flatMap(({ notices }) => notices.map(({ code }) => code));
  return { subjects, records, codes };
}

/** Device and setting → value or reason: what a verdict can depend on. */
const factsOf = (subjects: readonly SubjectEvent[]) =>
  Object.fromEntries(
    subjects.map(({ subject, observations }) => [
      subject.id,
      {
        platform: subject.platform,
        ownership: subject.ownership,
        supervised: subject.supervised,
        osVersion: subject.osVersion,
        isSeen: subject.lastSeen !== undefined,
        ...Object.fromEntries(
          observations.map((one) => [`${one.layer} ${one.setting}`, isKnown(one) ? one.value : one.unknown]),
        ),
      },
    ]),
  );

const facts = async (name: string, content: string | Uint8Array) =>
  factsOf((await read(name, content)).subjects);
const ofFixture = (source: string, name: string) => {
  const folder = join(fixtures, source, name);
  const file = readdirSync(folder).find((one) => one.startsWith('input.')) ?? '';
  return facts(file, readFileSync(join(folder, file)));
};

describe('one fleet in several exports', () => {
  it.each(['ok.portal', 'ok.portal-older', 'ok.export-job'])(
    '%s says of every phone what Graph says',
    async (name) => {
      const graph = await ofFixture('intune-devices', 'ok.twin');
      expect(Object.keys(graph)).toHaveLength(6);
      expect(await ofFixture('intune-devices-csv', name)).toEqual(graph);
    },
  );

  it('says of one phone that it is bad', async () => {
    const { [idOf(3)]: bad } = await ofFixture('intune-devices-csv', 'ok.portal');
    expect(bad).toMatchObject({
      platform: 'ipados',
      'observed device.compromised': true,
      'observed storage.encrypted': false,
    });
  });

  const corpus = process.env['PASSMUSTER_CORPUS'];
  it.skipIf(corpus === undefined)('also where somebody else made it up', async () => {
    const folder = join(corpus ?? '', 'synthetic-mdm');
    const of = (pattern: RegExp) => {
      const name = readdirSync(folder).find((one) => pattern.test(one)) ?? '';
      return read(name, readFileSync(join(folder, name)));
    };
    const [graph, portal] = [await of(/^intune-managedDevices/), await of(/^DevicesWithInventory/)];
    expect(factsOf(portal.subjects)).toEqual(factsOf(graph.subjects));
    expect(portal.records[0]).toMatchObject({ status: 'read', subjects: 6, skipped: 1 });
    expect(graph.codes).toContain('pages-left');
    const tokens = ({ subjects }: typeof graph) => subjects.map(({ links }) => links);
    expect(tokens(portal)).toEqual(tokens(graph));
  });
});

describe('a row of a table', () => {
  const row = portalRow(iphone, 'Microsoft Entra');
  const last = (changes: Readonly<Record<string, string>>) =>
    read('export.csv', csvOf([row, { ...row, ...changes, 'Device ID': idOf(50) }]));
  it.each([
    ['Encrypted', 'iOS'],
    ['Supervised', 'Registered'],
    ['Jailbroken', 'Nein'],
    ['Ownership', 'Managed'],
    ['Device state', 'Corporate'],
    ['OS version', 'True'],
    ['Security patch level', 'Unassigned'],
    ['Last check-in', idOf(901)],
    ['OS', 'True'],
    ['OS', ''],
  ])('with %s "%s" gives no fact, and no good phone', async (column, value) => {
    const { subjects, records, codes } = await last({ [column]: value });
    expect(subjects.map(({ subject }) => subject.id)).toEqual([idOf(1)]);
    expect(codes).toEqual(['record-unreadable']);
    expect(records[0]?.status).toBe('partial');
  });

  it.each([
    ['Encrypted', 'Unknown', 'storage.encrypted'],
    ['Supervised', '', 'device.supervised'],
    ['Jailbroken', 'Unknown', 'device.compromised'],
    ['Ownership', 'Unknown', 'device.ownership'],
    ['Security patch level', '', 'os.securityPatch'],
  ])('with %s "%s" leaves that fact open', async (column, value, setting) => {
    const { subjects } = await last({ [column]: value, OS: 'Android' });
    const found = subjects[1]?.observations.filter((one) => one.setting === setting) ?? [];
    expect(found.map((one) => isKnown(one) || one.unknown)).toEqual(
      setting === 'device.supervised' ? [] : ['not-reported'],
    );
  });

  it('whose verdict says compliant proves nothing by it', async () => {
    const { subjects } = await read(
      'export.csv',
      csvOf([{ ...row, Encrypted: '', Supervised: '', Jailbroken: '', Compliance: 'Compliant' }]),
    );
    const known = subjects[0]?.observations.filter(isKnown).map(({ setting }) => setting);
    expect(known?.sort()).toEqual(['device.managed', 'device.ownership', 'os.version']);
  });

  it('with one column twice is not used for it', async () => {
    const text = csvOf([row]).replace('SkuFamily', 'Encrypted');
    expect((await read('export.csv', text)).codes).toContain('record-unreadable');
  });
});

it('the names that an export was asked for stand for those that the portal hands out', async () => {
  const names: Readonly<Record<string, string>> = {
    'Device ID': 'DeviceId',
    'Device name': 'DeviceName',
    'Last check-in': 'LastContact',
    'OS version': 'OSVersion',
    'Security patch level': 'AndroidPatchLevel',
    'Primary user UPN': 'UPN',
    Compliance: 'ComplianceState',
    'Device state': 'ManagementState',
    Ownership: 'OwnerType',
    Supervised: 'IsSupervised',
    Encrypted: 'IsEncrypted',
    'Serial number': 'SerialNumber',
  };
  const rows = fleet.map((one) =>
    Object.fromEntries(
      Object.entries(portalRow(one, 'Microsoft Entra')).map(([name, cell]) => [names[name] ?? name, cell]),
    ),
  );
  expect(await facts('export.csv', csvOf(rows))).toEqual(await ofFixture('intune-devices', 'ok.twin'));
});

describe('words and numbers of a report', () => {
  const job = jobRow(iphone);
  const ownership = async (more: Readonly<Record<string, string>>) => {
    const { subjects } = await read('export.csv', csvOf([{ ...job, ...more }]));
    return subjects[0]?.observations
      .filter(({ setting }) => setting === 'device.ownership')
      .map((one) => [isKnown(one) ? one.value : one.unknown, one.evidence.locator]);
  };
  it('the word beside a number counts', async () => {
    expect(await ownership({})).toEqual([['corporate', 'row 1, column OwnerType_loc']]);
  });
  it('the code comes first where it is a word', async () => {
    expect(await ownership({ OwnerType: 'Personal', OwnerType_loc: 'Corporate' })).toEqual([
      ['personal', 'row 1, column OwnerType'],
    ]);
  });
  it('a number alone is ambiguous, and the row stays', async () => {
    expect(await ownership({ OwnerType_loc: '' })).toEqual([['ambiguous', 'row 1, column OwnerType']]);
  });
  it('a word of another language makes the row unreadable', async () => {
    expect(await ownership({ OwnerType_loc: 'Unternehmen' })).toBeUndefined();
  });
});

describe('the zip of an export job', () => {
  const folder = mkdtempSync(join(tmpdir(), 'passmuster-intune-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  async function readFiles(files: Readonly<Record<string, string | Uint8Array>>) {
    const paths = Object.entries(files).map(([name, content]) => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    });
    const events: RawEvent[] = [];
    for await (const event of readPaths(paths, { asOf, identityKey: 'of the tests' })) events.push(event);
    return told(events);
  }

  it('is read as the table in it', async () => {
    const name = 'Devices_00000000-0000-4000-8000-0000000000bb.csv';
    const zip = zipOf([{ name, content: Buffer.from(csvOf(fleet.map(jobRow))) }]);
    const { subjects, records } = await readFiles({ 'export.zip': zip });
    expect(subjects).toHaveLength(6);
    expect(records.map(({ source, status }) => `${source} ${status}`)).toContain('intune-devices-csv read');
  });

  it('inventory and states of one phone become one subject', async () => {
    const states = ['PasscodeRequired', 'SecurityBlockJailbrokenDevices'].map((property) =>
      settingRow({
        device: idOf(1).toUpperCase(),
        system: 'iOS',
        name: `IOSCompliancePolicy.${property}`,
        status: 'Compliant',
      }),
    );
    const { subjects, records } = await readFiles({
      'a-devices.csv': csvOf([portalRow(iphone, 'Azure AD')]),
      'b-states.csv': csvOf(states),
    });
    expect(subjects.map(({ subject }) => subject.id)).toEqual([idOf(1)]);
    expect(subjects[0]?.subject).toMatchObject({ model: 'iPhone 16', osVersion: '26.1' });
    expect(factsOf(subjects)[idOf(1)]).toMatchObject({
      'observed storage.encrypted': true,
      'observed device.compromised': false,
      'installed device.compromised': false,
      'installed passcode.present': true,
    });
    const joined = records.find(({ source }) => source === 'intune-setting-status');
    expect(joined?.notices.map(({ code }) => code)).toEqual(['device-joined']);
  });
});

describe('tables that are no device list', () => {
  const claimed = (name: string, content: Uint8Array) =>
    sources.filter((one) => one.detect(detectionInput(name, content)) !== 'no').map(({ id }) => id);

  it.each([
    'App Name,Bundle ID\nMessenger,com.example.messenger\n',
    'Device ID,Device name\n1,a\n',
    'DeviceId,PolicyId\n1,a\n',
    'Name,OS,Compliance\na,iOS,Compliant\n',
  ])('%j is left alone', (text) => {
    expect(claimed('table.csv', Buffer.from(text))).toEqual([]);
  });

  const corpus = process.env['PASSMUSTER_CORPUS'];
  it.skipIf(corpus === undefined)('nor are the tables of the corpus', () => {
    const names = readdirSync(corpus ?? '', { recursive: true, encoding: 'utf8' });
    const tables = names.filter((name) => name.endsWith('.csv'));
    expect(tables.length).toBeGreaterThan(1);
    const ours = tables.filter((name) =>
      claimed(name, readFileSync(join(corpus ?? '', name)).subarray(0, 65_536)).some((id) =>
        id.startsWith('intune'),
      ),
    );
    expect(ours.map((name) => /DevicesWithInventory/.test(name))).toEqual([true]);
  });
});
