/**
 * An audit profile of exactly a hundred rules: 92 over what a device inventory of Intune shows, eight over what it cannot.
 *
 *   node bench/fleet/rules.ts > rules-100.yaml
 *
 * Thresholds are spread over the generated fleets, so that rules pass on some phones and fail on others; they are nobody's
 * advice. On 2,000 generated phones 55 % of the findings are pass or fail, 33 % not applicable by evidence (platform, owner,
 * condition) and 12 % unknown; 56 rules pass or fail on most phones, 90 are decided on most.
 */
import {
  android,
  corporate,
  flags,
  ios,
  others,
  type Owners,
  owners,
  patches,
  personal,
  releases,
  type Sketch,
  slug,
} from './rule-ladders.ts';

const sound = { setting: 'device.compromised', is: false };
const encrypted = { setting: 'storage.encrypted', is: true };
const managed = { setting: 'device.managed', is: true };
const supervised = { setting: 'device.supervised', is: true };
const ours = { setting: 'device.ownership', is: 'corporate' };
const atLeast = (version: string) => ({ setting: 'os.version', is: { versionAtLeast: version } });
const right = {
  'device.compromised': false,
  'storage.encrypted': true,
  'device.managed': true,
  'device.supervised': true,
  'device.ownership': 'corporate',
};

/** Releases that still get security fixes beside the newest one, and what has to hold together. */
const together: Sketch[] = ['16.7.12', '17.6.1', '18.6', '18.7.1', '18.7.2', '26.0'].map((version) => ({
  id: `ios-branch-${slug(version)}`,
  title: `iOS is 26.1 or, from ${version} on, on a phone that is encrypted and sound`,
  asks: {
    appliesTo: { platform: ios },
    any: [atLeast('26.1'), { all: [atLeast(version), encrypted, sound] }],
  },
  pass: { 'os.version': '26.1' },
  fail: { 'os.version': '12.0', 'storage.encrypted': true, 'device.compromised': false },
}));

const complete: readonly (readonly [id: string, all: readonly object[], appliesTo: object])[] = [
  ['whole-phone', [encrypted, sound, managed], {}],
  ['whole-corporate-phone', [encrypted, sound, managed, ours], corporate],
  ['whole-supervised-phone', [encrypted, sound, managed, supervised], { platform: ios, supervised: true }],
  ['whole-personal-phone', [encrypted, sound], personal],
  ['whole-android', [encrypted, sound, atLeast('14')], { platform: android }],
  ['whole-corporate-android', [encrypted, sound, atLeast('15')], { platform: android, ...corporate }],
];
const whole: Sketch[] = complete.map(([id, all, appliesTo]) => ({
  id,
  title: `All that the inventory shows is right: ${id.replaceAll('-', ' ')}`,
  asks: { appliesTo, all },
  pass: { ...right, 'os.version': '26.1' },
  fail: { ...right, 'os.version': '26.1', 'storage.encrypted': false },
}));

/** One floor for each system in a single rule. */
const floors: Sketch[] = [
  ['12', '15.8'],
  ['13', '16.7.12'],
  ['13', '17.6'],
  ['14', '17.6'],
  ['14', '18.6'],
  ['15', '18.7.2'],
  ['15', '26.0'],
  ['16', '26.1'],
].map(([robot = '', apple = '']) => ({
  id: `floor-${robot}-${slug(apple)}`,
  title: `The system is Android ${robot}, iOS ${apple} or later`,
  asks: {
    any: [
      { all: [{ fact: 'platform', is: 'android' }, atLeast(robot)] },
      { all: [{ fact: 'platform', is: { oneOf: ios } }, atLeast(apple)] },
    ],
  },
  pass: { 'os.version': '26.1' },
  fail: { 'os.version': '10.0' },
}));

/** The same, worded by what must not be. */
const nothing: Sketch[] = (['all', 'corporate', 'personal'] as const).map((owner) => ({
  id: `nothing-wrong-${owner}`,
  title: `The phone is neither compromised nor unencrypted (${owner} phones)`,
  asks: {
    appliesTo: owners[owner],
    none: [
      { setting: 'device.compromised', is: true },
      { setting: 'storage.encrypted', is: false },
    ],
  },
  pass: { 'device.compromised': false, 'storage.encrypted': true },
  fail: { 'device.compromised': true, 'storage.encrypted': true },
}));

