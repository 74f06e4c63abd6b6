/** Every type of Microsoft Graph that is read, by its name. */
import type { MapNode } from '../../formats/node.ts';
import { androidAppProtection, iosAppProtection } from './map-app-protection.ts';
import { mobileAppConfiguration, storeAppConfiguration } from './map-app-configuration.ts';
import { androidCatalogue, catalogueName, cataloguePlatform, iosCatalogue } from './map-catalogue.ts';
import { androidWorkProfile } from './map-android-work-profile.ts';
import { androidCompliance, aospCompliance } from './map-compliance.ts';
import { iosCustom } from './map-ios-custom.ts';
import { type NamedType, types } from './map-types.ts';

/** The earlier name of a type, with the same properties. */
const earlier: NamedType = { name: 'androidForWorkGeneralDeviceConfiguration', ...androidWorkProfile };

/** Types that are never inferred: their properties are few, those of another type, or settings of any kind. */
const named: readonly NamedType[] = [
  earlier,
  { name: 'androidCompliancePolicy', ...androidCompliance },
  { name: 'aospDeviceOwnerCompliancePolicy', ...aospCompliance },
  // For apps of both systems that no other policy protects.
  { name: 'defaultManagedAppProtection', ...iosAppProtection },
  { name: 'defaultManagedAppProtection', ...androidAppProtection },
  { name: 'androidManagedStoreAppConfiguration', ...storeAppConfiguration },
  { name: 'iosMobileAppConfiguration', ...mobileAppConfiguration },
  { name: 'iosCustomConfiguration', ...iosCustom },
  { name: catalogueName, ...iosCatalogue },
  { name: catalogueName, ...androidCatalogue },
];

/**
 * The types of that name: two for a policy of both systems; of the settings catalogue the one for the policy's platform.
 * @param name without `#microsoft.graph.`, in any case
 */
export function typesNamed(name: string, policy: MapNode): readonly NamedType[] {
  const wanted = name.toLowerCase();
  const found = [...types, ...named].filter((type) => type.name.toLowerCase() === wanted);
  return wanted === catalogueName.toLowerCase()
    ? found.filter(({ platform }) => platform === cataloguePlatform(policy))
    : found;
}
