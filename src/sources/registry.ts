/** Every source: one line each, most specific first. */
import androidAdbBackup from './android-adb-backup/index.ts';
import androidBugreport from './android-bugreport/index.ts';
import androidDumpstate from './android-dumpstate/index.ts';
import androidFilesystem from './android-filesystem/index.ts';
import androidManagementDevices from './android-management-devices/index.ts';
import androidManagementPolicy from './android-management-policy/index.ts';
import androidProvisioning from './android-provisioning/index.ts';
import androidQf from './android-qf/index.ts';
import androidShell from './android-shell/index.ts';
import appleBackup from './apple-backup/index.ts';
import appleCfgutil from './apple-cfgutil/index.ts';
import appleEmbeddedProfile from './apple-embedded-profile/index.ts';
import appleIdeviceinfo from './apple-ideviceinfo/index.ts';
import appleMdmResponse from './apple-mdm-response/index.ts';
import appleDeclaration from './apple-declaration/index.ts';
import appleMobileconfig from './apple-mobileconfig/index.ts';
import appleStatusReport from './apple-status-report/index.ts';
import appleSysdiagnose from './apple-sysdiagnose/index.ts';
import type { BundleSource, Source } from './define.ts';
import googleCloudIdentity from './google-cloud-identity/index.ts';
import googleDirectoryCsv from './google-directory-csv/index.ts';
import fleetGitops from './fleet-gitops/index.ts';
import fleetHosts from './fleet-hosts/index.ts';
import googleDirectoryDevices from './google-directory-devices/index.ts';
import googleDirectoryUsers from './google-directory-users/index.ts';
import intuneBackupTables from './intune-backup-tables/index.ts';
import intuneDevices from './intune-devices/index.ts';
import intuneDevicesCsv from './intune-devices-csv/index.ts';
import intunePolicy from './intune-policy/index.ts';
import jamfClassicDevices from './jamf-classic-devices/index.ts';
import jamfDevices from './jamf-devices/index.ts';
import jamfDevicesCsv from './jamf-devices-csv/index.ts';
import jamfOther from './jamf-other/index.ts';
import jamfProfiles from './jamf-profiles/index.ts';
import intuneReports from './intune-reports/index.ts';
import intuneSettingStatus from './intune-setting-status/index.ts';
import intuneTenant from './intune-tenant/index.ts';
import passmusterStream from './passmuster-stream/index.ts';
import simplemdmDevices from './simplemdm-devices/index.ts';
import workspaceOneDevices from './workspace-one-devices/index.ts';

export const sources: readonly Source[] = [
  passmusterStream,
  appleMobileconfig,
  appleMdmResponse,
  appleIdeviceinfo,
  appleCfgutil,
  appleDeclaration,
  appleStatusReport,
  intuneDevices,
  intuneDevicesCsv,
  intuneSettingStatus,
  intuneReports,
  intuneTenant,
  googleDirectoryDevices,
  googleCloudIdentity,
  googleDirectoryUsers,
  googleDirectoryCsv,
  workspaceOneDevices,
  simplemdmDevices,
  intunePolicy,
  fleetHosts,
  fleetGitops,
  jamfDevices,
  jamfClassicDevices,
  jamfProfiles,
  jamfDevicesCsv,
  jamfOther,
  intuneBackupTables,
  androidManagementDevices,
  androidManagementPolicy,
  androidProvisioning,
  androidDumpstate,
  androidAdbBackup,
  appleEmbeddedProfile,
];

/** Sources that read a whole folder or archive: one line each, most specific first. */
export const bundleSources: readonly BundleSource[] = [
  appleBackup,
  appleSysdiagnose,
  androidFilesystem,
  androidQf,
  androidShell,
  androidBugreport,
];
