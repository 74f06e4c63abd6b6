/**
 * `com.apple.notificationsettings`: what the notifications of each app may show (Apple, "Device Management" schema, mdm/profiles:
 * supervised phones, one such payload a phone). The previews of apps that are not named follow the user.
 */
import { itemsOf, type MapNode, stringOf, type TreeNode } from '../../formats/node.ts';
import { appScope, type Observation } from '../../model/observation.ts';
import { observe, undecided } from '../../settings/observe.ts';
import { appIdOf } from '../../apps/catalogue.ts';
import { evidenceAt } from './evidence.ts';
import { type MapSite, observeMap } from '../observe-map.ts';
import { apart, flag, type Row, type RowTable } from '../rows.ts';

const lockScreen = 'app.notifications.lockScreen';
const preview = 'app.notifications.preview';
const permission = 'app.permission.notifications';
const settings = [preview, lockScreen, permission] as const;
const list = 'NotificationSettings';

const isReadable = (node: TreeNode): boolean =>
  node.type === 'list' &&
  node.items.every(
    (item) => item.type === 'map' && stringOf(item.entries.get('BundleIdentifier')) !== undefined,
  );

/** What cannot be read is a doubt about every app. */
export const notificationRows: RowTable = {
  [list]: settings.map((setting) => apart(setting, isReadable)),
};

/** 0 always, 1 when unlocked, 2 never; from iOS 14 on. */
const previewType: Row = {
  setting: preview,
  read: (node) => {
    const word =
      node.type === 'integer'
        ? (['always', 'whenUnlocked', 'never'] as const)[Number(node.value)]
        : undefined;
    return word === undefined ? { unknown: 'ambiguous' } : { value: word };
  },
};

/** Off for the whole app, or not at all: that they are on does not say that the user is asked. */
const enabled: Row = {
  setting: permission,
  read: (node) => {
    if (node.type !== 'boolean') return { unknown: 'ambiguous' };
    return node.value ? undefined : { value: 'blockedByPolicy' };
  },
};

const table: RowTable = {
  PreviewType: previewType,
  ShowInLockScreen: flag(lockScreen),
  NotificationsEnabled: enabled,
};

export function readNotificationPayload(payload: MapNode, site: MapSite): Observation[] {
  const node = payload.repeated.has(list) ? undefined : payload.entries.get(list);
  if (node === undefined || !isReadable(node)) return [];
  const items = itemsOf(node).flatMap((item, index) => (item.type === 'map' ? [{ item, index }] : []));
  return items.flatMap(({ item, index }) => {
    const bundle = bundleOf(item);
    const app = appIdOf('ios', bundle);
    if (app === undefined) return [];
    const own: MapSite = {
      ...site,
      locate: (key) => site.locate(`${list}[${index}].${key}`),
      extras: { ...site.extras, scope: appScope(app) },
    };
    const isOne = items.filter((other) => bundleOf(other.item) === bundle).length === 1;
    return isOne && !item.repeated.has('BundleIdentifier') ? ofApp(item, own) : doubtful(item, own);
  });
}

const bundleOf = (item: MapNode): string => stringOf(item.entries.get('BundleIdentifier')) ?? '';

/** `ShowInLockScreen` is true where it is not said; without notifications none shows anywhere. */
function ofApp(item: MapNode, site: MapSite): Observation[] {
  const { observations } = observeMap(item, table, site);
  const extras = site.extras ?? {};
  const off = item.repeated.has('NotificationsEnabled')
    ? undefined
    : item.entries.get('NotificationsEnabled');
  const isOff = off?.type === 'boolean' && !off.value;
  const others = observations.filter(({ setting }) => !isOff || setting !== lockScreen);
  if (isOff)
    return [
      ...others,
      observe(lockScreen, false, site.layer, evidenceAt(site, 'NotificationsEnabled', off), extras),
    ];
  if (item.entries.has('ShowInLockScreen')) return others;
  const evidence = evidenceAt(site, 'ShowInLockScreen', undefined);
  return [...others, observe(lockScreen, true, site.layer, evidence, { ...extras, origin: 'default' })];
}

/** An app that is named twice: which of the two counts is not documented. */
function doubtful(item: MapNode, site: MapSite): Observation[] {
  const evidence = evidenceAt(site, 'BundleIdentifier', item.entries.get('BundleIdentifier'));
  return settings.map((setting) => undecided(setting, 'ambiguous', site.layer, evidence, site.extras ?? {}));
}
