/** What Jamf says of a phone, whichever of its APIs and exports says it; and what never leaves the reader. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Observation } from '../../src/model/observation.ts';
import { readPaths } from '../../src/read/paths.ts';
import { jamf } from '../../tools/fixtures/jamf.ts';
import { canary, row, strong } from '../../tools/fixtures/jamf-parts.ts';
import { jamfProfiles } from '../../tools/fixtures/jamf-profiles.ts';
import { readText, said } from '../review/support-read.ts';

const asOf = '2026-11-20T23:59:59Z';
const all = { ...jamf, ...jamfProfiles };

function fixture(source: string, name: string) {
  const one = all[source]?.cases[name];
  if (one === undefined) throw new Error(`no fixture ${source}/${name}`);
  return { text: String(one.content), file: one.file };
}
async function readFixture(source: string, name: string) {
  const { text, file } = fixture(source, name);
  return readText(text, file);
}
async function observationsOf(source: string, name: string, index = 0): Promise<readonly Observation[]> {
  const { subjects } = await readFixture(source, name);
  return subjects[index]?.observations ?? [];
}
const page = (...results: unknown[]) => JSON.stringify({ totalCount: results.length, results });

describe('a section that is not there', () => {
  it('was not asked for where no row has it, and what to ask for is said', async () => {
    const passcode = (await observationsOf('jamf-devices', 'ok.general-only')).find(
      ({ setting }) => setting === 'passcode.present',
    );
    expect(passcode).toMatchObject({ unknown: 'not-collected' });
    expect(passcode?.evidence.value).toContain('section=SECURITY');
    expect(passcode?.evidence.locator).toBe('/results/0/security');
  });

  it('is not reported where other rows have it, be they above or below', async () => {
    for (const rows of [
      [row(1, strong, { security: null }), row(2, strong)],
      [row(2, strong), row(1, strong, { security: null })],
    ]) {
      const { subjects } = await readText(page(...rows));
      expect(subjects.map(({ subject }) => subject.id)).toEqual(rows.map((one) => one['mobileDeviceId']));
      const bare = subjects.find(({ subject }) => subject.id === '1');
      expect(said(bare?.observations ?? [], 'passcode.present')).toEqual(['not-reported']);
    }
  });

  it('does not hold back what stands before the place where a file is damaged', async () => {
    const whole = page(row(1, strong, { security: null }), row(2, strong, { security: null }));
    const { subjects, record } = await readText(whole.slice(0, -40));
    expect(record.status).not.toBe('read');
    expect(subjects.map(({ subject }) => subject.id)).toEqual(['1']);
    expect(said(subjects[0]?.observations ?? [], 'passcode.present')).toEqual(['not-collected']);
  });
});

describe('facts of one phone', () => {
  const settings = [
    'passcode.present',
    'passcode.compliant',
    'storage.encrypted',
    'device.compromised',
    'device.supervised',
    'device.ownership',
    'device.managed',
    'os.version',
    'backup.cloud.enabled',
    'device.findMy.enabled',
    'device.activationLock',
    'app.installed',
  ];
  const good = ['jamf-devices/ok.older', 'jamf-classic-devices/ok.xml', 'jamf-classic-devices/ok.json'];
  const bad = [
    'jamf-devices/ok.older-weak',
    'jamf-classic-devices/ok.xml-weak',
    'jamf-classic-devices/ok.json-wrapped',
  ];

  it.each([...good.map((name) => [name, 0] as const), ...bad.map((name) => [name, 1] as const)])(
    'are the same in %s as in the list of sections',
    async (name, index) => {
      const [source = '', one = ''] = name.split('/');
      const expected = await observationsOf('jamf-devices', 'ok.sections', index);
      const found = await observationsOf(source, one);
      for (const setting of settings) {
        expect(said(expected, setting)).not.toEqual([]);
        expect(said(found, setting), setting).toEqual(said(expected, setting));
      }
    },
  );

  it('agree on a jailbreak in three spellings, and an unknown word is no state', async () => {
    const flat = (jailbreakStatus: string) =>
      page({ mobileDeviceId: '1', udid: '', model: 'iPhone', jailbreakStatus });
    const classic = (word: string) =>
      `<mobile_device><general><id>1</id><os_type>iOS</os_type></general><security><jailbreak_detected>${word}</jailbreak_detected></security></mobile_device>`;
    const states = async (text: string, name: string) =>
      said((await readText(text, name)).subjects[0]?.observations ?? [], 'device.compromised');
    expect(await states(page(row(1, strong)), 'a.json')).toEqual([false]);
    expect(await states(flat('Normal'), 'a.json')).toEqual([false]);
    expect(await states(classic('Normal'), 'a.xml')).toEqual([false]);
    expect(await states(classic('Unknown'), 'a.xml')).toEqual(['not-reported']);
    expect(await states(classic('Perhaps'), 'a.xml')).toEqual(['ambiguous']);
  });

  it.each([
    ['jamf-devices', 'ok.sections', 1],
    ['jamf-devices', 'ok.older-weak', 0],
    ['jamf-devices', 'ok.members', 1],
    ['jamf-classic-devices', 'ok.xml-weak', 0],
  ])('in %s %s: a compliant passcode is none', async (source, name, index) => {
    const found = await observationsOf(source, name, index);
    expect(said(found, 'passcode.present')).toEqual([false]);
    expect(said(found, 'passcode.compliant')).not.toContain(true);
    expect(said(found, 'storage.encrypted')).not.toContain(true);
  });

  it('do not follow from "compliant" where nothing tells of a passcode', async () => {
    const security = { passcodeCompliant: true, passcodeCompliantWithProfile: true, hardwareEncryption: 3 };
    const { subjects } = await readText(page(row(1, strong, { security })));
    const found = subjects[0]?.observations ?? [];
    expect(said(found, 'passcode.present')).toEqual([]);
    expect(said(found, 'passcode.compliant')).toEqual(['not-reported']);
    expect(said(found, 'storage.encrypted')).toEqual(['not-reported']);
  });

  it.each([
    ['3', true, [true]],
    ['Block-level and file-level encryption', true, [true]],
    ['Block-level and file-level encryption', false, [false]],
    ['1', true, [false]],
    ['string', true, ['ambiguous']],
    ['', true, ['not-reported']],
  ])('take hardware encryption %j with the passcode %j for %j', async (word, passcode, expected) => {
    const xml = `<mobile_device><general><id>1</id><os_type>iOS</os_type></general><security><hardware_encryption>${word}</hardware_encryption><passcode_present>${passcode}</passcode_present></security></mobile_device>`;
    const { subjects } = await readText(xml, 'a.xml');
    expect(said(subjects[0]?.observations ?? [], 'storage.encrypted')).toEqual(expected);
  });

  it('show no absence of apps where each that is listed is managed, or the phone is enrolled by its user', async () => {
    const managed = [{ identifier: 'com.example.notes', managementStatus: 'Managed' }];
    const some = [...managed, { identifier: 'com.example.mail', managementStatus: 'Unmanaged' }];
    const apps = async (applications: unknown, deviceOwnershipType: string) => {
      const general = { deviceOwnershipType, lastInventoryUpdateDate: '2026-11-02T05:00:00Z' };
      const { subjects } = await readText(page(row(1, strong, { applications, general })));
      return said(subjects[0]?.observations ?? [], 'apps.installed');
    };
    expect(await apps(managed, 'Institutional')).toEqual(['incomplete']);
    expect(await apps([], 'Institutional')).toEqual(['incomplete']);
    expect(await apps(some, 'UserEnrollment')).toEqual(['incomplete']);
    expect(await apps([...some, { name: 'without identifier' }], 'Institutional')).toEqual(['incomplete']);
    expect(await apps({}, 'Institutional')).toEqual(['ambiguous']);
    expect(await apps(some, 'Institutional')).toEqual([['com.example.notes', 'com.example.mail']]);
  });
});

it('joins what both APIs say of one phone', async () => {
  const folder = join(import.meta.dirname, '..', 'fixtures', 'sources');
  const paths = ['jamf-devices/ok.sections/input.json', 'jamf-classic-devices/ok.xml/input.xml'];
  const ids: string[] = [];
  for await (const event of readPaths(
    paths.map((path) => join(folder, path)),
    { asOf, identityKey: 'of the tests' },
  ))
    if (event.kind === 'subject') ids.push(event.subject.id);
  expect(ids).toEqual(['1', '2']);
});

describe('secrets and people', () => {
  const forms = [0, 1, 2].map((shift) =>
    Buffer.from(`${' '.repeat(shift)}${canary}`)
      .toString('base64')
      .slice(Math.ceil((shift * 4) / 3), -4),
  );

  it.each(
    Object.entries(all).flatMap(([source, { cases }]) =>
      Object.keys(cases).map((name) => [source, name] as const),
    ),
  )('of %s %s are in nothing that is read', async (source, name) => {
    const { events } = await readFixture(source, name);
    const shown = JSON.stringify(events);
    expect(shown).not.toContain(canary);
    for (const form of forms) expect(shown).not.toContain(form);
    for (const word of ['user01', 'SYNTH0', '00008140']) expect(shown).not.toContain(word);
  });

  it('do stand in the fixtures', () => {
    for (const source of ['jamf-devices', 'jamf-classic-devices', 'jamf-devices-csv', 'jamf-profiles'])
      expect(
        Object.values(all[source]?.cases ?? {}).some(({ content }) => String(content).includes(canary)),
      ).toBe(true);
    const older = fixture('jamf-devices', 'ok.older').text;
    expect(forms.some((form) => older.includes(form))).toBe(true);
  });
});

describe('documents that are not of Jamf', () => {
  it.each([
    ['{"mobile_devices": [], "status": "OK"}', 'a.json'],
    ['{"results": [{"id": 1, "title": "x", "count": 2}], "totalCount": 1}', 'a.json'],
    ['<device><id>1</id></device>', 'a.xml'],
    ['Display Name,Last Login\na,b\n', 'a.csv'],
  ])('%s is not claimed', async (text, name) => {
    expect((await readText(text, name)).record.source ?? '').not.toMatch(/^jamf/);
  });
});

const corpus = process.env['PASSMUSTER_CORPUS'] ?? '';

describe.runIf(existsSync(join(corpus, 'jamf')))('answers of a client library', () => {
  const root = join(corpus, 'jamf');
  const files = existsSync(root)
    ? readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => /\.(json|xml)$/.test(path))
    : [];
  /** The only answer that tells of a passcode. */
  const telling = join('jamf_pro_api', 'mobile_devices', 'validate_detail_get.json');

  it('are all there', () => expect(files).toHaveLength(79));

  it.each(files.map((file) => [file]))('%s is recognised', async (file) => {
    const { record, subjects, codes } = await readText(readFileSync(join(root, file), 'utf8'), file);
    expect(record.source).toMatch(/^jamf-/);
    expect(codes).not.toContain('record-unreadable');
    for (const { observations } of subjects) {
      const passcode = said(observations, 'passcode.present').filter((one) => typeof one === 'boolean');
      expect(passcode).toEqual(file === telling ? [true] : []);
    }
    const isDevice = /mobile_devices|membership/.test(file);
    if (!isDevice && !file.includes('profiles')) expect(subjects).toEqual([]);
    if (file.includes('macos') && /get|list/.test(file)) expect(record.skipped).toBeGreaterThan(0);
  });

  it('of one phone with every section and one with its general facts alone', async () => {
    const name = join(corpus, 'synthetic-mdm', 'jamf-v2-mobile-devices-detail.json');
    const { subjects, record } = await readText(readFileSync(name, 'utf8'));
    expect(record).toMatchObject({ status: 'read', subjects: 2 });
    const [first, second] = subjects.map(({ observations }) => observations);
    expect(said(first ?? [], 'passcode.present')).toEqual([true]);
    expect(said(first ?? [], 'backup.cloud.enabled')).toEqual([true]);
    expect(said(first ?? [], 'backup.local.encrypted')).toEqual([]); // an extension attribute is the customer's own
    expect(said(second ?? [], 'passcode.present')).toEqual(['not-collected']);
    expect(second?.find(({ setting }) => setting === 'os.version')?.collected).toMatch(/^2026-07/);
    expect(subjects[1]?.subject.lastSeen).toMatch(/^2026-11-01/);
  });
});
