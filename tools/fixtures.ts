/** Writes the fixtures that are built by code, binary ones among them: npm run fixtures. Everything in them is made up. */
import { join } from 'node:path';
import { appleEmbedded } from './fixtures/apple-embedded.ts';
import { appleHandset } from './fixtures/apple-handset.ts';
import { appleMdm } from './fixtures/apple-mdm.ts';
import { fleet } from './fixtures/fleet.ts';
import { writeGuides } from './fixtures/guides.ts';
import { jamf } from './fixtures/jamf.ts';
import { jamfProfiles } from './fixtures/jamf-profiles.ts';
import { intune } from './fixtures/intune.ts';
import { intuneBackup } from './fixtures/intune-backup.ts';
import { intuneCatalogue } from './fixtures/intune-catalogue.ts';
import { intuneOpen } from './fixtures/intune-open.ts';
import { intunePolicies } from './fixtures/intune-policies.ts';
import { writeFixtures } from './fixtures/write.ts';

export const builtFixtures = {
  ...appleEmbedded,
  ...appleHandset,
  ...appleMdm,
  ...fleet,
  ...jamf,
  ...jamfProfiles,
  ...intune,
  'intune-backup-tables': intuneBackup,
  'intune-policy': {
    ...intuneCatalogue,
    cases: { ...intuneCatalogue.cases, ...intunePolicies, ...intuneOpen },
  },
};

const fixtures = join(import.meta.dirname, '..', 'test', 'fixtures');

if (import.meta.main) {
  writeFixtures(join(fixtures, 'sources'), builtFixtures);
  writeGuides(join(fixtures, 'guides'));
}
