/** PM16xx how long a profile stays, and who can take it off. */
import { type CodePage, documents } from './define.ts';

export const lifecycleCodes = {
  PM1601: {
    level: 'error',
    title: 'The profile has already removed itself',
    means: '`RemovalDate` lies before the day of the run (`--as-of`).',
    why: 'Phones have taken the profile off since: its settings are gone.',
    example: '<key>RemovalDate</key>\n<date>2024-01-01T00:00:00Z</date>',
    mend: 'Move the date, or take it out.',
    source: documents.topLevel,
  },
  PM1602: {
    level: 'note',
    title: 'The profile will remove itself',
    means:
      '`RemovalDate` or `DurationUntilRemoval` (seconds from the installation) is set; the earlier one counts.',
    why: 'From then on the phone is without these settings, and nobody is told.',
    mend: 'Nothing, if that is meant. Otherwise take the key out.',
    source: documents.topLevel,
  },
  PM1603: {
    level: 'note',
    title: 'The profile is past its expiry',
    means: '`PayloadExpirationDate` lies before the day of the run (`--as-of`).',
    why: 'The phone shows the profile as expired and offers to update it; the settings stay.',
    mend: 'Issue a new version with a later date.',
    source: documents.topLevel,
  },
  PM1604: {
    level: 'note',
    otherwise:
      'nothing for phones under management (`--enrolment`), whose users cannot remove the profiles of the server',
    title: 'The user may remove the profile',
    means: '`PayloadRemovalDisallowed` is not true, and no removal password is set.',
    why: 'Unless a management server installs the profile, its settings last as long as the user likes.',
    mend: 'Install it through management, or set `PayloadRemovalDisallowed` to true (supervised devices).',
    source: documents.topLevel,
  },
  PM1605: {
    level: 'warning',
    title: 'A removal password without a password',
    means:
      '`HasRemovalPasscode` is true without a removal password payload, or such a payload has no `RemovalPassword`.',
    why: 'The profile is not protected by a password, although it says so.',
    mend: 'Add the payload `com.apple.profileRemovalPassword` with `RemovalPassword`.',
    source: documents.removalPassword,
  },
} as const satisfies Record<string, CodePage>;
