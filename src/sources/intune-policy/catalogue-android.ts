/**
 * Ids of the settings catalogue for Android Enterprise: `com.android.devicerestrictionpolicy.` and the lower-cased property of
 * androidDeviceOwnerGeneralDeviceConfiguration, whose table is used. Words of enumerations are Graph's in lower case.
 */
import { type MapSite, observeMap } from '../../artifacts/observe-map.ts';
import { type RowTable, word } from '../../artifacts/rows.ts';
import { append } from '../../formats/append.ts';
import { MapBuilder } from '../../formats/node.ts';
import type { CatalogueInstance } from './catalogue.ts';
import { settingsIn, unsetTokens } from './catalogue.ts';
import type { CatalogueReading } from './catalogue-apple.ts';
import { androidOwner } from './map-android-owner.ts';
import type { Part } from './map-rows.ts';

const prefix = 'com.android.devicerestrictionpolicy.';

/** Settings that the older type does not have. The words are those of Google's UsbDataAccess. */
const newer: RowTable = {
  usbDataAccess: word('usb.fileTransfer.allowed', {
    allowUsbDataTransfer: true,
    disallowUsbFileTransfer: false,
    disallowUsbDataTransfer: false,
  }),
};

/** @param site without `locate`: places are those of the settings */
export function observeAndroidCatalogue(
  instances: readonly CatalogueInstance[],
  site: Omit<MapSite, 'locate'>,
): CatalogueReading {
  const settings = instances.flatMap((one) =>
    one.kind === 'setting' ? [one] : one.elements.flatMap(settingsIn),
  );
  const named = settings.map((setting) => ({
    ...setting,
    name: setting.id.startsWith(prefix) ? setting.id.slice(prefix.length) : '',
  }));
  const builder = new MapBuilder();
  for (const { name, node } of named) if (name !== '') builder.add(name, node);
  const policy = builder.build(0);
  const parts: Part[] = [...androidOwner.parts(policy), { table: newer }];
  const known = new Set(parts.flatMap(({ table }) => Object.keys(table).map((key) => key.toLowerCase())));
  const places = new Map(named.map(({ name, pointer, id }) => [name, `${pointer}: ${id}`]));
  const locate = (key: string) => places.get(key.toLowerCase()) ?? key;
  const reading: CatalogueReading = {
    observations: [],
    notices: [],
    unknown: named.filter(({ name }) => !known.has(name)),
  };
  for (const { table, notes = [] } of parts) {
    const all = [...notes, ...(site.extras?.notes ?? [])];
    const extras = { ...site.extras, ...(all.length === 0 ? {} : { notes: all }) };
    const part = observeMap(policy, table, { ...site, extras, locate, ignoreCase: true });
    append(reading.observations, part.observations);
    append(reading.notices, part.notices);
  }
  // What was not chosen says nothing; it stands in the map for the settings that hang on it.
  const unset = named.filter(
    ({ name, node }) =>
      node.type === 'string' && unsetTokens.includes(node.value) && !policy.repeated.has(name),
  );
  const silent = new Set(unset.map(({ pointer, id }) => `${pointer}: ${id}`));
  return {
    ...reading,
    observations: reading.observations.filter(({ evidence }) => !silent.has(evidence.locator)),
  };
}
