/**
 * Files of a sysdiagnose archive → canonical settings. Apple does not document them; the paths are those of public forensic
 * readers (EC-DIGIT-CSIRC/sysdiagnose, abrignoni/iLEAPP), unverified on new releases.
 */
import { appleDocuments } from '../../artifacts/apple/documents.ts';
import { type RowTable, textLike } from '../../artifacts/rows.ts';
import type { PhoneFile } from '../apple-files.ts';
import { paths } from './paths.ts';

/** `SystemVersion.plist`, as on every Apple system. */
export const systemVersion: RowTable = {
  ProductVersion: textLike('os.version', /^\d+(\.\d+){0,3}$/),
};

/** `ProductName` of the systems that are not for phones and tablets; their diagnostic archives look alike. */
export const otherSystems = /^(mac ?os|os x|watch|apple tv|tvos|audioos|bridge|visionos|xros)/i;

export const files: readonly PhoneFile[] = [
  { path: paths.effectiveSettings, document: appleDocuments.effectiveSettings },
  { path: paths.cloudConfiguration, document: appleDocuments.cloudConfiguration },
  { path: paths.appPermissions, document: appleDocuments.appPermissions, needsLog: true },
];
