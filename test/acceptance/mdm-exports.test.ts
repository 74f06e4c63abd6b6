/** What administrators really have, judged end to end: each case is an export in its smallest true form and the verdict it may give. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { audit } from '../../src/audit.ts';
import { exitCodeOf, type GateOptions } from '../../src/evaluate/gate.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';
import type { Rule } from '../../src/model/profile.ts';
import { readPaths } from '../../src/read/paths.ts';
import { findReporter } from '../../src/report/registry.ts';
import { isKnown } from '../../src/model/observation.ts';
import { utf16 } from '../support/bytes.ts';
import { yamlBlock } from '../support/yaml.ts';

const asOf = '2026-11-20T23:59:59Z';
const root = mkdtempSync(join(tmpdir(), 'passmuster-exports-'));
afterAll(() => rmSync(root, { recursive: true }));
let runs = 0;

type Files = Readonly<Record<string, unknown>>;

function written(files: Files): string {
  runs += 1;
  const folder = join(root, `${runs}`);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    const isRaw = typeof content === 'string' || content instanceof Uint8Array;
    writeFileSync(join(folder, name), isRaw ? content : JSON.stringify(content));
  }
  return folder;
}

const rule = (setting: string, operator: string, options: boolean | number): Rule => ({
  id: setting.replaceAll('.', '-').toLowerCase(),
  title: setting,
  severity: 'high',
  expression: { setting, is: [{ operator, options }] },
  appliesTo: {},
  enforced: false,
  references: [],
  examples: { pass: [], fail: [] },
});
const rules = {
  present: rule('passcode.present', 'equals', true),
  length: rule('passcode.minimumLength', 'atLeast', 6),
  encrypted: rule('storage.encrypted', 'equals', true),
  compromised: rule('device.compromised', 'equals', false),
  backup: rule('backup.local.encrypted', 'equals', true),
};

async function rendered(id: string, report: Report): Promise<string> {
  const reporter = await findReporter(id);
  if (reporter === undefined) throw new Error(`no reporter ${id}`);
  return [...reporter.render(report, { width: 200, color: false, unicode: true, verbose: true })].join('');
}

/** @param only rules that are judged */
async function judged(files: Files, only: readonly Rule[], gate: Partial<GateOptions> = {}) {
  const report = await audit({
    paths: [written(files)],
    profiles: [{ id: 'p', title: 'P', version: '1', sha256: '', rules: only }],
    asOf,
    identityKey: 'of the tests',
    gate: { failOn: 'none', ...gate },
    version: '0',
  });
  const verdicts = Object.fromEntries(
    report.findings.map((found) => [found.subject, [found.outcome, found.reason].filter(Boolean).join(' ')]),
  );
  const inputs = Object.fromEntries(
    report.inputs.map(({ path, ...record }) => [
      path.slice(path.indexOf(`/${runs}/`) + `/${runs}/`.length),
      record,
    ]),
  );
  return { report, verdicts, inputs, exit: exitCodeOf(report.gates), finding: report.findings[0] };
}

/** Setting → values and places, of everything that is read. */
async function observed(files: Files, setting: string) {
  const found: { value: unknown; locator: string; id: string; layer: string }[] = [];
  for await (const event of readPaths([written(files)], { asOf, identityKey: 'of the tests' }))
    if (event.kind === 'subject')
      for (const one of event.observations)
        if (one.setting === setting)
          found.push({
            value: isKnown(one) ? one.value : one.unknown,
            locator: one.evidence.locator,
            id: event.subject.id,
            layer: one.layer,
          });
  return found;
}

