/** What the Android STIGs of DISA have in common: a table of numbers becomes rules. */
import type { RuleFile } from '../../src/profiles/file.ts';
import type { Severity } from '../../src/model/profile.ts';
import { by } from './parameters.ts';
import { type Given, rule } from './rule.ts';

/** Numbers without their prefix, CCIs without theirs, severity, topic. */
export type StigRow = readonly [string, string, Severity, string];

/** What a comparison needs besides its topic. */
const given: Readonly<Record<string, Given>> = {
  'passcode-length': by('passcodeLength'),
  'passcode-attempts': by('passcodeAttempts'),
  'lock-inactivity': by('inactivityMinutes'),
  'nearby-streaming': {
    all: [
      { setting: 'nearby.notificationStreaming', is: 'disabled' },
      { setting: 'nearby.appStreaming', is: 'disabled' },
    ],
    examples: {
      pass: [{ 'nearby.notificationStreaming': 'disabled', 'nearby.appStreaming': 'disabled' }],
      fail: [{ 'nearby.notificationStreaming': 'disabled', 'nearby.appStreaming': 'userChoice' }],
    },
  },
  'browser-autofill': {
    is: {
      containsAll: [
        'com.android.chrome: AutofillAddressEnabled = false',
        'com.android.chrome: AutofillCreditCardEnabled = false',
        'com.android.chrome: PasswordManagerEnabled = false',
      ],
    },
    values: [
      [
        'com.android.chrome: AutofillAddressEnabled = false',
        'com.android.chrome: AutofillCreditCardEnabled = false',
        'com.android.chrome: PasswordManagerEnabled = false',
      ],
      ['com.android.chrome: PasswordManagerEnabled = true'],
    ],
  },
  'corporate-work-profile': {
    id: 'corporate-work-profile',
    title: 'The phone belongs to the organisation and has a work profile',
    all: [
      { setting: 'device.managementMode', is: 'workProfile' },
      { setting: 'device.ownership', is: 'corporate' },
    ],
    examples: {
      pass: [{ 'device.managementMode': 'workProfile', 'device.ownership': 'corporate' }],
      fail: [{ 'device.managementMode': 'workProfile', 'device.ownership': 'personal' }],
    },
    remediation: { user: 'Enrol the phone as one of the organisation, with a work profile.' },
    appliesTo: { platform: ['android'], kind: ['device'] },
  },
  'management-mode': { is: 'fullyManaged', appliesTo: { platform: ['android'], kind: ['device'] } },
  'update-pending': { appliesTo: { platform: ['android'], kind: ['device'] } },
  'private-space': { attestable: { maxAge: 'P365D' } },
};

/** What the phone is enrolled as: two topics in one. */
const topicOf = (id: string): string => (id === 'corporate-work-profile' ? 'management-mode' : id);

export function stigRules(prefix: string, reference: string, rows: readonly StigRow[]): RuleFile[] {
  return rows.map(([numbers, ccis, severity, id]) => {
    const made = rule(topicOf(id), 'android', given[id]);
    const isStatement = made.setting?.startsWith('statement.') === true;
    return {
      ...made,
      id,
      severity,
      references: [reference],
      ...(isStatement ? { attestable: { maxAge: 'P365D' } } : {}),
      controls: {
        'disa-stig': numbers.split(' ').map((number) => `${prefix}${number}`),
        cci: ccis.split(' ').map((number) => `CCI-${number}`),
      },
    };
  });
}
