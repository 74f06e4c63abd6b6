/** By what the status of single settings is known, in a header or in the first row of a list. */
import { foldColumn, hasColumns } from '../../formats/csv-peek.ts';
import type { JsonPeek } from '../../formats/json-peek.ts';

/** Reports about the settings of one policy name its platform in place of its identifier. */
export const isStatusHeader = (names: readonly string[]): boolean =>
  hasColumns(names, ['DeviceId', 'SettingStatus'], ['PolicyId', 'PolicyPlatformType', 'PolicyName']) &&
  hasColumns(names, [], ['SettingNm', 'SettingName', 'SettingId'], 1);

/** Rows of a list, or one object alone. */
export function isStatusJson(json: JsonPeek): boolean {
  const rows = [...json.rows].filter(([member]) => ['', 'value', 'values'].includes(member.toLowerCase()));
  const keys = [json.keys, ...rows.map(([, row]) => row)].map((row) => [...row.keys()]);
  return (
    deviceOfContext(json) !== undefined ||
    keys.some((names) => isStatusHeader(names) || names.some((name) => foldColumn(name) === 'settingstates'))
  );
}

const statesOfDevice =
  /anagedDevices\('([^']*)'\)\/device(?:CompliancePolicy|Configuration)States(?:\/\$entity)?$/;

/** Graph names the device only in the address of its answer. */
export function deviceOfContext({ keys }: JsonPeek): string | undefined {
  const context = [...keys].find(([key]) => key.toLowerCase() === '@odata.context')?.[1] ?? '';
  return statesOfDevice.exec(context)?.[1];
}
