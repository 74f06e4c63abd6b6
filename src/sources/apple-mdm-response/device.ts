/** Which device answered: its identifier, its platform and the facts on it, over all its answers in one input. */
import { itemsOf, type MapNode, memberOf, stringOf, type TreeNode } from '../../formats/node.ts';
import { isKnown, type Observation } from '../../model/observation.ts';
import type { Platform, Subject } from '../../model/subject.ts';
import type { Answer } from './answer.ts';
import { macKeys, phoneKeys } from './map.ts';

/** A member that stands once and is a text. */
function textOf(tree: TreeNode | undefined, key: string): string | undefined {
  if (tree?.type === 'map' && tree.repeated.has(key)) return undefined;
  return stringOf(memberOf(tree, key)) || undefined;
}

/** The body of DeviceInformation or SecurityInfo, or the root where it is one without an answer around it. */
function bodyOf(tree: MapNode, name: string): TreeNode {
  return memberOf(tree, name) ?? tree;
}

/** The management system's identifier: EnrollmentID stands in place of UDID under User Enrolment. */
export function identifierOf(tree: MapNode): string | undefined {
  return (
    textOf(tree, 'UDID') ?? textOf(tree, 'EnrollmentID') ?? textOf(memberOf(tree, 'QueryResponses'), 'UDID')
  );
}

/** A device does not tell its UDID under User Enrolment. */
const hasUdid = (tree: MapNode): boolean =>
  [tree, memberOf(tree, 'QueryResponses')].some((map) => textOf(map, 'UDID') !== undefined);

export type DevicePlatform = Platform | 'other' | 'unclear';

/** What a name of a model says; `MN9H2LL` (a part number) says nothing. */
function platformOfName(name: string | undefined): DevicePlatform | undefined {
  if (name === undefined) return undefined;
  if (/^(iPhone|iPod)/i.test(name)) return 'ios';
  if (/^iPad/i.test(name)) return 'ipados';
  return /^(i?Mac|Xserve|VirtualMac|VMware|Parallels|Apple ?(TV|Watch|Vision)|Watch|RealityDevice|AudioAccessory|HomePod)/i.test(
    name,
  )
    ? 'other'
    : undefined;
}

/** By the name of the model, else by keys that only one kind of device answers with, else by the form of the UDID. */
export function platformOf(answers: readonly Answer[]): DevicePlatform {
  const bodies = answers.map(({ tree }) => bodyOf(tree, 'QueryResponses'));
  const named = bodies.flatMap((body) =>
    ['ProductName', 'ModelName', 'Model'].flatMap((key) => platformOfName(textOf(body, key)) ?? []),
  );
  const [first] = named;
  if (first !== undefined) return named.every((one) => one === first) ? first : 'unclear';
  const keys = new Set(answers.flatMap(({ tree }) => keysOf(tree)));
  const isMac = [...keys].some((key) => macKeys.has(key));
  const isPhone = [...keys].some((key) => phoneKeys.has(key));
  if (isMac !== isPhone) return isMac ? 'other' : 'ios';
  if (isMac) return 'unclear';
  return platformOfUdid(answers.map(({ tree }) => textOf(tree, 'UDID') ?? '').find((udid) => udid !== ''));
}

/** Seen in answers, not documented: iPhones have 40 hexadecimal digits or 8 and 16, Macs the form of a UUID. */
function platformOfUdid(udid = ''): DevicePlatform {
  if (/^([0-9a-f]{40}|[0-9a-f]{8}-[0-9a-f]{16})$/i.test(udid)) return 'ios';
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(udid) ? 'other' : 'unclear';
}

/** Keys of the bodies and of the first apps; `Restrictions` is not answered by a Mac at all. */
function keysOf(tree: MapNode): string[] {
  const apps = itemsOf(memberOf(tree, 'InstalledApplicationList')).slice(0, 50);
  const maps = [tree, memberOf(tree, 'QueryResponses'), memberOf(tree, 'SecurityInfo'), ...apps];
  const restrictions = ['GlobalRestrictions', 'restrictedBool'].some((key) => {
    const node = memberOf(tree, key);
    return node?.type === 'map' && node.entries.size > 0;
  });
  const keys = maps.flatMap((node) => (node?.type === 'map' ? [...node.entries.keys()] : []));
  return restrictions ? [...keys, 'PasscodePresent'] : keys;
}

/** Every value that a key stands with. */
function allOf(node: TreeNode | undefined, key: string): readonly TreeNode[] {
  if (node?.type !== 'map') return [];
  const own = node.entries.get(key);
  return node.repeated.get(key) ?? (own === undefined ? [] : [own]);
}

/** User Enrolment: said by the device, or by the identifier that stands in place of the UDID. Without either it is open. */
export function userEnrolment(answers: readonly Answer[]): 'yes' | 'no' | 'unclear' {
  const status = answers.flatMap(({ tree }) => allOf(bodyOf(tree, 'SecurityInfo'), 'ManagementStatus'));
  const said = status.map((one) => {
    const [only, ...others] = allOf(one, 'IsUserEnrollment').map((node) =>
      node.type === 'boolean' ? node.value : 'unclear',
    );
    if (only === undefined) return one.type === 'map' ? undefined : 'unclear';
    return others.length === 0 ? only : 'unclear';
  });
  const marks = answers.map(({ tree }) => {
    if (!tree.entries.has('EnrollmentID')) return undefined;
    return textOf(tree, 'EnrollmentID') === undefined || tree.entries.has('UDID') ? 'unclear' : true;
  });
  const [first, ...others] = new Set([...said, ...marks].filter((one) => one !== undefined));
  if (others.length > 0 || first === 'unclear') return 'unclear';
  if (first === undefined) return answers.some(({ tree }) => hasUdid(tree)) ? 'no' : 'unclear';
  return first ? 'yes' : 'no';
}

export function deviceOf(
  id: string,
  platform: Platform,
  answers: readonly Answer[],
  observations: readonly Observation[],
): Subject {
  const bodies = answers.map(({ tree }) => bodyOf(tree, 'QueryResponses'));
  const first = (key: string) => bodies.flatMap((body) => textOf(body, key) ?? []).at(0);
  const model = first('ProductName') ?? first('ModelName');
  const version = agreed(observations, 'os.version');
  const supervised = agreed(observations, 'device.supervised');
  const letter = first('SupplementalOSVersionExtra');
  const dates = observations.flatMap(({ collected }) => collected ?? []).sort();
  const seen = dates.at(-1);
  return {
    id,
    kind: 'device',
    platform,
    ...(typeof version === 'string' ? { osVersion: version } : {}),
    ...(model === undefined ? {} : { model }),
    ...(typeof supervised === 'boolean' ? { supervised } : {}),
    ...(userEnrolment(answers) === 'yes' ? { enrolmentType: 'user' as const } : {}),
    ...(seen === undefined ? {} : { lastSeen: seen }),
    labels: {
      ...Object.fromEntries(answers.flatMap(({ labels }) => Object.entries(labels))),
      ...(letter !== undefined && /^\([a-z]\)$/.test(letter) ? { securityResponse: letter } : {}),
    },
  };
}

/** The value on which all claims agree; a doubt is no fact. */
function agreed(observations: readonly Observation[], setting: string): unknown {
  const said = observations.filter((one) => one.setting === setting || one.setting === '*');
  const values = new Set(said.map((one) => (isKnown(one) ? one.value : undefined)));
  return values.size === 1 ? [...values][0] : undefined;
}
