/**
 * What a policy says of the two sides of a phone with a work profile, and of devices nearby → canonical settings.
 * Source: Google, Android Management API, discovery document revision 20260917; each comment names the message.
 */
import { choice, companyOwned, needing } from '../../artifacts/google/rows.ts';
import { inverted } from '../../artifacts/rows.ts';
import { daysOff, personalStore, workContacts } from './map-lists.ts';
import type { Message } from './message.ts';

/** NearbyNotificationStreaming and NearbyAppStreaming have the same words. */
const streaming = (what: 'APP' | 'NOTIFICATION') => {
  const prefix = `NEARBY_${what}_STREAMING_`;
  return choice(
    what === 'APP' ? 'nearby.appStreaming' : 'nearby.notificationStreaming',
    `${prefix}UNSPECIFIED`,
    {
      [`${prefix}USER_CHOICE`]: 'userChoice',
      [`${prefix}DISABLED`]: 'disabled',
      [`${prefix}USER_CHOICE_SAME_MANAGED_ACCOUNT`]: 'sameManagedAccount',
    },
  );
};

/** CrossDevicePolicies. */
export const crossDevicePolicies: Message = {
  tableOf: () => ({
    nearbyAppStreaming: streaming('APP'),
    nearbyNotificationStreaming: streaming('NOTIFICATION'),
  }),
  defaults: {
    nearbyAppStreaming: 'NEARBY_APP_STREAMING_USER_CHOICE_SAME_MANAGED_ACCOUNT',
    nearbyNotificationStreaming: 'NEARBY_NOTIFICATION_STREAMING_USER_CHOICE_SAME_MANAGED_ACCOUNT',
  },
};

/** CrossProfilePolicies. */
export const crossProfilePolicies: Message = {
  tableOf: (message) => ({
    crossProfileCopyPaste: choice(
      'sharing.crossProfilePaste.allowed',
      'CROSS_PROFILE_COPY_PASTE_UNSPECIFIED',
      { COPY_FROM_WORK_TO_PERSONAL_DISALLOWED: false, CROSS_PROFILE_COPY_PASTE_ALLOWED: true },
    ),
    crossProfileDataSharing: [
      choice('sharing.managedToUnmanaged.allowed', 'CROSS_PROFILE_DATA_SHARING_UNSPECIFIED', {
        CROSS_PROFILE_DATA_SHARING_DISALLOWED: false,
        DATA_SHARING_FROM_WORK_TO_PERSONAL_DISALLOWED: false,
        CROSS_PROFILE_DATA_SHARING_ALLOWED: true,
      }),
      choice('sharing.unmanagedToManaged.allowed', 'CROSS_PROFILE_DATA_SHARING_UNSPECIFIED', {
        CROSS_PROFILE_DATA_SHARING_DISALLOWED: false,
        DATA_SHARING_FROM_WORK_TO_PERSONAL_DISALLOWED: true,
        CROSS_PROFILE_DATA_SHARING_ALLOWED: true,
      }),
    ],
    showWorkContactsInPersonalProfile: workContacts(message),
  }),
  defaults: {
    crossProfileCopyPaste: 'COPY_FROM_WORK_TO_PERSONAL_DISALLOWED',
    crossProfileDataSharing: 'DATA_SHARING_FROM_WORK_TO_PERSONAL_DISALLOWED',
    showWorkContactsInPersonalProfile: 'SHOW_WORK_CONTACTS_IN_PERSONAL_PROFILE_ALLOWED',
  },
};

/** BluetoothSharing, which the work side and the personal side have each. */
export const bluetoothSharing = (
  setting: 'bluetooth.sharing.allowed' | 'personal.bluetoothSharing.allowed',
) =>
  choice(setting, 'BLUETOOTH_SHARING_UNSPECIFIED', {
    BLUETOOTH_SHARING_ALLOWED: true,
    BLUETOOTH_SHARING_DISALLOWED: false,
  });

/** PersonalUsagePolicies: "managing personal usage on a company-owned device". */
export const personalUsagePolicies: Message = {
  isOptional: true,
  tableOf: (message) => ({
    bluetoothSharing: needing(companyOwned, bluetoothSharing('personal.bluetoothSharing.allowed')),
    cameraDisabled: needing(companyOwned, inverted('personal.camera.allowed')),
    maxDaysWithWorkOff: needing(companyOwned, daysOff),
    personalPlayStoreMode: needing(companyOwned, personalStore(message)),
    privateSpacePolicy: needing(
      companyOwned,
      choice('personal.privateSpace.allowed', 'PRIVATE_SPACE_POLICY_UNSPECIFIED', {
        PRIVATE_SPACE_ALLOWED: true,
        PRIVATE_SPACE_DISALLOWED: false,
      }),
    ),
    screenCaptureDisabled: needing(companyOwned, inverted('personal.screenCapture.allowed')),
  }),
  defaults: {
    bluetoothSharing: 'BLUETOOTH_SHARING_ALLOWED',
    cameraDisabled: false,
    maxDaysWithWorkOff: null,
    personalPlayStoreMode: 'BLOCKLIST',
    privateSpacePolicy: 'PRIVATE_SPACE_ALLOWED',
    screenCaptureDisabled: false,
  },
};
