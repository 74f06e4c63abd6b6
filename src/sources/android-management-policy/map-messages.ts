/**
 * Members of a policy that are messages of their own → canonical settings, and the documented values of their absent fields.
 * Source: Google, Android Management API, discovery document revision 20260917; each comment names the message or field.
 */
import {
  choice,
  companyOwned,
  fullyManaged,
  fullyManagedOrCompanyOwned,
  needing,
} from '../../artifacts/google/rows.ts';
import { flag } from '../../artifacts/rows.ts';
import { usageLog } from './map-lists.ts';
import { privateDns, systemUpdates, wifiPolicy } from './map-system.ts';
import {
  bluetoothSharing,
  crossDevicePolicies,
  crossProfilePolicies,
  personalUsagePolicies,
} from './map-sides.ts';
import type { Message } from './message.ts';

/** AdvancedSecurityOverrides. */
const advancedSecurityOverrides: Message = {
  tableOf: () => ({
    commonCriteriaMode: choice('device.commonCriteriaMode', 'COMMON_CRITERIA_MODE_UNSPECIFIED', {
      COMMON_CRITERIA_MODE_DISABLED: false,
      COMMON_CRITERIA_MODE_ENABLED: true,
    }),
    contentProtectionPolicy: needing(
      { from: '15' },
      choice('apps.contentProtection', 'CONTENT_PROTECTION_POLICY_UNSPECIFIED', {
        CONTENT_PROTECTION_DISABLED: false,
        CONTENT_PROTECTION_ENFORCED: true,
        CONTENT_PROTECTION_USER_CHOICE: null,
      }),
      ['CONTENT_PROTECTION_ENFORCED'],
    ),
    // ALLOWED lets the user open the options and "optionally configure" them: debugging itself is then not decided.
    developerSettings: [
      choice('developer.settings.allowed', 'DEVELOPER_SETTINGS_UNSPECIFIED', {
        DEVELOPER_SETTINGS_DISABLED: false,
        DEVELOPER_SETTINGS_ALLOWED: true,
      }),
      choice('developer.usbDebugging', 'DEVELOPER_SETTINGS_UNSPECIFIED', {
        DEVELOPER_SETTINGS_DISABLED: false,
        DEVELOPER_SETTINGS_ALLOWED: null,
      }),
      // "On personally-owned devices with a work profile, setting this policy will not disable safe boot."
      needing(
        fullyManagedOrCompanyOwned,
        choice('device.safeBoot.allowed', 'DEVELOPER_SETTINGS_UNSPECIFIED', {
          DEVELOPER_SETTINGS_DISABLED: false,
          DEVELOPER_SETTINGS_ALLOWED: true,
        }),
        ['DEVELOPER_SETTINGS_DISABLED'],
      ),
    ],
    googlePlayProtectVerifyApps: choice(
      'apps.verification.enforced',
      'GOOGLE_PLAY_PROTECT_VERIFY_APPS_UNSPECIFIED',
      { VERIFY_APPS_ENFORCED: true, VERIFY_APPS_USER_CHOICE: false },
    ),
    mtePolicy: needing(
      { ...fullyManagedOrCompanyOwned, from: '14' },
      choice('device.memoryTagging', 'MTE_POLICY_UNSPECIFIED', {
        MTE_USER_CHOICE: null,
        MTE_ENFORCED: true,
        MTE_DISABLED: false,
      }),
      ['MTE_ENFORCED'],
    ),
    untrustedAppsPolicy: choice('apps.unknownSources.allowed', 'UNTRUSTED_APPS_POLICY_UNSPECIFIED', {
      DISALLOW_INSTALL: false,
      ALLOW_INSTALL_IN_PERSONAL_PROFILE_ONLY: true,
      ALLOW_INSTALL_DEVICE_WIDE: true,
    }),
  }),
  defaults: {
    commonCriteriaMode: 'COMMON_CRITERIA_MODE_DISABLED',
    contentProtectionPolicy: 'CONTENT_PROTECTION_DISABLED',
    developerSettings: 'DEVELOPER_SETTINGS_DISABLED',
    googlePlayProtectVerifyApps: 'VERIFY_APPS_ENFORCED',
    mtePolicy: 'MTE_USER_CHOICE',
    untrustedAppsPolicy: 'DISALLOW_INSTALL',
  },
};

/**
 * DeviceConnectivityManagement. `bluetoothSharing` absent is forbidden on work profiles and allowed on fully managed devices,
 * and a policy does not say where it goes: no default.
 */
