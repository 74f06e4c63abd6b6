/**
 * `VersionedSectionInfo.plist`: what each app may show, one keyed archive (`BBSectionInfo`) an app. Apple documents nothing of it. Names
 * of the members are those of public tools and of the headers of the framework; they differ by version, so a member that is not known,
 * or of which only the name is known, is ambiguous. What was shown lies elsewhere and is never opened.
 */
import { catalogueApps } from '../../apps/catalogue.ts';
import { PassmusterError } from '../../errors.ts';
import { type MapNode, memberOf, type TreeNode } from '../../formats/node.ts';
import type { Notice } from '../../model/notice.ts';
import { appScope, type Observation } from '../../model/observation.ts';
import type { SettingId } from '../../settings/catalogue.ts';
import { gradeNotes } from '../grade.ts';
import { displayValue, type MapReading, type MapSite } from '../observe-map.ts';
import type { Reading } from '../rows.ts';
import { evidenceAt } from './evidence.ts';
import { type KeyedArchive, openKeyedArchive } from './keyed-archive.ts';
import { readPropertyList } from './packaging.ts';

const permission = 'app.permission.notifications';
const lockScreen = 'app.notifications.lockScreen';
const preview = 'app.notifications.preview';

/** What the file could decide; of previews it tells at most that they follow the phone. */
export const notificationSettings: readonly SettingId[] = [permission, lockScreen];

/** @throws PassmusterError of the formats, or plist-malformed for what has no `sectionInfo` */
export function readNotificationSettings(bytes: Uint8Array, site: MapSite): MapReading {
  const tree = readPropertyList(bytes);
  const sections =
    tree.type === 'map' && !tree.repeated.has('sectionInfo') ? memberOf(tree, 'sectionInfo') : undefined;
  if (sections?.type !== 'map')
    throw new PassmusterError('plist-malformed', 'The property list has no sectionInfo.');
  const reading: MapReading = { observations: [], notices: [] };
  for (const app of catalogueApps) {
    for (const bundle of app.ios) {
      const node = sections.repeated.has(bundle) ? undefined : sections.entries.get(bundle);
      if (!sections.entries.has(bundle)) continue;
      const own: MapSite = {
        ...site,
        locate: (key) => site.locate(`sectionInfo.${bundle}.${key}`),
        extras: { ...site.extras, scope: appScope(app.id) },
      };
      const section = openSection(node);
      if ('notice' in section)
        reading.notices.push({ ...section.notice, locator: site.locate(`sectionInfo.${bundle}`) });
      reading.observations.push(...observeSection('settings' in section ? section : undefined, own));
    }
  }
  return reading;
}

interface Section {
  readonly settings: MapNode;
  readonly member: (key: string) => TreeNode | undefined;
  readonly isManaged: boolean;
}

function openSection(node: TreeNode | undefined): Section | { readonly notice: Notice } {
  try {
    if (node?.type !== 'data') throw new PassmusterError('plist-malformed', 'A section is no archive.');
    const archive = openKeyedArchive(node.value);
    const managed = settingsIn(archive, 'managedSectionInfoSettings');
    const settings = managed ?? settingsIn(archive, 'sectionInfoSettings');
    if (archive.className !== 'BBSectionInfo' || settings === undefined)
      throw new PassmusterError('plist-malformed', 'A section has no settings.');
    const member = (key: string) => archive.member(settings, key);
    return { settings, member, isManaged: managed !== undefined };
  } catch (error) {
    if (!(error instanceof PassmusterError)) throw error;
    const message = `The notification settings of an app cannot be read: ${error.message}`;
    return { notice: { code: 'record-unreadable', message } };
  }
}

/** Where management has set them, the own ones of the app are not what the phone goes by (BBSectionInfo, `readableSettings`). */
function settingsIn(archive: KeyedArchive, key: string): MapNode | undefined {
  const found = archive.member(archive.root, key);
  return found?.type === 'map' ? found : undefined;
}

type Member = Section['member'];

const ambiguous: Reading = { unknown: 'ambiguous' };

const rows: readonly {
  readonly setting: SettingId;
  readonly key: string;
  readonly read: (member: Member) => Reading;
}[] = [
  { setting: permission, key: 'authorizationStatus', read: permissionOf },
  {
    setting: lockScreen,
    key: 'showsInLockScreen',
    // Newer versions keep a number besides, whose meaning is not known.
    read: (member) => {
      const shows = member('showsInLockScreen');
      const isOld = member('lockScreenSetting') === undefined;
      return shows?.type === 'boolean' && isOld ? { value: shows.value } : ambiguous;
    },
  },
  {
    setting: preview,
    key: 'contentPreviewSetting',
    // 0 is the choice for the whole phone, which does not stand here; what the other numbers say is not known for sure.
    read: (member) => {
      const chosen = member('contentPreviewSetting');
      return chosen?.type === 'integer' && chosen.value === 0
        ? { unknown: 'not-reported', note: 'follows-device-setting' }
        : ambiguous;
    },
  },
];

/** UNAuthorizationStatus: 0 not asked, 1 denied, 2 given; before it there was `allowsNotifications`. */
function permissionOf(member: Member): Reading {
  const [status, allows] = [member('authorizationStatus'), member('allowsNotifications')];
  const isAllowed = allows?.type === 'boolean' ? allows.value : undefined;
  if (allows !== undefined && isAllowed === undefined) return ambiguous;
  if (status === undefined)
    return isAllowed === undefined ? ambiguous : { value: isAllowed ? 'granted' : 'denied' };
  const words = ['notAsked', 'denied', 'granted'] as const;
  const word = status.type === 'integer' ? words[Number(status.value)] : undefined;
  const isContradicted = isAllowed !== undefined && isAllowed !== (word === 'granted') && word !== 'notAsked';
  return word === undefined || isContradicted ? ambiguous : { value: word };
}

function observeSection(section: Section | undefined, site: MapSite): Observation[] {
  return rows.map(({ setting, key, read }): Observation => {
    const reading = section === undefined ? ({ unknown: 'unreadable' } as const) : read(section.member);
    const node = section?.member(key);
    const isShown = node?.type === 'integer' || node?.type === 'boolean';
    const { value: _value, ...place } = evidenceAt(site, key, undefined);
    const notes = [
      ...(site.extras?.notes ?? []),
      ...gradeNotes('B'),
      ...(reading?.note === undefined ? [] : [reading.note]),
      ...(section?.isManaged === true ? ['set-by-management'] : []),
    ];
    const base = {
      setting,
      layer: site.layer,
      origin: 'explicit' as const,
      evidence: isShown ? { ...place, value: displayValue(key, node) } : place,
      ...site.extras,
      notes,
    };
    return reading !== undefined && 'value' in reading
      ? { ...base, value: reading.value }
      : { ...base, unknown: reading?.unknown ?? 'ambiguous' };
  });
}
