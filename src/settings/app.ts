import { defineSetting } from './define.ts';
import { proofs } from './proofs.ts';

const scope = 'app';
const grant = {
  scope,
  type: 'choice',
  merge: 'only',
  values: ['granted', 'forcedByPolicy', 'limited', 'whileInUse', 'notAsked', 'denied', 'blockedByPolicy'],
  proof: { ios: proofs.iosGrants, android: proofs.androidGrants },
} as const;
const inventory = { ios: proofs.iosApps, android: proofs.androidApps };
/** In-app settings: no key is publicly established for the iPhone, so only a statement decides there. */
const inApp = { ios: null, android: proofs.androidFiles };

export const app = [
  defineSetting({
    id: 'app.installed',
    scope,
    type: 'boolean',
    title: 'The app is on the phone',
    merge: 'or',
    proof: inventory,
  }),
  defineSetting({
    id: 'app.managed',
    scope,
    type: 'boolean',
    title: 'The app is managed',
    merge: 'or',
    proof: inventory,
  }),
  defineSetting({
    id: 'app.blocked',
    scope,
    type: 'boolean',
    title: 'A policy keeps the app off the phone',
    merge: 'or',
    proof: { ios: proofs.restrictions, android: proofs.androidPolicy },
  }),
  defineSetting({ ...grant, id: 'app.permission.camera', title: 'The app may use the camera' }),
  defineSetting({ ...grant, id: 'app.permission.microphone', title: 'The app may use the microphone' }),
  defineSetting({ ...grant, id: 'app.permission.contacts', title: 'The app may read contacts' }),
  defineSetting({ ...grant, id: 'app.permission.photos', title: 'The app may read photos' }),
  defineSetting({
    ...grant,
    id: 'app.permission.location',
    title: 'The app may use the location',
    proof: {
      ios: 'an unencrypted iPhone backup (up to iOS 16: later ones keep it in another way)',
      android: proofs.androidGrants,
    },
  }),
  defineSetting({
    ...grant,
    id: 'app.permission.backgroundLocation',
    title: 'The app may use the location while nobody looks at it',
    proof: { android: proofs.androidHandset },
  }),
  defineSetting({
    ...grant,
    id: 'app.permission.notifications',
    title: 'The app may send notifications',
    proof: {
      ios: 'an unencrypted iPhone backup',
      android: proofs.androidGrants,
    },
  }),
  defineSetting({
    id: 'app.twoStepVerification',
    scope,
    type: 'boolean',
    title: 'The account in the app has two-step verification',
    merge: 'and',
    proof: inApp,
  }),
  defineSetting({
    id: 'app.twoStepRecoveryEmail',
    scope,
    type: 'boolean',
    title: 'Two-step verification has a recovery e-mail address',
    merge: 'and',
    proof: inApp,
  }),
  defineSetting({
    id: 'app.securityNotifications',
    scope,
    type: 'boolean',
    title: 'The app tells when a contact’s key changes',
    merge: 'and',
    proof: inApp,
  }),
  defineSetting({
    id: 'app.lock',
    scope,
    type: 'boolean',
    title: 'The app asks for a code or biometrics',
    merge: 'and',
    proof: inApp,
  }),
  defineSetting({
    id: 'app.backup.cloud.enabled',
    scope,
    type: 'boolean',
    title: 'The app backs its data up to a cloud',
    merge: 'or',
    proof: inApp,
  }),
  defineSetting({
    id: 'app.backup.endToEndEncrypted',
    scope,
    type: 'boolean',
    title: 'The app’s cloud backup is end-to-end encrypted',
    merge: 'and',
    proof: inApp,
  }),
  defineSetting({
    id: 'app.backup.excluded',
    scope,
    type: 'boolean',
    title: 'The app’s data is left out of device backups',
    merge: 'and',
    proof: { ios: 'an Apple MDM response with the managed apps (ManagedApplicationList)', android: null },
  }),
  defineSetting({
    id: 'app.linkedDevices.count',
    scope,
    type: 'integer',
    title: 'Computers and devices linked to the account',
    merge: 'max',
    proof: inApp,
  }),
  defineSetting({
    id: 'app.defaultMessageTimer',
    scope,
    type: 'integer',
    title: 'Seconds until new messages disappear (0: never)',
    merge: 'only',
    unit: 'seconds',
    proof: inApp,
  }),
  defineSetting({
    id: 'app.messageRetentionDays',
    scope,
    type: 'integer',
    title: 'Days that the app keeps messages (0: for ever)',
    merge: 'only',
    unit: 'days',
    proof: {
      ios: 'an iPhone backup, for Messages',
      android: 'an Android Management API policy or an Intune app configuration policy, for Threema Work',
    },
  }),
  defineSetting({
    id: 'app.archive.enabled',
    scope,
    type: 'boolean',
    title: 'Messages go to an archiving app by themselves',
    merge: 'only',
    proof: {
      ios: null,
      android: 'an Android Management API policy or an Intune app configuration policy, for Google Messages',
    },
  }),
  defineSetting({
    id: 'app.registeredNumberKnown',
    scope,
    type: 'boolean',
    title: 'The app’s number is on the organisation’s register',
    merge: 'and',
    proof: {
      ios: 'a register of numbers (not read yet); a backup shows that the app has been set up',
      android:
        'a register of numbers (not read yet); a full file-system extraction shows that there is a number',
    },
  }),
  defineSetting({
    id: 'app.notifications.lockScreen',
    scope,
    type: 'boolean',
    title: 'The app’s notifications show on the lock screen',
    merge: 'or',
    proof: {
      ios: 'a configuration profile with a Notifications payload, or an unencrypted iPhone backup',
      android: 'a bugreport or adb collection of a phone whose lock screen shows no notifications at all',
    },
  }),
  defineSetting({
    id: 'app.notifications.preview',
    scope,
    type: 'choice',
    title: 'When notifications show the message text',
    merge: 'only',
    values: ['always', 'whenUnlocked', 'never'],
    proof: {
      ios: 'a configuration profile with a Notifications payload; a backup tells only that an app follows the phone',
      android: null,
    },
  }),
] as const;
