/**
 * deviceManagementConfigurationPolicy, the settings catalogue, as a type of policy: for which platform it is, whether it is
 * whole, and what its settings say. Source of the names: Microsoft Graph, beta.
 */
import { undecidedAll } from '../../artifacts/apple/doubt.ts';
import type { MapReading, MapSite } from '../../artifacts/observe-map.ts';
import { itemsOf, type MapNode, stringOf, type TreeNode } from '../../formats/node.ts';
import type { Notice } from '../../model/notice.ts';
import type { PlatformFamily } from '../../model/subject.ts';
import { type CatalogueInstance, type CatalogueSetting, readCatalogue } from './catalogue.ts';
import { observeAndroidCatalogue } from './catalogue-android.ts';
import { type CatalogueReading, observeAppleCatalogue } from './catalogue-apple.ts';
import type { PolicyType } from './map-rows.ts';
import { property } from './map-rows.ts';
import { memberIn } from '../../artifacts/intune/members.ts';
import { textOf } from './policy.ts';

export const catalogueName = 'deviceManagementConfigurationPolicy';

/** `platforms` holds one word or several, with commas between them (deviceManagementConfigurationPlatforms). */
export function cataloguePlatform(policy: MapNode): PlatformFamily | undefined {
  const words = (textOf(policy, 'platforms') ?? '').toLowerCase().split(/\s*,\s*/);
  if (words.includes('ios')) return 'ios';
  return words.some((word) => /^(android|aosp)/.test(word)) ? 'android' : undefined;
}

/** A policy of the catalogue, whether or not it says so: exports of one policy and most tools leave the type out. */
export function isCatalogue(policy: MapNode): boolean {
  const [first] = itemsOf(listOf(policy));
  const has = (key: string) => policy.entries.has(key);
  return (
    (has('platforms') && has('technologies') && has('name')) ||
    (has('platforms') && memberIn(first, 'settingInstance', '') !== undefined)
  );
}

function listOf(policy: MapNode) {
  const settings = property(policy, 'settings');
  return settings === 'repeated' ? undefined : settings;
}

type Located = Notice & Required<Pick<Notice, 'locator' | 'line'>>;
type Observe = (instances: readonly CatalogueInstance[], site: Omit<MapSite, 'locate'>) => CatalogueReading;

function readSettings(policy: MapNode, site: MapSite, observe: Observe): MapReading {
  const settings = listOf(policy);
  const line = settings?.line ?? policy.line;
  const at = (key: string): Pick<Notice, 'locator' | 'line'> => ({ locator: site.locate(key), line });
  if (settings === undefined || settings.type === 'null') {
    const message = 'The settings of the policy are not in the export.';
    return {
      observations: [undecidedAll('incomplete', site, { locator: site.locate('settings'), line })],
      notices: [{ code: 'section-incomplete', message, ...at('settings') }],
    };
  }
  const { instances, faults } = readCatalogue(settings, site.locate('settings'));
  const { observations, notices, unknown } = observe(instances, site);
  const held = itemsOf(settings).map((item, index) => definitionOf(item) ?? index);
  // No setting stands twice in a policy: a repetition does not make up for one that is missing.
  const missing = countNotices(policy, new Set(held).size, site);
  const doubts = faults.map((fault) => undecidedAll('unreadable', site, fault));
  const gaps = missing.map(({ locator, line }) => undecidedAll('incomplete', site, { locator, line }));
  return {
    observations: [...observations, ...doubts, ...gaps],
    notices: [
      ...faults.map((fault): Notice => ({ code: 'record-unreadable', ...fault })),
      ...missing,
      ...notices,
      ...unknownNotices(unknown),
    ],
  };
}

function unknownNotices(unknown: readonly CatalogueSetting[]): Notice[] {
  const [first] = unknown;
  if (first === undefined) return [];
  const message =
    unknown.length === 1
      ? 'A setting of the catalogue has an id that is not known; it is not read.'
      : `${unknown.length} settings of the catalogue have ids that are not known; they are not read.`;
  return [{ code: 'settings-unknown', message, locator: first.pointer, line: first.node.line }];
}

const definitionOf = (item: TreeNode): string | undefined => {
  const instance = memberIn(item, 'settingInstance', '')?.node;
  return stringOf(memberIn(instance, 'settingDefinitionId', '')?.node)?.toLowerCase();
};

/** `settingCount` counts the outermost settings: an export without paging holds fewer. */
function countNotices(policy: MapNode, held: number, site: MapSite): Located[] {
  const key = 'settingCount';
  const count = property(policy, key);
  if (count === undefined || (count !== 'repeated' && count.type === 'null')) return [];
  const isCount = count !== 'repeated' && count.type === 'integer';
  if (isCount && Number(count.value) === held) return [];
  const message = isCount
    ? `The policy declares ${count.value} settings and holds ${held}.`
    : 'How many settings the policy has cannot be read.';
  const { line } = count === 'repeated' ? policy : count;
  return [{ code: 'count-mismatch', message, locator: site.locate(key), line }];
}

const catalogue = (platform: PlatformFamily, observe: Observe): PolicyType => ({
  platform,
  names: [],
  marks: [],
  parts: () => [],
  extra: (policy, site) => readSettings(policy, site, observe),
});

export const iosCatalogue = catalogue('ios', observeAppleCatalogue);
export const androidCatalogue = catalogue('android', observeAndroidCatalogue);
