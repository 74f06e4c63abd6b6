/**
 * Writes examples/fleet, a made-up organisation's profiles, policies and devices, and examples/handset, what was collected from two
 * made-up phones. Everything is synthetic: no real people, devices, tenants or addresses; identifiers start with zeros.
 * Run: npm run examples
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build, buildBinary } from 'plist';
import {
  androidPolicy,
  managedDevices,
  ownerPolicy,
  compliancePolicy,
  restrictionsPolicy,
} from './examples/mdm.ts';
import { handsetFiles } from './examples/handset.ts';
import { baselineProfile, personalProfile, wifiProfile } from './examples/profiles.ts';

const folder = join(import.meta.dirname, '..', 'examples');

function write(name: string, content: string | Uint8Array): void {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

write('fleet/apple/corporate-baseline.mobileconfig', `${build(baselineProfile)}\n`);
write('fleet/apple/personal-phones.mobileconfig', `${build(personalProfile)}\n`);
write('fleet/apple/wifi.mobileconfig', new Uint8Array(buildBinary(wifiProfile)));
write('fleet/intune/managed-devices.json', json(managedDevices));
write('fleet/intune/ios-restrictions.json', json(restrictionsPolicy));
write('fleet/intune/ios-compliance.json', json(compliancePolicy));
write('fleet/intune/android-fully-managed.json', json(ownerPolicy));
write('fleet/android/policy-default.json', json(androidPolicy));
for (const [path, content] of handsetFiles()) write(`handset/${path}`, content);