const phone = {
  id: 'a',
  operatingSystem: 'iOS',
  managedDeviceOwnerType: 'company',
  osVersion: '26.1',
  isEncrypted: true,
  isSupervised: true,
  jailBroken: 'False',
  lastSyncDateTime: '2026-11-18T10:00:00Z',
};
const page = (rows: readonly unknown[], more: object = {}) => ({
  '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#deviceManagement/managedDevices',
  ...more,
  value: rows,
});
const restrictions = (more: object) => ({
  '@odata.type': '#microsoft.graph.iosGeneralDeviceConfiguration',
  id: 'policy',
  displayName: 'Synthetic',
  ...more,
});
const jamf = (more: object, around: object = {}) => ({
  totalCount: 1,
  ...around,
  results: [
    {
      mobileDeviceId: '1',
      deviceType: 'iOS',
      general: { osVersion: '26.1', supervised: true, lastInventoryUpdateDate: '2026-11-18T10:00:00Z' },
      ...more,
    },
  ],
});
const simple = (attributes: object, more: object = {}) => ({
  data: [
    {
      type: 'device',
      id: 1,
      attributes: {
        unique_identifier: 'u',
        product_name: 'iPhone17,3',
        last_seen_at: '2026-11-18T10:00:00.000+00:00',
        os_version: '26.1',
        ...attributes,
      },
    },
  ],
  has_more: false,
  ...more,
});
const plist = (body: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n<plist version="1.0">${body}</plist>\n`;
const profile = plist(
  `<dict><key>PayloadType</key><string>Configuration</string><key>PayloadVersion</key><integer>1</integer><key>PayloadIdentifier</key><string>com.example.backup</string><key>PayloadUUID</key><string>00000000-0000-4000-8000-000000000001</string><key>PayloadContent</key><array><dict><key>PayloadType</key><string>com.apple.applicationaccess</string><key>PayloadVersion</key><integer>1</integer><key>PayloadIdentifier</key><string>com.example.backup.r</string><key>PayloadUUID</key><string>00000000-0000-4000-8000-000000000002</string><key>forceEncryptedBackup</key><true/></dict></array></dict>`,
);
const columns = [
  'Device ID',
  'Device name',
  'Last check-in',
  'OS version',
  'Compliance',
  'Ownership',
  'Supervised',
  'Encrypted',
  'OS',
  'Jailbroken',
];
const cells = [
  'c',
  'x',
  '2026-11-18 10:00:00.0000000',
  '26.1',
  'Compliant',
  'Corporate',
  'True',
  'True',
  'iOS',
  'False',
];
const portal = (...rows: readonly (readonly string[])[]) =>
  [columns, ...rows].map((row) => `${row.join(',')}\r\n`).join('');

describe('1: a folder of files in several encodings and one that is broken', () => {
  const files = {
    'utf16.json': utf16(JSON.stringify(page([phone]), null, 2), 'le'),
    'bom.json': `\uFEFF${JSON.stringify(page([{ ...phone, id: 'b' }]))}`,
    'crlf.csv': portal(cells),
    'broken.json':
      '{\n  "@odata.type": "#microsoft.graph.iosGeneralDeviceConfiguration",\n  "cameraBlocked": true,\n}\n',
  };
  it('reads all the others; the broken one is named with line and column', async () => {
    const { verdicts, inputs, exit } = await judged(files, [rules.encrypted]);
    expect(verdicts).toEqual({ a: 'pass', b: 'pass', c: 'pass' });
    expect(inputs['broken.json']).toMatchObject({
      status: 'unreadable',
      notices: [{ code: 'json-malformed', line: 4, locator: 'column 1' }],
    });
    expect(exit).toBe(3);
  });
});

describe('2: one policy in several encodings', () => {
  const policy = restrictions({ cameraBlocked: true, passcodeMinimumLength: 6, passcodeRequired: true });
  const full = Object.fromEntries(
    Object.entries(policy).flatMap(([key, value]) => [
      [`${key}@odata.type`, '#Edm.String'],
      [key, value],
    ]),
  );
  const cipp = {
    PartitionKey: 'IntuneTemplate',
    RowKey: 'x',
    JSON: JSON.stringify({ Displayname: 'Synthetic', Type: 'Device', RAWJson: JSON.stringify(policy) }),
  };
  const upper = Object.fromEntries(
    Object.entries(policy).map(([key, value]) => [
      key.replace(/^[a-z]/, (letter) => letter.toUpperCase()),
      value,
    ]),
  );
  it.each<[string, Files]>([
    ['with full metadata', { 'p.json': full }],
    ['in YAML', { 'p.yaml': yamlBlock(policy) }],
    ['in a template', { 'p.json': cipp }],
    ['of PowerShell', { 'p.json': utf16(JSON.stringify(upper, null, 4), 'le') }],
  ])('%s says the same', async (_name, files) => {
    for (const setting of ['camera.allowed', 'passcode.minimumLength', 'passcode.required']) {
      const values = async (some: Files) => (await observed(some, setting)).map(({ value }) => value);
      const native = await values({ 'p.json': policy });
      expect(native).toHaveLength(1);
      expect(await values(files)).toEqual(native);
    }
  });
});

describe('3: encrypted local backups', () => {
  it('are one setting in four shapes, each with its own place', async () => {
    const catalogue = {
      name: 'x',
      platforms: 'iOS',
      technologies: 'mdm,appleRemoteManagement',
      settingCount: 1,
      settings: [
        {
          settingInstance: {
            '@odata.type': '#microsoft.graph.deviceManagementConfigurationChoiceSettingInstance',
            settingDefinitionId: 'com.apple.applicationaccess_forceencryptedbackup',
            choiceSettingValue: {
              value: 'com.apple.applicationaccess_forceencryptedbackup_true',
              children: [],
            },
          },
        },
      ],
    };
    const found = await observed(
      {
        'legacy.json': restrictions({ iCloudRequireEncryptedBackup: true }),
        'catalogue.json': catalogue,
        'custom.json': {
          '@odata.type': '#microsoft.graph.iosCustomConfiguration',
          displayName: 'y',
          payload: Buffer.from(profile).toString('base64'),
        },
        'jamf.xml': `<configuration_profile><general><id>1</id><name>z</name><payloads><![CDATA[${profile}]]></payloads></general></configuration_profile>`,
      },
      'backup.local.encrypted',
    );
    expect(found.map(({ value }) => value)).toEqual([true, true, true, true]);
    expect(new Set(found.map(({ locator }) => locator)).size).toBe(4);
  });
});

describe('4: two policies that differ', () => {
  const [short, long] = [4, 6].map((passcodeMinimumLength) =>
    restrictions({ id: `at least ${passcodeMinimumLength}`, passcodeMinimumLength }),
  );
  it('are judged each by itself, and reach no phone while nobody knows whom they are for', async () => {
    const { verdicts } = await judged({ 'a.json': short, 'b.json': long, 'd.json': page([phone]) }, [
      rules.length,
    ]);
    expect(verdicts).toMatchObject({ 'at least 4': 'fail', 'at least 6': 'pass' });
    expect(verdicts['a']).toMatch(/^unknown/);
  });

  it('are both shown on a phone that both reach, with the conflict', async () => {
    const assignments = [{ target: { '@odata.type': '#microsoft.graph.allDevicesAssignmentTarget' } }];
    const files = {
      'a.json': { ...short, assignments },
      'b.json': { ...long, assignments },
      'd.json': page([phone]),
    };
    const { report } = await judged(files, [rules.length]);
    const finding = report.findings.find(({ subject }: Finding) => subject === 'a');
    expect(finding?.outcome).toBe('pass');
    expect(finding?.notes).toContain('conflict');
    expect(finding?.evidence.map(({ input }) => input.replace(/.*\//, ''))).toEqual(['a.json', 'b.json']);
  });
});

describe('5: what is missing is said', () => {
  it('by a next page', async () => {
    const { exit, inputs } = await judged(
      { 'd.json': page([phone], { '@odata.nextLink': 'https://graph.microsoft.com/next' }) },
      [rules.encrypted],
    );
    expect([exit, inputs['d.json']?.status]).toEqual([3, 'partial']);
  });

  it('by a section that was not asked for', async () => {
    const { verdicts, finding } = await judged({ 'j.json': jamf({ security: null }) }, [rules.present]);
    expect(verdicts).toEqual({ 1: 'unknown not-collected' });
    expect(JSON.stringify(finding)).toContain('section=SECURITY');
  });

  const many = (count: number) => Array.from({ length: count }, (_, index) => ({ ...phone, id: `${index}` }));
  const text = JSON.stringify(page(many(3)));
  it.each<[name: string, content: unknown, message: RegExp, subjects: number]>([
    ['a total', jamf({}, { totalCount: 250 }), /250 rows and holds 1: 249 are missing/, 1],
    ['more of SimpleMDM', simple({}, { has_more: true }), /has_more/, 1],
    [
      'a token',
      { devices: [{ name: 'devices/a', deviceType: 'IOS' }], nextPageToken: 't' },
      /nextPageToken/,
      1,
    ],
    ['exactly a thousand rows', page(many(1000)), /exactly 1000 rows/, 1000],
    [
      'an array that never closes',
      text.slice(0, text.lastIndexOf('{')),
      /ends too early\. What stands before it was read: 2 subjects\./,
      2,
    ],
  ])('by %s', async (_name, content, message, subjects) => {
    const { exit, inputs } = await judged({ 'd.json': content }, [rules.encrypted]);
    expect(inputs['d.json']).toMatchObject({ status: 'partial', subjects });
    expect(inputs['d.json']?.notices.map((one) => one.message).join()).toMatch(message);
    expect(exit).toBe(3);
  });

  it('once for all pages of a file', async () => {
    const [one, two] = [jamf({}, { totalCount: 250 }), jamf({ mobileDeviceId: '2' }, { totalCount: 250 })];
    const { inputs } = await judged({ 'd.json': [one, two] }, [rules.encrypted]);
    const messages = inputs['d.json']?.notices.filter(({ code }) => code === 'count-mismatch') ?? [];
    expect(messages.map(({ message }) => message)).toEqual([
      'The export declares 250 rows and holds 2: 248 are missing.',
    ]);
    const whole = { '@odata.count': 1 };
    const pages = [page([phone], whole), page([{ ...phone, id: 'b' }], whole)];
    expect((await judged({ 'd.json': pages }, [rules.encrypted])).inputs['d.json']?.status).toBe('read');
  });

  it('also where what was said of users breaks off', async () => {
    const users = `{"kind":"admin#directory#users","users":[\n${JSON.stringify({
      primaryEmail: 'a@example.com',
      isEnrolledIn2Sv: true,
    })},\n{"primaryEmail":`;
    expect((await judged({ 'u.json': users }, [rules.encrypted])).inputs['u.json']?.status).toBe('partial');
  });

  it('where a phone that two files list does not stand for two', async () => {
    const row = { ...phone, serialNumber: 'SYNTH00001' };
    const device = jamf({ hardware: { serialNumber: 'SYNTH00001' } });
    const files = { 'a.json': page([row]), 'b.json': device };
    expect((await judged(files, [rules.encrypted], { expectedDevices: 1 })).exit).toBe(0);
    expect((await judged(files, [rules.encrypted], { expectedDevices: 2 })).exit).toBe(3);
  });
});

describe('6: a phone that is not compromised', () => {
  const security = (more: object) => jamf({ security: { ...more } });
  it.each<[string, Files, string]>([
    [
      'by a word of Jamf Classic',
      {
        'x.json': {
          mobile_device: {
            general: {
              id: 1,
              os_type: 'iOS',
              os_version: '26.1',
              last_inventory_update_utc: '2026-11-18T10:00:00.000+0000',
            },
            security: { jailbreak_detected: 'Normal' },
          },
        },
      },
      'pass',
    ],
    ['by a flag of Jamf', { 'x.json': security({ jailBreakDetected: false }) }, 'pass'],
    ['by a text of Intune', { 'x.json': page([phone]) }, 'pass'],
    ['by none that knows', { 'x.json': page([{ ...phone, jailBroken: 'Unknown' }]) }, 'unknown not-reported'],
    ['by none where it is', { 'x.json': page([{ ...phone, jailBroken: 'True' }]) }, 'fail'],
    [
      'by no verdict of the product',
      { 'x.json': page([{ ...phone, jailBroken: '', complianceState: 'compliant' }]) },
      'unknown not-reported',
    ],
  ])('%s', async (_name, files, verdict) => {
    expect(Object.values((await judged(files, [rules.compromised])).verdicts)).toEqual([verdict]);
  });
});

describe('7: rows and dates that mislead', () => {
  it('a row whose cells have moved gives no verdict', async () => {
    const moved = [...cells.slice(0, 5), ...cells.slice(6), ''];
    const { verdicts, inputs, exit } = await judged({ 'd.csv': portal(cells, ['d', ...moved.slice(1)]) }, [
      rules.encrypted,
    ]);
    expect(verdicts).toEqual({ c: 'pass' });
    expect(inputs['d.csv']?.notices).toMatchObject([{ code: 'record-unreadable', locator: 'row 2' }]);
    expect(exit).toBe(3);
  });

  it('a phone that never synced was never seen, and its flags are no facts', async () => {
    const never = { ...phone, lastSyncDateTime: '0001-01-01T00:00:00Z', isEncrypted: false };
    const { verdicts, report } = await judged({ 'd.json': page([never]) }, [rules.encrypted]);
    expect(verdicts).toEqual({ a: 'unknown not-reported' });
    expect(report.summary.population).toMatchObject({ stale: 0, withoutContact: 1, undecided: 1 });
  });

  it('default values of the beta service are no facts', async () => {
    const beta = { ...phone, hardwareInformation: { isEncrypted: false, isSupervised: false } };
    expect((await judged({ 'd.json': page([beta]) }, [rules.encrypted])).verdicts).toEqual({ a: 'pass' });
  });
});

describe('8: a passcode that complies with nothing', () => {
  it('is no passcode', async () => {
    const without = simple({
      passcode_present: false,
      passcode_compliant: true,
      passcode_compliant_with_profiles: true,
    });
    expect(Object.values((await judged({ 's.json': without }, [rules.present])).verdicts)).toEqual(['fail']);
    const silent = simple({ passcode_compliant: true, passcode_compliant_with_profiles: true });
    const [verdict] = Object.values((await judged({ 's.json': silent }, [rules.present])).verdicts);
    expect(verdict).toMatch(/^unknown/);
  });
});

describe('9: who is counted and not judged', () => {
  const others = ['Windows', 'macOS'].map((operatingSystem) => ({
    ...phone,
    id: operatingSystem,
    operatingSystem,
  }));
  it('rows of other platforms', async () => {
    const { report, inputs } = await judged({ 'd.json': page([phone, ...others]) }, [rules.encrypted]);
    expect(report.subjects).toHaveLength(1);
    expect(inputs['d.json']).toMatchObject({ status: 'read', skipped: 2 });
    expect(report.summary.population?.otherRecords).toBe(2);
  });

  it('phones that are stale, not managed, or undecided, in every report', async () => {
    const rows = [
      phone,
      { ...phone, id: 'b', lastSyncDateTime: '2026-01-01T00:00:00Z' },
      { ...phone, id: 'c', isEncrypted: null },
    ];
    const unmanaged = jamf({ general: { osVersion: '26.1', managed: false } });
    const { report } = await judged({ 'd.json': page(rows), 'j.json': unmanaged }, [rules.encrypted]);
    expect(report.summary.population).toMatchObject({ devices: 4, stale: 1, unmanaged: 1, undecided: 2 });
    for (const id of ['terminal', 'html', 'json']) {
      const text = await rendered(id, report);
      expect(text, id).toMatch(id === 'json' ? /"stale": 1/ : /1 not in contact for 30 days/);
      expect(text, id).toMatch(id === 'json' ? /"unmanaged": 1/ : /1 not managed/);
      expect(text, id).toMatch(id === 'json' ? /"undecided": 2/ : /2 on which nothing could be decided/);
    }
  });

  it.each(['isEncrypted', 'jailBroken', 'lastSyncDateTime', 'isSupervised', 'osVersion'])(
    'a phone without %s passes no more than with it',
    async (member) => {
      const passes = async (row: object) =>
        (await judged({ 'd.json': page([row]) }, [rules.encrypted, rules.compromised])).report.findings
          .filter(({ outcome }: Finding) => outcome === 'pass')
          .map(({ rule: id }: Finding) => id);
      for (const row of [phone, { ...phone, isEncrypted: false, jailBroken: 'True' }]) {
        const before = await passes(row);
        for (const one of await passes({ ...row, [member]: null })) expect(before).toContain(one);
      }
    },
  );
});
