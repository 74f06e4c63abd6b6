/**
 * Intune reports that name no setting and no app that could be told from another: they are known, and prove nothing by
 * themselves. Source of the columns: "Intune reports and properties available using Graph API".
 */
import { hasColumns } from '../../formats/csv-peek.ts';
import type { JsonPeek } from '../../formats/json-peek.ts';

export interface SilentReport {
  readonly columns: readonly string[];
  /** At least one of these. */
  readonly some?: readonly string[];
  /** The address of Graph's answer. */
  readonly context?: RegExp;
  readonly type?: string;
  readonly message: string;
}

const reports: readonly SilentReport[] = [
  {
    columns: ['ApplicationName', 'DeviceId'],
    context: /\$metadata#deviceManagement\/(detectedApps|\w+anagedDevices\('[^']*'\)\/detectedApps)/,
    type: '#microsoft.graph.detectedApp',
    message:
      'This list names apps without their identifiers: two apps can have one name, and on personal phones only managed ones are listed. It proves neither that an app is installed nor that it is not.',
  },
  {
    columns: ['PolicyId', 'PolicyStatus'],
    some: ['DeviceId', 'IntuneDeviceId'],
    message:
      'This report judges whole policies: it does not say which setting a phone has. The report DevicePolicySettingsComplianceReport does.',
  },
  {
    columns: ['AppInstanceId', 'AppProtectionStatus'],
    message:
      'This report says whether an app has checked in for its protection policy, not what the policy asks for. The policy says so.',
  },
];

export const silentReport = (names: readonly string[]): SilentReport | undefined =>
  reports.find(
    ({ columns, some }) => hasColumns(names, columns, some) && !hasColumns(names, ['SettingStatus']),
  );

export function silentJson({ keys, rows }: JsonPeek): SilentReport | undefined {
  const lists = [...rows].filter(([member]) => ['', 'value', 'values'].includes(member.toLowerCase()));
  const objects = [keys, ...lists.map(([, row]) => row)];
  const named = (name: string): string[] =>
    objects.flatMap((object) =>
      [...object].filter(([key]) => key.toLowerCase() === name).map(([, value]) => value ?? ''),
    );
  return (
    objects.map((object) => silentReport([...object.keys()])).find((report) => report !== undefined) ??
    reports.find(
      ({ context, type }) =>
        named('@odata.context').some((value) => context?.test(value)) ||
        named('@odata.type').some((value) => value === type),
    )
  );
}
