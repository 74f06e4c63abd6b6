/** Columns that a mapping names and a file lacks: nobody asked for them, and evidence says which. */
import type { DeviceRow } from '../inventory/place.ts';
import type { Layer, Observation } from '../model/observation.ts';
import type { SettingId } from '../settings/catalogue.ts';
import { undecided } from '../settings/observe.ts';

export function uncollected(row: DeviceRow, layerOf: ReadonlyMap<SettingId, Layer>): Observation[] {
  const { line } = row.node;
  return [...layerOf]
    .filter(([setting]) => !row.node.entries.has(setting))
    .map(([setting, layer]) =>
      undecided(setting, 'not-collected', layer, {
        input: row.input,
        locator: row.locate(setting),
        ...(line > 0 ? { line } : {}),
        value: 'absent',
      }),
    );
}
