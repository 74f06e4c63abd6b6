/** By what a phone that answered is known elsewhere, and which profiles it lists. */
import { identified, onlyText } from '../../artifacts/identity.ts';
import { itemsOf, type MapNode, memberOf, type TreeNode } from '../../formats/node.ts';
import type { Links } from '../../model/links.ts';
import { profileToken } from '../apple-identity.ts';

/**
 * Envelopes and check-ins have `UDID`, or `EnrollmentID` under User Enrolment; DeviceInformation has the numbers of the phone
 * (Apple, DeviceInformationResponse.QueryResponses: `IMEI` up to iOS 16, then `ServiceSubscriptions`).
 */
export function linksOf(answers: readonly MapNode[], key: string | undefined): Links | undefined {
  const is = identified(answers.flatMap(identityOf), key)?.is;
  const listed = answers.flatMap((tree) => itemsOf(memberOf(tree, 'ProfileList')));
  const of = listed.flatMap((item) => profileToken(onlyText(asMap(item), 'PayloadUUID'), key) ?? []);
  if (is === undefined && of.length === 0) return undefined;
  return { ...(is === undefined ? {} : { is }), ...(of.length === 0 ? {} : { of: [...new Set(of)] }) };
}

function identityOf(tree: MapNode): [string, string | undefined][] {
  const maps = [tree, asMap(memberOf(tree, 'QueryResponses'))];
  return maps.flatMap((map): [string, string | undefined][] => [
    ['serial', onlyText(map, 'SerialNumber')],
    ['udid', onlyText(map, 'UDID')],
    ['apple-enrolment', onlyText(map, 'EnrollmentID')],
    ['imei', onlyText(map, 'IMEI')],
    ...itemsOf(map?.entries.get('ServiceSubscriptions')).map((item): [string, string | undefined] => [
      'imei',
      onlyText(asMap(item), 'IMEI'),
    ]),
  ]);
}

const asMap = (node: TreeNode | undefined): MapNode | undefined => (node?.type === 'map' ? node : undefined);
