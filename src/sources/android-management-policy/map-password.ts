/** `passwordPolicies` of a policy, the older `passwordRequirements`, and a policy that asks for no passcode at all. */
import { passwordSite, readPassword } from '../../artifacts/google/password.ts';
import { defaultEvidence, isDoubtful, memberOfType } from '../../artifacts/google/rows.ts';
import type { MapReading, MapSite } from '../../artifacts/observe-map.ts';
import type { MapNode } from '../../formats/node.ts';
import type { Observation } from '../../model/observation.ts';
import { observe } from '../../settings/observe.ts';

/** @param isWhole the document is a whole policy, so that what it leaves out is not required */
export function readPasswords(policy: MapNode, site: MapSite, isWhole: boolean): MapReading {
  const items = memberOfType(policy, 'passwordPolicies', 'list')?.items ?? [];
  const legacy = memberOfType(policy, 'passwordRequirements', 'map');
  const readings = items.map((item, index) =>
    readPassword(item, passwordSite(site, `${site.locate('passwordPolicies')}/${index}`)),
  );
  // Deprecated in favour of passwordPolicies; which of the two counts when both are there is not documented.
  if (legacy) {
    const doubt = items.length > 0 ? ('not-reported' as const) : undefined;
    readings.push(readPassword(legacy, passwordSite(site, site.locate('passwordRequirements')), { doubt }));
  }
  return {
    observations: [
      ...readings.flatMap(({ observations }) => observations),
      ...(isWhole && hasNone(policy) ? [notRequired(policy, site)] : []),
    ],
    notices: readings.flatMap(({ notices }) => notices),
  };
}

function hasNone(policy: MapNode): boolean {
  const list = policy.entries.get('passwordPolicies');
  const isEmpty = list === undefined || (list.type === 'list' && list.items.length === 0);
  const keys = ['passwordPolicies', 'passwordRequirements'];
  return (
    isEmpty && !policy.entries.has('passwordRequirements') && !keys.some((key) => isDoubtful(policy, key))
  );
}

/** PASSWORD_QUALITY_UNSPECIFIED: "there are no password requirements". */
function notRequired(policy: MapNode, site: MapSite): Observation {
  const evidence = defaultEvidence(policy, 'passwordPolicies', 'no requirement', site);
  return observe('passcode.required', false, site.layer, evidence, { ...site.extras, origin: 'default' });
}
