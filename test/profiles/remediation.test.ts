/** What to set, and where: one text for all, or parts by platform and management system that reports keep apart. */
import { expect, it } from 'vitest';
import { remediationOf } from '../../src/profiles/remediation.ts';

it('of one text stays one text', () => {
  expect(remediationOf('Update the phone.')).toEqual({ remediation: 'Update the phone.' });
});

it('by management system is one text and its parts, in one order whatever that of the profile', () => {
  expect(
    remediationOf({ jamf: 'Tick the box.', intune: 'Set camerasBlocked true.', ios: 'Update.' }),
  ).toEqual({
    remediation: 'iPhone and iPad: Update. Intune: Set camerasBlocked true. Jamf: Tick the box.',
    remediations: [
      { where: 'iPhone and iPad', text: 'Update.' },
      { where: 'Intune', text: 'Set camerasBlocked true.' },
      { where: 'Jamf', text: 'Tick the box.' },
    ],
  });
});
