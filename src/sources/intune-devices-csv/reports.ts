/** Which of Intune's device lists a header belongs to, by the columns that the others lack. */
import { hasColumns } from '../../formats/csv-peek.ts';

export type DeviceReport = 'portal' | 'export-job' | 'without-policy';

/** Undefined: none of them. Reports of single settings, policies and apps hold some of these columns too. */
export function reportOf(cells: readonly string[]): DeviceReport | undefined {
  const has = (all: readonly string[], some: readonly string[] = [], atLeast?: number): boolean =>
    hasColumns(cells, all, some, atLeast);
  if (has([], ['SettingStatus', 'PolicyStatus', 'ApplicationName', 'AppProtectionStatus'], 1))
    return undefined;
  if (has(['Device ID', 'Device name', 'Last check-in'], portalOnly, 2)) return 'portal';
  if (has(['IntuneDeviceId', 'AadDeviceId', 'ComplianceState'])) return 'export-job';
  if (has(['DeviceId', 'AadDeviceId', 'DeviceModel', 'ComplianceState'])) return 'without-policy';
  const isExport = has(['DeviceId', 'LastContact', 'OSVersion'], ['CompliantState', 'ComplianceState']);
  const isGraph = has(['DeviceName', 'OperatingSystem'], ['ComplianceState', 'ManagedDeviceOwnerType']);
  return isExport || isGraph ? 'export-job' : undefined;
}

/** Who exports from the portal may choose columns. */
const portalOnly = [
  'Azure AD Device ID',
  'Compliance',
  'EAS activated',
  'Intune registered',
  'Jailbroken',
  'Managed by',
  'Microsoft Entra Device ID',
  'Primary user UPN',
];
