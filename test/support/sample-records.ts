/** Rules, subjects and inputs of the sample report, and the hostile texts in it. Everything is invented. */
import type { InputRecord, RuleRecord, SubjectRecord } from '../../src/model/report.ts';
import type { WaiverRecord } from '../../src/model/waiver.ts';

/** Markup, quotes, an entity sign and a right-to-left override. */
export const hostile = '<script>alert(1)</script>"\'&\u202e';
/** A spreadsheet formula. */
export const formula = '=HYPERLINK("https://example.invalid","open")';
/** A terminal escape, a CI command on a line of its own, a table bar, and what Markdown reads as an image. */
export const noisy = 'Tablet \u001b[31mred\u001b[0m\n::error::x | ![y](https://example.invalid/y.png) `z`';

export const oddPath = 'exports/odd <b>name & co.mobileconfig';
export const profile = 'sample-basics';

export const rules: readonly RuleRecord[] = [
  {
    id: 'backup-encrypted',
    title: 'Local backups are encrypted',
    severity: 'high',
    rationale: 'A backup on a computer holds everything the phone holds.',
    remediation: 'Require encrypted backups in the restrictions of the management system.',
    references: [
      { title: 'Example guide, section 4', url: 'https://example.com/guide?part=4&view=full#backup' },
      { title: 'A link that no report may follow', url: 'javascript:alert(1)' },
    ],
  },
  {
    id: 'camera-permission',
    title: 'Messaging apps have no camera permission',
    severity: 'medium',
    references: [],
  },
  {
    id: 'os-current',
    title: 'The operating system is current',
    severity: 'critical',
    rationale: 'Old releases have known holes.',
    remediation: 'Update the phone, or replace it where updates have ended.',
    references: [{ title: 'Internal standard 12' }],
  },
  {
    id: 'passcode-length',
    title: 'The passcode has at least six characters',
    severity: 'high',
    rationale: 'Shorter codes are guessed within the attempts a phone allows.',
    remediation: 'Raise the minimum length in the passcode policy.',
    references: [{ title: 'NIST SP 800-124r2', url: 'https://csrc.nist.gov/pubs/sp/800/124/r2/final' }],
  },
  {
    id: 'security-notifications',
    title: 'Security notifications are shown',
    severity: 'low',
    rationale: `Changed keys are seen only when the app says so. ${hostile}`,
    references: [],
  },
  {
    id: 'usb-debugging',
    title: 'USB debugging is off',
    severity: 'medium',
    remediation: 'Switch debugging features off in the policy.',
    references: [],
  },
];

export const subjects: readonly SubjectRecord[] = [
  {
    id: 'device-1001',
    kind: 'device',
    platform: 'ios',
    osVersion: '18.1',
    model: 'iPhone15,2',
    ownership: 'corporate',
    supervised: true,
    enrolment: 'automated',
    lastSeen: '2026-11-18T07:30:00Z',
    labels: { title: hostile, group: 'Field team' },
    input: 'exports/devices.json',
  },
  {
    id: 'device-1002',
    kind: 'device',
    platform: 'android',
    osVersion: '14',
    ownership: 'personal',
    labels: { title: noisy },
    input: 'exports/devices.json',
  },
  {
    id: 'com.example.passcode',
    kind: 'policy',
    platform: 'ios',
    labels: { title: 'Passcode and backup' },
    input: oddPath,
  },
  {
    id: 'policy-7',
    kind: 'policy',
    platform: 'android',
    labels: { title: formula },
    input: 'policies/android.json',
  },
];

