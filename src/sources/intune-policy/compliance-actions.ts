/**
 * When a compliance policy acts on what it finds. Source of the words: Microsoft Graph, deviceComplianceActionItem and
 * deviceComplianceActionType: `noAction`, `notification` and `pushNotification` leave the phone as it is.
 */
import { itemsOf, stringOf, type TreeNode } from '../../formats/node.ts';
import type { Notice } from '../../model/notice.ts';
import { property } from './map-rows.ts';
import { memberIn } from '../../artifacts/intune/members.ts';
import type { Policy } from './policy.ts';

const consequences: Readonly<Record<string, string>> = {
  block: 'marks the device as non-compliant',
  remotelock: 'locks the device',
  removeresourceaccessprofiles: 'removes profiles from the device',
  retire: 'retires the device',
  wipe: 'wipes the device',
};

const harmless = ['noaction', 'notification', 'pushnotification'];

/**
 * @returns undefined where the export does not say: a list of policies leaves the actions out, or the rules without what they
 * do. A policy cannot be made without an action, so that none at all was not exported.
 */
export function actionsOf({ node, locate }: Policy): Notice | undefined {
  const key = 'scheduledActionsForRule';
  const rules = property(node, key);
  if (rules === undefined || rules === 'repeated' || rules.type !== 'list') return undefined;
  const items = rules.items.flatMap((rule) =>
    itemsOf(memberIn(rule, 'scheduledActionConfigurations', '')?.node).map(actionOf),
  );
  const where = { locator: locate(key), line: rules.line };
  const effective = items.filter(({ does }) => does !== undefined).sort((a, b) => a.hours - b.hours);
  if (effective.length === 0)
    return items.length === 0 || items.some(({ isUnknown }) => isUnknown)
      ? undefined
      : {
          code: 'compliance-never-acts',
          message: 'The policy only reports what it finds: it never acts.',
          ...where,
        };
  const words = effective.map(
    ({ does, hours }) => `${does} ${hours === 0 ? 'at once' : `after ${hours} hours`}`,
  );
  return { code: 'compliance-acts', message: `The policy ${[...new Set(words)].join(', ')}.`, ...where };
}

interface Action {
  readonly does: string | undefined;
  readonly hours: number;
  readonly isUnknown: boolean;
}

/** A time that cannot be read makes the whole action one that is not known. */
function actionOf(item: TreeNode): Action {
  const word = stringOf(memberIn(item, 'actionType', '')?.node)?.toLowerCase() ?? '';
  const hours = memberIn(item, 'gracePeriodHours', '')?.node;
  const time = hours === undefined ? 0 : hours.type === 'integer' ? Number(hours.value) : undefined;
  if (time === undefined) return { does: undefined, hours: 0, isUnknown: true };
  const does = Object.hasOwn(consequences, word) ? consequences[word] : undefined;
  return { does, hours: time, isUnknown: does === undefined && !harmless.includes(word) };
}
