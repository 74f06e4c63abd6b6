/** Every source: one line each, most specific first. */
import androidManagementDevices from './android-management-devices/index.ts';
import androidManagementPolicy from './android-management-policy/index.ts';
import appleMobileconfig from './apple-mobileconfig/index.ts';
import type { BundleSource, Source } from './define.ts';
import intuneDevices from './intune-devices/index.ts';
import intunePolicy from './intune-policy/index.ts';
import passmusterStream from './passmuster-stream/index.ts';

export const sources: readonly Source[] = [
  passmusterStream,
  appleMobileconfig,
  intuneDevices,
  intunePolicy,
  androidManagementDevices,
  androidManagementPolicy,
];

/** Sources that read a whole folder or archive: one line each, most specific first. */
export const bundleSources: readonly BundleSource[] = [];
