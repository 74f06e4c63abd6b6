/** Writes the fixtures that are built by code, binary ones among them: npm run fixtures. Everything in them is made up. */
import { join } from 'node:path';
import { appleEmbedded } from './fixtures/apple-embedded.ts';
import { appleHandset } from './fixtures/apple-handset.ts';
import { appleMdm } from './fixtures/apple-mdm.ts';
import { intune } from './fixtures/intune.ts';
import { writeFixtures } from './fixtures/write.ts';

export const builtFixtures = { ...appleEmbedded, ...appleHandset, ...appleMdm, ...intune };

if (import.meta.main)
  writeFixtures(join(import.meta.dirname, '..', 'test', 'fixtures', 'sources'), builtFixtures);
