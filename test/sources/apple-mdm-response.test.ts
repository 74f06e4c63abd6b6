/** Answers of devices: what each row can say, what an answer must not say, and real answers where they are at hand. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'plist';
import { describe, expect, it } from 'vitest';
import { information, security } from '../../src/sources/apple-mdm-response/map.ts';
import { builtFixtures } from '../../tools/fixtures.ts';
import { readText, said } from '../review/support-read.ts';
import { valuesSeen } from '../support/expectations.ts';
import { plistXml } from '../support/plist.ts';

const root = join(import.meta.dirname, '..', 'fixtures', 'sources');
const read = (body: string) => readText(plistXml(`<dict>${body}</dict>`), 'answer.plist');
const envelope = (body: string, udid = '00008110-000A0000000000F1') =>
  `<key>CommandUUID</key><string>c</string>${body}<key>Status</key><string>Acknowledged</string><key>UDID</key><string>${udid}</string>`;
const security3 = (more: string) =>
  read(
    envelope(
      `<key>SecurityInfo</key><dict><key>HardwareEncryptionCaps</key><integer>3</integer>${more}</dict>`,
    ),
  );

it('fixtures show each setting of the tables with a value that passes and one that fails', () => {
  const seen = valuesSeen('apple-mdm-response');
  const mapped = [...Object.values(security), ...Object.values(information)].flat();
  for (const { setting } of mapped) expect(seen.get(setting)?.size ?? 0, setting).toBeGreaterThan(1);
});

describe('fixtures', () => {
  const cases = Object.entries(builtFixtures).flatMap(([source, { cases }]) =>
    Object.entries(cases).map(([name, one]) => [`${source}/${name}`, one] as const),
  );
  it.each(cases)('%s is what the generator writes (npm run fixtures)', (path, { file, content }) => {
    expect(readFileSync(join(root, path, file)).equals(Buffer.from(content))).toBe(true);
  });
  it.each(cases)('%s keeps its secrets and identities', (path) => {
    expect(readFileSync(join(root, path, 'expected.json'), 'utf8')).not.toContain('CANARY');
  });
});

describe('encryption', () => {
  it('needs the passcode to be there, once and as a boolean', async () => {
    const value = async (more: string) => {
      const { subjects } = await security3(more);
      return said(subjects[0]?.observations ?? [], 'storage.encrypted');
    };
    expect(await value('<key>PasscodePresent</key><true/>')).toEqual([true]);
    expect(await value('<key>PasscodePresent</key><false/>')).toEqual([false]);
    expect(await value('')).toEqual(['not-reported']);
    expect(await value('<key>PasscodePresent</key><integer>1</integer>')).toEqual(['ambiguous']);
    expect(await value('<key>PasscodePresent</key><true/><key>passcodePresent</key><false/>')).toEqual([
      'ambiguous',
    ]);
    expect(
      await value('<key>PasscodePresent</key><true/><key>HardwareEncryptionCaps</key><integer>1</integer>'),
    ).toEqual(['ambiguous']);
  });

  it.each([1, 2, 0, 4])('is not full with capabilities %d', async (caps) => {
    const { subjects } = await read(
      envelope(
        `<key>SecurityInfo</key><dict><key>HardwareEncryptionCaps</key><integer>${caps}</integer><key>PasscodePresent</key><true/></dict>`,
      ),
    );
    const expected = caps === 1 || caps === 2 ? false : 'ambiguous';
    expect(said(subjects[0]?.observations ?? [], 'storage.encrypted')).toEqual([expected]);
  });
});

describe('the passcode meets the policies', () => {
  const value = async (more: string) => {
    const { subjects } = await security3(more);
    return said(subjects[0]?.observations ?? [], 'passcode.compliant');
  };
  const key = (name: string, value: boolean) => `<key>${name}</key><${value}/>`;
  it('only where there is one', async () => {
    const compliant = key('PasscodeCompliant', true);
    expect(await value(compliant + key('PasscodePresent', true))).toEqual([true]);
    expect(await value(compliant + key('PasscodePresent', false))).toEqual(['not-reported']);
    expect(await value(compliant)).toEqual(['not-reported']);
    expect(await value(key('PasscodeCompliant', false))).toEqual([false]);
  });
  it('not by those of profiles alone', async () => {
    const present = key('PasscodePresent', true);
    expect(await value(key('PasscodeCompliantWithProfiles', true) + present)).toEqual([]);
    expect(await value(key('PasscodeCompliantWithProfiles', false) + present)).toEqual([false]);
  });
});

describe('which device answers', () => {
  const named = (name: string, value: string) =>
    read(
      envelope(
        `<key>QueryResponses</key><dict><key>${name}</key><string>${value}</string><key>OSVersion</key><string>26.1</string></dict>`,
      ),
    );
  it.each([
    ['ProductName', 'iPhone14,2', 'ios'],
    ['ProductName', 'iPad8,12', 'ipados'],
    ['ModelName', 'iPad', 'ipados'],
    ['ModelName', 'iPhone', 'ios'],
    ['Model', 'MN9H2LL', 'ios'],
  ])('%s %s is %s', async (name, value, platform) => {
    expect((await named(name, value)).subjects[0]?.subject.platform).toBe(platform);
  });
  it.each(['Mac14,2', 'MacBookPro11,3', 'iMac14,2', 'AppleTV11,1', 'Watch6,1', 'RealityDevice14,1'])(
    '%s is skipped',
    async (value) => {
      const { subjects, record } = await named('ProductName', value);
      expect(subjects).toEqual([]);
      expect(record).toMatchObject({ status: 'read', skipped: 1 });
    },
  );
  it('is not known where two names disagree', async () => {
    const { record, subjects } = await read(
      envelope(
        '<key>QueryResponses</key><dict><key>ProductName</key><string>Mac14,2</string><key>ModelName</key><string>iPhone</string></dict>',
      ),
    );
    expect(subjects).toEqual([]);
    expect(record.status).toBe('partial');
  });
});

describe('bodies that can be read in two ways', () => {
  const info = '<dict><key>PasscodePresent</key><true/></dict>';
  it.each([
    ['twice', `<key>SecurityInfo</key>${info}<key>SecurityInfo</key>${info}`],
    ['in look-alike spelling', `<key>securityInfo</key>${info}<key>SecurityInfo</key>${info}`],
    ['of another type', `<key>SecurityInfo</key><array/><key>QueryResponses</key>${info}`],
  ])('put everything in doubt: %s', async (_how, body) => {
    const { subjects } = await read(envelope(body));
    expect(said(subjects[0]?.observations ?? [], '*')).toEqual(['ambiguous']);
  });
  it('say nothing in an answer that is not acknowledged, or is and is not', async () => {
    const status = '<key>Status</key><string>Error</string>';
    const once = await read(`<key>SecurityInfo</key>${info}${status}`);
    const twice = await read(envelope(`<key>SecurityInfo</key>${info}${status}`));
    expect([once.subjects, twice.subjects]).toEqual([[], []]);
    expect([once.codes, twice.codes]).toEqual([['answer-refused'], ['answer-refused']]);
    for (const odd of ['<key>Status</key><true/>', '<key>status</key><string>Error</string>'])
      expect((await read(`<key>SecurityInfo</key>${info}${odd}`)).subjects).toEqual([]);
  });
});

const corpus = join(process.env['PASSMUSTER_CORPUS'] ?? '', 'apple', 'mdm-responses');
describe.skipIf(process.env['PASSMUSTER_CORPUS'] === undefined || !existsSync(corpus))('real answers', () => {
  it.each([
    ['nanocmd/certprof.certlist.plist', 'rows-skipped'],
    ['nanocmd/certprof.resp-ack.plist', 'answer-without-evidence'],
    ['nanocmd/certprof.resp-error.plist', 'answer-refused'],
    ['nanocmd/engine.devinfo.plist', ''],
    ['nanocmd/inventory.devinfo.plist', 'rows-skipped'],
    ['nanocmd/inventory.secinfo.plist', 'rows-skipped'],
    ['nanomdm/Authenticate.1.plist', 'answer-without-evidence'],
    ['nanomdm/Authenticate.2.plist', 'answer-without-evidence'],
    ['nanomdm/DeviceInformation.1.plist', 'rows-skipped'],
    ['nanomdm/TokenUpdate.1.plist', 'answer-without-evidence'],
    ['nanomdm/TokenUpdate.2.plist', 'answer-without-evidence'],
  ])('%s: %s', async (name, code) => {
    const { record, subjects, codes } = await readText(readFileSync(join(corpus, name), 'utf8'), name);
    expect(record).toMatchObject({ source: 'apple-mdm-response', status: 'read' });
    expect(codes.join(' ')).toBe(code);
    expect(subjects.map(({ subject, observations }) => [subject, observations.length])).toEqual(
      code === ''
        ? [
            [
              {
                id: 'UDID001',
                kind: 'device',
                platform: 'ios',
                osVersion: '15.7',
                model: 'iPhone',
                labels: {},
              },
              1,
            ],
          ]
        : [],
    );
    expect(JSON.stringify([record, subjects])).not.toMatch(
      /CEFDF0BD|888CEB39|REFUQQ|F5JM992LF193|BNPTFLNZHG7K/,
    );
  });
  it('knows every plain answer of the folder', () => {
    const plists = readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.plist'),
    );
    expect(plists).toHaveLength(11);
  });
});

it('shows what a device answers also when the property list is written otherwise', async () => {
  const { subjects } = await readText(
    build({ SecurityInfo: { HardwareEncryptionCaps: 3, PasscodePresent: true } }),
    'x',
  );
  expect(said(subjects[0]?.observations ?? [], 'storage.encrypted')).toEqual([true]);
});
