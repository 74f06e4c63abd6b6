/** Findings of the sample report, in the order of the report: input path, subject id, rule id. */
import type { Finding, FindingEvidence } from '../../src/model/finding.ts';
import { hostile, oddPath, profile, rules } from './sample-records.ts';

type Verdict = Pick<Finding, 'outcome' | 'message'> &
  Partial<Pick<Finding, 'reason' | 'scope' | 'setting' | 'expected' | 'actual' | 'notes' | 'waiver'>> & {
    readonly evidence?: readonly FindingEvidence[];
  };

/** Title and severity come from the rule; the fields stand in the order of the model. */
function finding(subject: string, rule: string, verdict: Verdict): Finding {
  const record = rules.find(({ id }) => id === rule);
  if (record === undefined) throw new Error(`the sample has no rule ${rule}`);
  const { outcome, reason, message, scope, setting, expected, actual, waiver } = verdict;
  return {
    rule,
    profile,
    subject,
    ...(scope === undefined ? {} : { scope }),
    ...(setting === undefined ? {} : { setting }),
    outcome,
    ...(reason === undefined ? {} : { reason }),
    severity: record.severity,
    title: record.title,
    message,
    ...(expected === undefined ? {} : { expected }),
    ...(actual === undefined ? {} : { actual }),
    evidence: verdict.evidence ?? [],
    notes: verdict.notes ?? [],
    ...(waiver === undefined ? {} : { waiver }),
  };
}

const inventory = (locator: string, value: string): FindingEvidence => ({
  input: 'exports/devices.json',
  locator,
  value,
  layer: 'observed',
  origin: 'explicit',
});

const restrictions = 'a configuration profile with a Restrictions payload';

const supervisedPhone: readonly Finding[] = [
  finding('device-1001', 'backup-encrypted', {
    outcome: 'unknown',
    reason: 'ambiguous',
    setting: 'backup.local.encrypted',
    expected: 'true',
    message: `backup.local.encrypted: the evidence contradicts itself or cannot be read one way. To decide it, add: ${restrictions}.`,
    evidence: [
      { ...inventory('/value/0/backupEncrypted', 'true'), line: 14 },
      { ...inventory('/value/0/backupEncrypted', 'false'), line: 21 },
    ],
    notes: ['conflict'],
  }),
  finding('device-1001', 'camera-permission', {
    outcome: 'pass',
    scope: 'app:signal',
    setting: 'app.permission.camera',
    expected: 'false',
    actual: 'false',
    message: 'app.permission.camera is false.',
    evidence: [{ ...inventory('TCC.db/access/row 4', 'denied'), entry: 'private/TCC.db' }],
    notes: ['not-enforced'],
  }),
  finding('device-1001', 'camera-permission', {
    outcome: 'not-applicable',
    reason: 'app-not-installed',
    scope: 'app:whatsapp',
    setting: 'app.installed',
    message: 'Not applicable: the app inventory does not list the app.',
  }),
  finding('device-1001', 'os-current', {
    outcome: 'pass',
    setting: 'os.version',
    expected: 'version 18.0 or newer',
    actual: '18.1',
    message: 'os.version is 18.1.',
    evidence: [inventory('/value/0/osVersion', '18.1')],
  }),
  finding('device-1001', 'passcode-length', {
    outcome: 'waived',
    setting: 'passcode.minimumLength',
    expected: 'at least 6',
    actual: '4',
    message: 'passcode.minimumLength is 4, expected at least 6.',
    evidence: [{ ...inventory('/value/0/passcodeMinimumLength', '4'), layer: 'installed' }],
    waiver: 'w-2026-007',
  }),
  finding('device-1001', 'security-notifications', {
    outcome: 'unknown',
    reason: 'not-provable',
    scope: 'app:signal',
    setting: 'app.securityNotifications',
    expected: 'true',
    message:
      'app.securityNotifications: no file or export can show it. To decide it, add: a dated statement of the user or administrator (attestation).',
  }),
  finding('device-1001', 'usb-debugging', {
    outcome: 'not-applicable',
    reason: 'platform',
    message: 'Not applicable: it is for android.',
  }),
];

