/** Types of Microsoft Graph whose properties tell them apart; loaded for detection, so without anything that parses. */
import { MapBuilder } from '../../formats/node.ts';
import { androidAppProtection, iosAppProtection } from './map-app-protection.ts';
import { androidLegacy } from './map-android-legacy.ts';
import { androidOwner } from './map-android-owner.ts';
import { androidWorkProfile } from './map-android-work-profile.ts';
import { androidOwnerCompliance, androidWorkProfileCompliance, iosCompliance } from './map-compliance.ts';
import { iosGeneral } from './map-ios.ts';
import type { PolicyType } from './map-rows.ts';

export interface NamedType extends PolicyType {
  /** As Microsoft Graph spells it. */
  readonly name: string;
}

/** Types that are recognised by their property names, too. */
export const types: readonly NamedType[] = [
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
