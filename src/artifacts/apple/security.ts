/**
 * What several keys of Apple's `SecurityInfo` say together, also where a product copies them under names of its own:
 * encryption, and whether the passcode meets the policies. A key that is repeated, of another type or only looks like one of
 * these is put in doubt by its row in the table of the source.
 */
import { foldKey } from '../masking.ts';
import { displayValue, type MapSite } from '../observe-map.ts';
import type { MapNode, TreeNode } from '../../formats/node.ts';
import type { Observation, UnknownReason } from '../../model/observation.ts';
import { observe, undecided } from '../../settings/observe.ts';

/** How a source writes the keys of Apple. */
export interface SecurityKeys {
  readonly passcodePresent: string;
  readonly passcodeCompliant: string;
  readonly passcodeCompliantWithProfiles: string;
  readonly hardwareEncryption: string;
  /** Undefined for what is neither. */
  readonly flagOf: (node: TreeNode) => boolean | undefined;
  readonly numberOf: (node: TreeNode) => number | undefined;
  /** What stands there when the device has not answered. */
  readonly isNothing: (node: TreeNode) => boolean;
}

/** Claims on `storage.encrypted` and `passcode.compliant`, where the body speaks of them. */
export function observeSecurity(body: MapNode, keys: SecurityKeys, site: MapSite): Observation[] {
  return [...encryption(body, keys, site), ...compliance(body, keys, site)];
}

/**
 * `HardwareEncryptionCaps`: 1 block-level, 2 file-level, 3 both. "For a device to have data protection,
 * HardwareEncryptionCaps must be 3 and PasscodePresent must true."
 */
function encryption(body: MapNode, keys: SecurityKeys, site: MapSite): Observation[] {
  const key = keys.hardwareEncryption;
  const node = soleMember(body, key);
  const caps = node === undefined ? undefined : keys.numberOf(node);
  if (node === undefined || caps === undefined) return [];
  const isHalf = caps === 1 || caps === 2;
  const value = isHalf ? false : caps === 3 ? passcodePresent(body, keys) : 'ambiguous';
  return [claim('storage.encrypted', value, { key, node, body, keys }, site)];
}

/**
 * Apple's "compliant" is also true of a phone without a passcode on which no policy asks for one, so it counts only beside a
 * passcode. That of profiles leaves out Exchange and other accounts: its false decides, its true does not.
 */
function compliance(body: MapNode, keys: SecurityKeys, site: MapSite): Observation[] {
  return [keys.passcodeCompliant, keys.passcodeCompliantWithProfiles].flatMap((key) => {
    const node = soleMember(body, key);
    const isCompliant = node === undefined ? undefined : keys.flagOf(node);
    if (node === undefined || isCompliant === undefined) return [];
    const at = { key, node, body, keys };
    if (!isCompliant) return [claim('passcode.compliant', false, at, site)];
    if (key === keys.passcodeCompliantWithProfiles) return [];
    const value = passcodePresent(body, keys);
    return [claim('passcode.compliant', value === false ? 'not-reported' : value, at, site)];
  });
}

function passcodePresent(body: MapNode, keys: SecurityKeys): boolean | UnknownReason {
  const key = keys.passcodePresent;
  const node = soleMember(body, key);
  const alike = [...body.entries.keys()].filter((name) => foldKey(name) === foldKey(key));
  if (alike.length === 0) return 'not-reported';
  if (node === undefined || alike.length > 1) return 'ambiguous';
  return keys.flagOf(node) ?? (keys.isNothing(node) ? 'not-reported' : 'ambiguous');
}

function soleMember(body: MapNode, key: string): TreeNode | undefined {
  return body.repeated.has(key) ? undefined : body.entries.get(key);
}

interface ClaimPlace {
  readonly key: string;
  readonly node: TreeNode;
  readonly body: MapNode;
  readonly keys: SecurityKeys;
}

function claim(
  setting: 'storage.encrypted' | 'passcode.compliant',
  value: boolean | UnknownReason,
  { key, node, body, keys }: ClaimPlace,
  site: MapSite,
): Observation {
  const passcode = keys.passcodePresent;
  const beside = body.entries.get(passcode);
  const shown = beside === undefined ? 'absent' : displayValue(passcode, beside);
  const evidence = {
    input: site.input,
    locator: site.locate(key),
    ...(node.line > 0 ? { line: node.line } : {}),
    value: `${displayValue(key, node)}, ${passcode} ${shown}`,
  };
  return typeof value === 'boolean'
    ? observe(setting, value, site.layer, evidence, site.extras)
    : undecided(setting, value, site.layer, evidence, site.extras);
}
