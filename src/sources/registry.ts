/** Every source: one line each, most specific first. */
import appleMobileconfig from './apple-mobileconfig/index.ts';
import type { Source } from './define.ts';
import intuneDevices from './intune-devices/index.ts';
import passmusterStream from './passmuster-stream/index.ts';

export const sources: readonly Source[] = [passmusterStream, appleMobileconfig, intuneDevices];
