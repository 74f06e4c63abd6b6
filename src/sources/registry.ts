/** Every source: one line each, most specific first. */
import androidManagementPolicy from './android-management-policy/index.ts';
import appleDeclaration from './apple-declaration/index.ts';
import appleMobileconfig from './apple-mobileconfig/index.ts';
import appleStatusReport from './apple-status-report/index.ts';
import type { Source } from './define.ts';
import intuneDevices from './intune-devices/index.ts';
import intunePolicy from './intune-policy/index.ts';
import passmusterStream from './passmuster-stream/index.ts';

export const sources: readonly Source[] = [
  passmusterStream,
  appleMobileconfig,
  appleDeclaration,
  appleStatusReport,
  intuneDevices,
  intunePolicy,
  androidManagementPolicy,
];