export const inputs: readonly InputRecord[] = [
  {
    path: 'exports/devices.json',
    sha256: '11'.repeat(32),
    bytes: 4_821,
    source: 'intune-graph',
    status: 'partial',
    subjects: 2,
    skipped: 3,
    notices: [
      { code: 'rows-skipped', message: 'Three records are not phones or tablets.' },
      {
        code: 'pages-left',
        message: 'The export names a next page that is not there.',
        locator: '/@odata.nextLink',
      },
    ],
  },
  {
    path: oddPath,
    sha256: '22'.repeat(32),
    bytes: 2_310,
    source: 'apple-mobileconfig',
    status: 'read',
    subjects: 1,
    skipped: 0,
    notices: [{ code: 'signature-absent', message: 'The profile is not signed.' }],
  },
  {
    path: 'notes.txt',
    sha256: '33'.repeat(32),
    bytes: 12,
    source: '-',
    status: 'ignored',
    subjects: 0,
    skipped: 0,
    notices: [{ code: 'unclaimed', message: 'No source recognises the content.' }],
  },
  {
    path: 'policies/android.json',
    sha256: '44'.repeat(32),
    bytes: 903,
    source: 'android-management-policy',
    status: 'read',
    subjects: 1,
    skipped: 0,
    notices: [],
  },
  {
    path: 'policies/broken.mobileconfig',
    sha256: '55'.repeat(32),
    bytes: 640,
    source: 'apple-mobileconfig',
    status: 'unreadable',
    subjects: 0,
    skipped: 0,
    notices: [
      {
        code: 'plist-malformed',
        message: `An element is not closed. ${hostile}`,
        locator: 'column 7',
        line: 12,
      },
    ],
  },
  {
    path: 'waivers.yaml',
    sha256: '66'.repeat(32),
    bytes: 3_004,
    source: 'waivers',
    status: 'read',
    subjects: 0,
    skipped: 0,
    notices: [
      {
        code: 'waiver-subject-unmatched',
        message: 'Waiver `w-2026-003`: 1 of 2 subjects is in no input.',
        locator: 'w-2026-003',
        line: 22,
      },
    ],
  },
];

const none = { pass: 0, fail: 0, unknown: 0, 'not-applicable': 0, waived: 0, error: 0 };
const approval = {
  owner: { role: 'Service owner', id: 'p-31aa' },
  approvedBy: { role: 'SIRO', id: 'p-07c4' },
  input: 'waivers.yaml',
};

/** One of every state. */
export const waivers: readonly WaiverRecord[] = [
  {
    ...approval,
    id: 'w-2026-007',
    rules: ['passcode-length'],
    profile,
    scope: { select: { platform: ['ios'], group: ['Field team'], osVersion: '>=17 <19' } },
    reason: 'operational-exemption',
    justification: `The phones are locked in a cradle. ${hostile}`,
    compensating: 'Guided Access, and a room that is locked',
    risk: 'medium',
    requestedBy: { role: 'Device manager', id: 'p-91c2' },
    approvedAt: '2026-09-01',
    ticket: 'RISK-381',
    from: '2026-09-01',
    until: '2026-11-29',
    accepts: { actual: '4' },
    details: { ministerialClearance: 'not-needed' },
    line: 4,
    state: 'expiring',
    daysLeft: 9,
    outcomes: { ...none, waived: 1 },
    subjects: 1,
  },
  {
    ...approval,
    id: 'w-2026-003',
    rules: ['os-current'],
    scope: { subjects: 2 },
    reason: 'other',
    justification: formula,
    approvedAt: '2026-05-04',
    from: '2026-05-04',
    until: '2026-10-31',
    line: 22,
    state: 'expired',
    daysLeft: -20,
    outcomes: { ...none, pass: 1, fail: 1 },
    subjects: 1,
  },
  {
    ...approval,
    id: 'w-2026-009',
    rules: ['usb-debugging'],
    scope: { everyone: true },
    reason: 'other',
    justification: noisy,
    approvedAt: '2026-11-02',
    from: '2026-12-01',
    until: '2027-01-31',
    line: 35,
    state: 'not-yet-valid',
    daysLeft: 72,
    outcomes: { ...none, pass: 1, 'not-applicable': 2, error: 1 },
    subjects: 0,
  },
  {
    ...approval,
    id: 'w-2026-011',
    rules: ['camera-permission'],
    scope: { select: { supervised: true, labels: { group: ['Field team'] } }, app: ['signal'] },
    reason: 'other',
    justification: 'Video calls with courts need the camera.',
    approvedAt: '2026-09-14',
    from: '2026-09-14',
    until: '2027-03-31',
    line: 47,
    state: 'unused',
    daysLeft: 131,
    outcomes: { ...none, pass: 1 },
    subjects: 0,
  },
];
