/** What declarations say beyond one row for each key. */
import { type MapNode, memberOf } from '../../formats/node.ts';
import type { Observation } from '../../model/observation.ts';
import { observe, undecided } from '../../settings/observe.ts';
import { readAppLists } from './app-lists.ts';
import { declaredLists, passcodeKeys } from './declaration-keys.ts';
import { evidenceAt } from './evidence.ts';
import { accountTables } from './keys-accounts.ts';
import type { MapSite } from '../observe-map.ts';

type Extra = (payload: MapNode, site: MapSite) => Observation[];

const extras: Readonly<Record<string, Extra>> = {
  'com.apple.configuration.account.exchange': readAccount,
  'com.apple.configuration.account.mail': readAccount,
  'com.apple.configuration.app.settings': readLists,
  'com.apple.configuration.passcode.settings': readPasscodeDemand,
  'com.apple.configuration.softwareupdate.enforcement.specific': readMissing,
};

export function declarationExtras(type: string, payload: MapNode, site: MapSite): Observation[] {
  return (Object.hasOwn(extras, type) ? extras[type]?.(payload, site) : undefined) ?? [];
}

/**
 * "The presence of any other keys implicitly requires a passcode, and overrides this key's value." A key that cannot be
 * read one way demands nothing for certain.
 */
function readPasscodeDemand(payload: MapNode, site: MapSite): Observation[] {
  const setting = 'passcode.required';
  const own = 'RequirePasscode';
  const node = payload.repeated.has(own) ? undefined : memberOf(payload, own);
  const others = Object.entries(passcodeKeys).filter(([key]) => payload.entries.has(key));
  const demanding = others.find(([key, row]) => {
    const other = payload.repeated.has(key) ? undefined : memberOf(payload, key);
    const reading = other && row.read(other);
    return reading !== undefined && !('unknown' in reading && reading.unknown === 'ambiguous');
  });
  if (demanding && !(node?.type === 'boolean' && node.value)) {
    const evidence = evidenceAt(site, demanding[0], memberOf(payload, demanding[0]));
    return [observe(setting, true, site.layer, evidence, site.extras)];
  }
  if (node?.type !== 'boolean') return []; // absent, or the row has its doubts
  const evidence = evidenceAt(site, own, node);
  return others.length > 0 && !node.value
    ? [undecided(setting, 'ambiguous', site.layer, evidence, site.extras)]
    : [observe(setting, node.value, site.layer, evidence, site.extras)];
}

function readLists(payload: MapNode, site: MapSite): Observation[] {
  const allowed = payload.repeated.has('Allowed') ? undefined : memberOf(payload, 'Allowed');
  if (allowed?.type !== 'map') return [];
  return readAppLists(allowed, declaredLists, { ...site, locate: (key) => site.locate(`Allowed/${key}`) });
}

/** Version and time are both required: without one of them a phone refuses the declaration. */
function readMissing(payload: MapNode, site: MapSite): Observation[] {
  const settings = {
    TargetOSVersion: 'updates.enforcedVersion',
    TargetLocalDateTime: 'updates.enforcedBy',
  } as const;
  const missing = Object.keys(settings).filter((key) => !payload.entries.has(key));
  return missing.flatMap((key) =>
    Object.values(settings).map((setting) =>
      undecided(setting, 'ambiguous', site.layer, evidenceAt(site, key, undefined), site.extras),
    ),
  );
}

/** An account of which the settings are not read: what holds for the others is not shown for every account. */
function readAccount(_payload: MapNode, site: MapSite): Observation[] {
  const settings = new Set(
    Object.values(accountTables).flatMap((table) =>
      Object.values(table).flatMap(({ rows }) => rows.map(({ setting }) => setting)),
    ),
  );
  const evidence = { ...evidenceAt(site, '', undefined), locator: site.locate('').replace(/\/$/, '') };
  return [...settings].map((setting) => undecided(setting, 'incomplete', site.layer, evidence, site.extras));
}
