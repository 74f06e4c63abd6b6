/** Types of Microsoft Graph that are read, and how a type is recognised: by name, else by its property names. */
import { MapBuilder, type MapNode } from '../../formats/node.ts';
import { androidAppProtection, iosAppProtection } from './map-app-protection.ts';
import { androidLegacy } from './map-android-legacy.ts';
import { androidOwner } from './map-android-owner.ts';
import { mobileAppConfiguration, storeAppConfiguration } from './map-app-configuration.ts';
import { androidWorkProfile } from './map-android-work-profile.ts';
import { androidCatalogue, catalogueName, cataloguePlatform, iosCatalogue } from './map-catalogue.ts';
import {
  androidCompliance,
  androidOwnerCompliance,
  aospCompliance,
  androidWorkProfileCompliance,
  iosCompliance,
} from './map-compliance.ts';
import { iosCustom } from './map-ios-custom.ts';
import { iosGeneral } from './map-ios.ts';
import type { PolicyType } from './map-rows.ts';

export interface NamedType extends PolicyType {
  /** As Microsoft Graph spells it. */
  readonly name: string;
}

const types: readonly NamedType[] = [
  { name: 'iosGeneralDeviceConfiguration', ...iosGeneral },
  { name: 'iosCompliancePolicy', ...iosCompliance },
  { name: 'androidDeviceOwnerGeneralDeviceConfiguration', ...androidOwner },
  { name: 'androidDeviceOwnerCompliancePolicy', ...androidOwnerCompliance },
  { name: 'androidWorkProfileGeneralDeviceConfiguration', ...androidWorkProfile },
  { name: 'androidWorkProfileCompliancePolicy', ...androidWorkProfileCompliance },
  { name: 'androidGeneralDeviceConfiguration', ...androidLegacy },
  { name: 'iosManagedAppProtection', ...iosAppProtection },
  { name: 'androidManagedAppProtection', ...androidAppProtection },
];
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

const nothing = new MapBuilder().build(0);
const namesOf = new Map(
  types.map((type) => {
    const mapped = type.parts(nothing).flatMap(({ table }) => Object.keys(table));
    return [type.name, new Set([...mapped, ...type.names].map((name) => name.toLowerCase()))];
  }),
);
/** As many property names as no other document holds by chance. */
const enough = 20;

/** The one type of which the object has at least twenty property names; undefined when there is none, or more than one. */
export function inferType(keys: Iterable<string>): NamedType | undefined {
  const present = new Set([...keys].map((key) => key.toLowerCase()));
  const candidates = types.filter((type) => {
    const shared = [...(namesOf.get(type.name) ?? [])].filter((name) => present.has(name));
    return shared.length >= enough && type.marks.some((mark) => present.has(mark.toLowerCase()));
  });
  return candidates.length === 1 ? candidates[0] : undefined;
}

/** The word after `#microsoft.graph.`; undefined for anything else. */
export function graphName(type: string): string | undefined {
  return /^#?microsoft\.graph\.([A-Za-z0-9]{1,100})$/i.exec(type)?.[1];
}

/** Names of policies for phones that no table above reads. */
export const isOtherPhonePolicy = (name: string) =>
  /^(ios|android|aosp|appleDevice|defaultManagedApp|targetedManagedApp|deviceManagement)/i.test(name);
