/** By what a device of the Android Management API is known in other files, and which policy on it may speak for it. */
import { isDoubtful, memberOfType } from '../../artifacts/google/rows.ts';
import { allOf, tokenOf } from '../../artifacts/identity.ts';
import { type MapNode, memberOf, stringOf } from '../../formats/node.ts';
import type { Links } from '../../model/links.ts';

/** @param key of the run: without one the device is joined with nothing */
export function linksOf(device: MapNode, key: string | undefined): Links {
  const hardware = memberOfType(device, 'hardwareInfo', 'map');
  const network = memberOfType(device, 'networkInfo', 'map');
  const is = [
    tokenOf('amapi-device', textOf(device, 'name'), key),
    tokenOf('serial', textOf(hardware, 'serialNumber'), key),
    tokenOf('imei', textOf(network, 'imei'), key),
  ];
  const of = [
    allOf('amapi'),
    tokenOf('amapi-user', textOf(device, 'userName'), key),
    ...policyOf(device, key),
  ];
  return { is: is.filter(isToken), of: of.filter(isToken) };
}

/**
 * "appliedPolicyName", "appliedPolicyVersion": the policy that the phone has. In a work profile most of a policy binds the profile
 * alone, and a phone that does not say that it meets its policy is not bound by it: both are judged by what they report themselves.
 */
function policyOf(device: MapNode, key: string | undefined): (string | undefined)[] {
  const isWhole = textOf(device, 'managementMode') === 'DEVICE_OWNER';
  const name = textOf(device, 'appliedPolicyName');
  if (!isWhole || name === undefined || !meetsPolicy(device)) return [];
  const version = versionOf(device);
  return [
    tokenOf('amapi-policy', name, key),
    version === undefined ? undefined : tokenOf('amapi-policy-version', `${name}@${version}`, key),
  ];
}

/** It says so, and names nothing that it does not meet. */
function meetsPolicy(device: MapNode): boolean {
  const isCompliant = memberOfType(device, 'policyCompliant', 'boolean')?.value === true;
  const details = device.entries.get('nonComplianceDetails');
  const isEmpty = details === undefined || (details.type === 'list' && details.items.length === 0);
  return isCompliant && isEmpty && !isDoubtful(device, 'nonComplianceDetails');
}

/** int64: a string of digits, or an integer. */
function versionOf(device: MapNode): string | undefined {
  if (isDoubtful(device, 'appliedPolicyVersion')) return undefined;
  const node = memberOf(device, 'appliedPolicyVersion');
  if (node?.type === 'integer') return String(node.value);
  return /^\d{1,19}$/.exec(stringOf(node) ?? '')?.[0];
}

const isToken = (token: string | undefined): token is string => token !== undefined;

const textOf = (map: MapNode | undefined, key: string): string | undefined =>
  map === undefined || isDoubtful(map, key) ? undefined : stringOf(memberOf(map, key)) || undefined;