const personalPhone: readonly Finding[] = [
  finding('device-1002', 'backup-encrypted', {
    outcome: 'unknown',
    reason: 'not-collected',
    setting: 'backup.local.encrypted',
    expected: 'true',
    message:
      'backup.local.encrypted: nothing in the evidence speaks about it. To decide it, add: an Android Management API policy.',
  }),
  finding('device-1002', 'camera-permission', {
    outcome: 'fail',
    scope: 'app:whatsapp@work',
    setting: 'app.permission.camera',
    expected: 'false',
    actual: hostile,
    message: `app.permission.camera is ${hostile}, expected false.`,
    evidence: [{ ...inventory('/value/1/apps/3', `${hostile} | =1+1`), line: 58 }],
  }),
  finding('device-1002', 'os-current', {
    outcome: 'fail',
    setting: 'os.version',
    expected: 'version 15 or newer',
    actual: '14',
    message: 'os.version is 14, expected version 15 or newer.',
    evidence: [inventory('/value/1/osVersion', '14')],
    notes: ['waiver-expired'],
    waiver: 'w-2026-003',
  }),
  finding('device-1002', 'passcode-length', {
    outcome: 'unknown',
    reason: 'stale',
    setting: 'passcode.minimumLength',
    expected: 'at least 6',
    message:
      'passcode.minimumLength: the evidence is too old or has ended. To decide it, add: an Android Management API policy.',
    evidence: [{ ...inventory('/value/1/passcode', '6'), line: 61 }],
  }),
  finding('device-1002', 'security-notifications', {
    outcome: 'unknown',
    reason: 'attestation-expired',
    scope: 'app:whatsapp@work',
    setting: 'app.securityNotifications',
    expected: 'true',
    message:
      'app.securityNotifications: the attestation has expired. To decide it, add: a dated statement of the user or administrator (attestation).',
  }),
  finding('device-1002', 'usb-debugging', {
    outcome: 'error',
    message: 'This rule could not be evaluated because of a defect in Passmuster (TypeError).',
  }),
];

const applePolicy: readonly Finding[] = [
  finding('com.example.passcode', 'backup-encrypted', {
    outcome: 'pass',
    setting: 'backup.local.encrypted',
    expected: 'true',
    actual: 'true',
    message: 'backup.local.encrypted is true.',
    evidence: [
      {
        input: oddPath,
        locator: 'PayloadContent[0].forceEncryptedBackup',
        line: 22,
        value: 'true',
        layer: 'required',
        origin: 'explicit',
      },
    ],
  }),
  finding('com.example.passcode', 'os-current', {
    outcome: 'not-applicable',
    reason: 'kind',
    message: 'Not applicable: it is for subjects of kind device.',
  }),
  finding('com.example.passcode', 'passcode-length', {
    outcome: 'fail',
    setting: 'passcode.minimumLength',
    expected: 'at least 6',
    actual: '0',
    message: 'passcode.minimumLength is 0, expected at least 6.',
    evidence: [
      {
        input: oddPath,
        locator: 'PayloadContent[1]',
        line: 30,
        value: 'absent',
        layer: 'required',
        origin: 'default',
      },
    ],
    notes: ['policy-ends'],
  }),
  finding('com.example.passcode', 'usb-debugging', {
    outcome: 'not-applicable',
    reason: 'platform',
    message: 'Not applicable: it is for android.',
  }),
];

const androidPolicy: readonly Finding[] = [
  finding('policy-7', 'backup-encrypted', {
    outcome: 'unknown',
    reason: 'not-reported',
    setting: 'backup.local.encrypted',
    expected: 'true',
    message:
      'backup.local.encrypted: the evidence leaves it unset. To decide it, add: an Android Management API policy.',
  }),
  finding('policy-7', 'os-current', {
    outcome: 'not-applicable',
    reason: 'kind',
    message: 'Not applicable: it is for subjects of kind device.',
  }),
  finding('policy-7', 'passcode-length', {
    outcome: 'pass',
    setting: 'passcode.minimumLength',
    expected: 'at least 6',
    actual: '8',
    message: 'passcode.minimumLength is 8.',
    evidence: [
      {
        input: 'policies/android.json',
        locator: '/passwordPolicies/0/passwordMinimumLength',
        line: 9,
        value: '8',
        layer: 'required',
        origin: 'explicit',
      },
    ],
  }),
  finding('policy-7', 'usb-debugging', {
    outcome: 'pass',
    setting: 'developer.usbDebugging',
    expected: 'false',
    actual: 'false',
    message: 'developer.usbDebugging is false.',
    evidence: [
      {
        input: 'policies/android.json',
        locator: '/advancedSecurityOverrides/developerSettings',
        value: 'absent',
        layer: 'required',
        origin: 'default',
      },
    ],
  }),
];

export const findings: readonly Finding[] = [
  ...supervisedPhone,
  ...personalPhone,
  ...applePolicy,
  ...androidPolicy,
];