/** What has to hold only where something else does. */
const conditional: Sketch[] = [
  ...['17.6', '18.7', '26.0.1', '26.1'].map((version) => ({
    id: `ios-supervised-release-${slug(version)}`,
    title: `Supervised phones run iOS ${version} or later`,
    asks: { appliesTo: { platform: ios }, when: supervised, ...atLeast(version) },
    pass: { 'os.version': version, 'device.supervised': true },
    fail: { 'os.version': '12.0', 'device.supervised': true },
  })),
  ...[14, 15, 16].map((version) => ({
    id: `android-managed-release-${version}`,
    title: `Managed phones run Android ${version} or later`,
    asks: { appliesTo: { platform: android }, when: managed, ...atLeast(String(version)) },
    pass: { 'os.version': String(version), 'device.managed': true },
    fail: { 'os.version': '9', 'device.managed': true },
  })),
  ...['automated', 'user'].map((type) => ({
    id: `ios-supervision-unless-${type}`,
    title: `Phones of the organisation are supervised, unless their enrolment is ${type}`,
    asks: {
      appliesTo: { platform: ios },
      when: ours,
      any: [supervised, { fact: 'enrolmentType', is: type }],
    },
    pass: { 'device.supervised': true, 'device.ownership': 'corporate' },
    fail: { 'device.supervised': false, 'device.ownership': 'corporate' },
  })),
];

/** Settings that this inventory does not show: unknown on every phone, and that takes time too. */
const invisible: readonly (readonly [setting: string, is: unknown, bad: unknown, good?: unknown])[] = [
  ['passcode.required', true, false],
  ['passcode.minimumLength', { atLeast: { parameter: 'passcodeLength' } }, 4, 8],
  ['passcode.maximumFailedAttempts', { between: [4, 10] }, 20, 6],
  ['backup.local.encrypted', true, false],
  ['cloud.keychain.allowed', false, true],
  ['camera.allowed', false, true],
  ['screenCapture.allowed', false, true],
  ['apps.unknownSources.allowed', false, true],
];
const unseen: Sketch[] = invisible.map(([setting, is, bad, good = is]) => ({
  id: `unseen-${slug(setting).toLowerCase()}`,
  title: `A setting that the inventory does not show: ${setting}`,
  asks: { setting, is },
  pass: { [setting]: good },
  fail: { [setting]: bad },
}));

const groups: Owners = ['all', 'corporate', 'personal'];
const sketches: Sketch[] = [
  ...releases(
    ios,
    ['15.8', '16.7.12', '17.6', '18.6', '18.7', '18.7.2', '26.0', '26.1'],
    ['all', 'corporate'],
    '12.0',
  ),
  ...releases(android, ['12', '13', '14', '15', '16'], ['all'], '9'),
  ...patches([30, 60, 90, 180, 365], ['all']),
  ...flags('encryption', 'storage.encrypted', true, groups, [0, 30]),
  ...flags('encryption', 'storage.encrypted', true, ['all'], [7, 60, 90]),
  ...flags('integrity', 'device.compromised', false, groups, [0, 30]),
  ...flags('integrity', 'device.compromised', false, ['all'], [7, 90]),
  ...flags('management', 'device.managed', true, groups, [0, 30]),
  ...flags('supervision', 'device.supervised', true, ['all', 'corporate'], [0, 60]),
  ...floors,
  ...together,
  ...whole,
  ...nothing,
  ...conditional,
  ...others,
  ...unseen,
];

const severities = ['critical', 'high', 'medium', 'low'] as const;

/** YAML holds JSON: one rule a line. */
export function rulesText(): string {
  const parameters = {
    minimumIos: { title: 'Oldest iOS', type: 'version', default: '18.7.1' },
    minimumAndroid: { title: 'Oldest Android', type: 'version', default: '15' },
    patchDays: { title: 'Oldest patch level', type: 'integer', default: 120 },
    passcodeLength: { title: 'Shortest passcode', type: 'integer', default: 6 },
  };
  const rules = sketches.map(({ id, title, asks, pass, fail }, index) => ({
    id,
    title,
    severity: severities[index % severities.length],
    ...asks,
    rationale: 'A rule of a bench.',
    remediation: 'None: the phone is made up.',
    examples: { pass: [pass], fail: [fail] },
  }));
  return [
    "id: rules-100\ntitle: A hundred rules of a bench\nversion: '1'",
    `parameters: ${JSON.stringify(parameters)}`,
    'rules:',
    ...rules.map((rule) => `  - ${JSON.stringify(rule)}`),
    '',
  ].join('\n');
}

if (import.meta.main) process.stdout.write(rulesText());
