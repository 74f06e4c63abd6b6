/**
 * What several keys of `SecurityInfo` say together: encryption, and whether the passcode meets the policies. A key that is
 * repeated, of another type or only looks like one of these is put in doubt by its row in map.ts.
 */
import { foldKey } from '../../artifacts/masking.ts';
import { displayValue, type MapSite } from '../../artifacts/observe-map.ts';
import type { MapNode, TreeNode } from '../../formats/node.ts';
import type { Observation, UnknownReason } from '../../model/observation.ts';
import { observe, undecided } from '../../settings/observe.ts';

const passcode = 'PasscodePresent';

/** Claims on `storage.encrypted` and `passcode.compliant`, where the body speaks of them. */
export function observeSecurity(body: MapNode, site: MapSite): Observation[] {
  return [...encryption(body, site), ...compliance(body, site)];
}

/**
 * `HardwareEncryptionCaps`: 1 block-level, 2 file-level, 3 both. "For a device to have data protection,
 * HardwareEncryptionCaps must be 3 and PasscodePresent must true."
 */
function encryption(body: MapNode, site: MapSite): Observation[] {
  const key = 'HardwareEncryptionCaps';
  const caps = soleMember(body, key);
  if (caps?.type !== 'integer') return [];
  const isHalf = caps.value === 1 || caps.value === 2;
  const value = isHalf ? false : caps.value === 3 ? passcodePresent(body) : 'ambiguous';
  return [claim('storage.encrypted', value, key, caps, body, site)];
}

/**
 * Apple's "compliant" is also true of a phone without a passcode on which no policy asks for one, so it counts only beside a
 * passcode. That of profiles leaves out Exchange and other accounts: its false decides, its true does not.
 */
function compliance(body: MapNode, site: MapSite): Observation[] {
  return ['PasscodeCompliant', 'PasscodeCompliantWithProfiles'].flatMap((key) => {
    const node = soleMember(body, key);
    if (node?.type !== 'boolean') return [];
    if (!node.value) return [claim('passcode.compliant', false, key, node, body, site)];
    if (key === 'PasscodeCompliantWithProfiles') return [];
    const value = passcodePresent(body);
    return [claim('passcode.compliant', value === false ? 'not-reported' : value, key, node, body, site)];
  });
}

function passcodePresent(body: MapNode): boolean | UnknownReason {
  const node = soleMember(body, passcode);
  const alike = [...body.entries.keys()].filter((key) => foldKey(key) === foldKey(passcode));
  if (node?.type === 'boolean' && alike.length === 1) return node.value;
  const isUnsupported = node?.type === 'string' && node.value.toLowerCase() === 'not supported';
  return alike.length === 0 || isUnsupported ? 'not-reported' : 'ambiguous';
}

function soleMember(body: MapNode, key: string): TreeNode | undefined {
  return body.repeated.has(key) ? undefined : body.entries.get(key);
}

function claim(
  setting: 'storage.encrypted' | 'passcode.compliant',
  value: boolean | UnknownReason,
  key: string,
  node: TreeNode,
  body: MapNode,
  site: MapSite,
): Observation {
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
