/**
 * Writes the baselines of profiles/ that are made from tables: npm run baselines. Other profiles there are written by hand.
 * The facts and their sources stand in tools/baselines/.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { ProfileFile } from '../src/profiles/file.ts';
import { cis } from './baselines/cis.ts';
import { google } from './baselines/disa-google.ts';
import { disaIos } from './baselines/disa-ios.ts';
import { samsung } from './baselines/disa-samsung.ts';
import { microsoftAndroid } from './baselines/microsoft-android.ts';
import { microsoftIos } from './baselines/microsoft-ios.ts';
import { nist } from './baselines/nist.ts';
import { uk } from './baselines/uk.ts';

export const baselines: readonly ProfileFile[] = [
  ...cis,
  ...disaIos,
  ...google,
  ...samsung,
  ...microsoftAndroid,
  ...microsoftIos,
  ...nist,
  ...uk,
];

const head = '# Made by tools/baselines.ts from tools/baselines/: change it there.\n';

if (import.meta.main)
  for (const profile of baselines)
    writeFileSync(
      join(import.meta.dirname, '..', 'profiles', `${profile.id}.yaml`),
      head + stringify(profile, { lineWidth: 110, aliasDuplicateObjects: false }),
    );