const deviceConnectivityManagement: Message = {
  tableOf: () => ({
    bluetoothSharing: bluetoothSharing('bluetooth.sharing.allowed'),
    // ConfigureWifi: under DISALLOW_ADD_WIFI_CONFIG "the user is only able to switch between already configured networks".
    configureWifi: needing(
      { ...fullyManagedOrCompanyOwned, from: '13' },
      needing(
        fullyManagedOrCompanyOwned,
        choice('network.wifiCreation.allowed', 'CONFIGURE_WIFI_UNSPECIFIED', {
          ALLOW_CONFIGURING_WIFI: true,
          DISALLOW_ADD_WIFI_CONFIG: false,
          DISALLOW_CONFIGURING_WIFI: false,
        }),
        ['DISALLOW_CONFIGURING_WIFI'],
      ),
      ['DISALLOW_ADD_WIFI_CONFIG'],
    ),
    privateDnsSettings: privateDns,
    // TetheringSettings: without Wi-Fi, a cable or Bluetooth still shares the connection.
    tetheringSettings: needing(
      fullyManagedOrCompanyOwned,
      choice('network.tethering.allowed', 'TETHERING_SETTINGS_UNSPECIFIED', {
        ALLOW_ALL_TETHERING: true,
        DISALLOW_WIFI_TETHERING: true,
        DISALLOW_ALL_TETHERING: false,
      }),
      ['DISALLOW_ALL_TETHERING'],
    ),
    usbDataAccess: needing(
      companyOwned,
      choice('usb.fileTransfer.allowed', 'USB_DATA_ACCESS_UNSPECIFIED', {
        ALLOW_USB_DATA_TRANSFER: true,
        DISALLOW_USB_FILE_TRANSFER: false,
        DISALLOW_USB_DATA_TRANSFER: false,
      }),
      ['DISALLOW_USB_FILE_TRANSFER', 'DISALLOW_USB_DATA_TRANSFER'],
    ),
    wifiDirectSettings: needing(
      { ...companyOwned, from: '13' },
      choice('network.wifiDirect.allowed', 'WIFI_DIRECT_SETTINGS_UNSPECIFIED', {
        ALLOW_WIFI_DIRECT: true,
        DISALLOW_WIFI_DIRECT: false,
      }),
      ['DISALLOW_WIFI_DIRECT'],
    ),
    wifiSsidPolicy: wifiPolicy,
  }),
  defaults: {
    configureWifi: 'ALLOW_CONFIGURING_WIFI',
    privateDnsSettings: null,
    tetheringSettings: 'ALLOW_ALL_TETHERING',
    usbDataAccess: 'DISALLOW_USB_FILE_TRANSFER',
    wifiDirectSettings: 'ALLOW_WIFI_DIRECT',
    wifiSsidPolicy: null,
  },
};

/** DeviceRadioState. */
const deviceRadioState: Message = {
  tableOf: () => ({
    cellularTwoGState: needing(
      { from: '14' },
      choice('network.secondGeneration.allowed', 'CELLULAR_TWO_G_STATE_UNSPECIFIED', {
        CELLULAR_TWO_G_USER_CHOICE: true,
        CELLULAR_TWO_G_DISABLED: false,
      }),
      ['CELLULAR_TWO_G_DISABLED'],
    ),
    minimumWifiSecurityLevel: needing(
      { from: '13' },
      choice('network.wifiMinimumSecurity', 'MINIMUM_WIFI_SECURITY_LEVEL_UNSPECIFIED', {
        OPEN_NETWORK_SECURITY: 'open',
        PERSONAL_NETWORK_SECURITY: 'personal',
        ENTERPRISE_NETWORK_SECURITY: 'enterprise',
        ENTERPRISE_BIT192_NETWORK_SECURITY: 'enterpriseWithLongKeys',
      }),
      ['PERSONAL_NETWORK_SECURITY', 'ENTERPRISE_NETWORK_SECURITY', 'ENTERPRISE_BIT192_NETWORK_SECURITY'],
    ),
    ultraWidebandState: needing(
      { from: '14' },
      choice('network.ultraWideband.allowed', 'ULTRA_WIDEBAND_STATE_UNSPECIFIED', {
        ULTRA_WIDEBAND_USER_CHOICE: true,
        ULTRA_WIDEBAND_DISABLED: false,
      }),
      ['ULTRA_WIDEBAND_DISABLED'],
    ),
  }),
  defaults: {
    cellularTwoGState: 'CELLULAR_TWO_G_USER_CHOICE',
    minimumWifiSecurityLevel: 'OPEN_NETWORK_SECURITY',
    ultraWidebandState: 'ULTRA_WIDEBAND_USER_CHOICE',
  },
};

/** StatusReportingSettings: without a report the device's own state stays unknown. */
const statusReportingSettings: Message = {
  tableOf: () => ({
    applicationReportsEnabled: flag('reporting.applications.enabled'),
    commonCriteriaModeEnabled: needing(companyOwned, flag('reporting.commonCriteriaMode.enabled')),
    deviceSettingsEnabled: flag('reporting.deviceSettings.enabled'),
    softwareInfoEnabled: flag('reporting.software.enabled'),
    systemPropertiesEnabled: flag('reporting.systemProperties.enabled'),
  }),
  defaults: {
    applicationReportsEnabled: false,
    commonCriteriaModeEnabled: false,
    deviceSettingsEnabled: false,
    softwareInfoEnabled: false,
    systemPropertiesEnabled: false,
  },
};

export const messages: Readonly<Record<string, Message>> = {
  advancedSecurityOverrides,
  crossDevicePolicies,
  crossProfilePolicies,
  deviceConnectivityManagement,
  deviceRadioState,
  personalUsagePolicies,
  statusReportingSettings,
  systemUpdate: { tableOf: systemUpdates, defaults: { type: null } },
  usageLog: {
    tableOf: () => ({ enabledLogTypes: usageLog.map((row) => needing(fullyManaged, row)) }),
    defaults: { enabledLogTypes: [] },
  },
};
