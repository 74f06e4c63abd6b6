/**
 * App configuration policies. androidManagedStoreAppConfiguration: permissions that one app gets or not, and its settings.
 * iosMobileAppConfiguration names its apps by ids of Intune, so that what it sets belongs to no app that is known here.
 * Source of names and words: Microsoft Graph, beta; of managedProperty: Google, EMM API, ManagedConfiguration.
 */
import {
  decisionOf,
  type Grant,
  permissionClasses,
  permissionsOf,
  readClass,
  type Word,
} from '../../artifacts/google/permissions.ts';
import { keyValueLines } from '../../artifacts/key-values.ts';
import { isShownText, managedConfigurationOf } from '../../artifacts/managed-configurations.ts';
import { displayValue, type MapReading, type MapSite } from '../../artifacts/observe-map.ts';
import { catalogueApps } from '../../apps/catalogue.ts';
import { itemsOf, type MapNode, stringOf, type TreeNode } from '../../formats/node.ts';
import type { Notice } from '../../model/notice.ts';
import { appScope, type Evidence, type Observation } from '../../model/observation.ts';
import { observe, undecided } from '../../settings/observe.ts';
import { managedSettings } from './managed-properties.ts';
import { type PolicyType, property } from './map-rows.ts';
import { hasMember, isPresent, memberIn } from '../../artifacts/intune/members.ts';
import { textOf } from './policy.ts';

const actions: Readonly<Record<string, Word>> = {
  autogrant: 'GRANT',
  autodeny: 'DENY',
  prompt: 'PROMPT',
};

/** androidProfileApplicability, in the notes that the device restrictions use. */
const reach: Readonly<Record<string, readonly string[]>> = {
  default: [],
  androiddeviceowner: ['fully-managed-level'],
  androidworkprofile: ['work-profile-level'],
};

function readStoreApp(policy: MapNode, site: MapSite): MapReading {
  const app = /^(?:app:)?([\w.]+)$/.exec(textOf(policy, 'packageId') ?? '')?.[1];
  if (app === undefined) {
    const message = 'The policy does not say which app it is for.';
    const place = { locator: site.locate('packageId'), line: policy.line };
    return { observations: [], notices: [{ code: 'record-unreadable', message, ...place }] };
  }
  const applicability = textOf(policy, 'profileApplicability')?.toLowerCase() ?? 'default';
  const isKnown = Object.hasOwn(reach, applicability);
  const notes = [...((isKnown ? reach[applicability] : undefined) ?? []), ...(site.extras?.notes ?? [])];
  const own = { ...site, extras: { ...site.extras, ...(notes.length === 0 ? {} : { notes }) } };
  return {
    observations: [...permissionsFor(app, policy, own), ...settingsFor(app, policy, own)],
    notices: [],
  };
}

/** Every package of an app has to come to the same result, and the policy is about one of them. */
function permissionsFor(name: string, policy: MapNode, site: MapSite): Observation[] {
  const apps = catalogueApps.filter(({ android }) => android.length === 1 && android[0] === name);
  const key = 'permissionActions';
  const node = property(policy, key);
  if (node === undefined || (node !== 'repeated' && node.type === 'null')) return [];
  const place = evidenceOf(site, site.locate(key), node === 'repeated' ? policy : node);
  const isList = node !== 'repeated' && node.type === 'list';
  const grants = isList
    ? node.items.map((item, index) => grantOf(item, `${site.locate(key)}/${index}`, site))
    : [{ permissions: undefined, word: 'ambiguous' as const, evidence: place }];
  return apps.flatMap(({ id }) =>
    permissionClasses.flatMap((one): Observation[] => {
      const reading = readClass(one, [(permission) => decisionOf(grants, permission)]);
      const extras = { ...site.extras, scope: appScope(id) };
      return (reading?.evidence ?? []).map((evidence) =>
        reading === undefined || reading.result === 'ambiguous'
          ? undecided(one.setting, 'ambiguous', site.layer, evidence, extras)
          : {
              setting: one.setting,
              layer: site.layer,
              origin: 'explicit',
              evidence,
              ...extras,
              value: reading.result,
            },
      );
    }),
  );
}

function grantOf(item: TreeNode, pointer: string, site: MapSite): Grant {
  const name = stringOf(memberIn(item, 'permission', pointer)?.node);
  const action = memberIn(item, 'action', pointer);
  const word = stringOf(action?.node)?.toLowerCase() ?? '';
  const evidence = evidenceOf(site, action?.pointer ?? pointer, action?.node ?? item);
  if (name === undefined) return { permissions: undefined, word: 'ambiguous', evidence };
  const shown = action === undefined ? 'no action' : displayValue('action', action.node);
  return {
    permissions: permissionsOf(name),
    word: (Object.hasOwn(actions, word) ? actions[word] : undefined) ?? 'ambiguous',
    evidence: {
      ...evidence,
      value: `${displayValue('permission', { type: 'string', value: name, line: 0 })} ${shown}`,
    },
  };
}

/** `payloadJson`: Base64 of JSON; IntuneCD writes it as an object. */
function settingsFor(app: string, policy: MapNode, site: MapSite): Observation[] {
  const setting = 'apps.managedConfiguration';
  const key = 'payloadJson';
  const node = property(policy, key);
  if (node === undefined) return [];
  if (node !== 'repeated' && (node.type === 'null' || (node.type === 'string' && node.value === '')))
    return [];
  const place = evidenceOf(site, site.locate(key), node === 'repeated' ? policy : node);
  const settings = node === 'repeated' ? undefined : managedSettings(node);
  const lines = keyValueLines(settings, (field) => isShownText(app, field));
  if (lines === undefined) return [undecided(setting, 'ambiguous', site.layer, place, site.extras)];
  const evidence = { ...place, value: `${app} {${lines.length} settings}` };
  return [
    observe(
      setting,
      lines.map((line) => `${app}: ${line}`),
      site.layer,
      evidence,
      site.extras,
    ),
    ...messagingOf(app, settings, site),
  ];
}

/** What is absent another policy for the same app may give. */
function messagingOf(app: string, settings: MapNode | undefined, site: MapSite): Observation[] {
  const own: MapSite = {
    ...site,
    ignoreCase: false,
    locate: (key) => `${site.locate('payloadJson')}/${key}`,
  };
  const { observations } = managedConfigurationOf(app, settings, own);
  return observations.filter(({ origin }) => origin === 'explicit');
}

const evidenceOf = (site: MapSite, locator: string, { line }: TreeNode): Evidence => ({
  input: site.input,
  locator,
  ...(line > 0 ? { line } : {}),
});

function readMobileApp(policy: MapNode, site: MapSite): MapReading {
  const settings = property(policy, 'settings');
  const count = settings === undefined || settings === 'repeated' ? 0 : itemsOf(settings).length;
  const hasXml = hasMember(policy, 'encodedSettingXml') && isPresent(policy.entries.get('encodedsettingxml'));
  if (count === 0 && !hasXml) return { observations: [], notices: [] };
  const notice: Notice = {
    code: 'settings-unknown',
    message: 'The policy names its apps by ids of Intune; to which app its settings belong is not known.',
    locator: site.locate('targetedMobileApps'),
    line: policy.line,
  };
  return { observations: [], notices: [notice] };
}

const untyped = { names: [], marks: [], parts: () => [] };
export const storeAppConfiguration: PolicyType = { ...untyped, platform: 'android', extra: readStoreApp };
export const mobileAppConfiguration: PolicyType = { ...untyped, platform: 'ios', extra: readMobileApp };
