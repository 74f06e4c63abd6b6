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
 * alone, and what a phone reports that it does not meet does not bind it: such phones are judged by what they report themselves.
 */
function policyOf(device: MapNode, key: string | undefined): (string | undefined)[] {
  const isWhole = textOf(device, 'managementMode') === 'DEVICE_OWNER';
  const name = textOf(device, 'appliedPolicyName');
  if (!isWhole || name === undefined || !meetsPolicy(device)) return [];
  const version = versionOf(device);
  const confirmed = memberOfType(device, 'policyCompliant', 'boolean')?.value === true;
  return [
    tokenOf('amapi-policy', name, key),
    ...(confirmed && version !== undefined
      ? [tokenOf('amapi-policy-version', `${name}@${version}`, key)]
      : []),
  ];
}

/** Nothing says otherwise. */
function meetsPolicy(device: MapNode): boolean {
  const details = device.entries.get('nonComplianceDetails');
  const isEmpty = details === undefined || (details.type === 'list' && details.items.length === 0);
  const compliant = device.entries.get('policyCompliant');
  const isDenied = compliant !== undefined && !(compliant.type === 'boolean' && compliant.value);
  return (
    isEmpty &&
    !isDenied &&
    !['nonComplianceDetails', 'policyCompliant'].some((key) => isDoubtful(device, key))
  );
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
