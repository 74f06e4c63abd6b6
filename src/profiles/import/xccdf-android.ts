/**
 * Numbers of DISA's guides for Android → settings. The numbers keep their last part from release to release (GOOG-14-006000,
 * GOOG-15-006000); the phrase is the name of the control on a management console, as the check quotes it. Read from Google Android
 * 14 (V2R2) and 15 (V1R2) and Samsung Android 15 (V1R1), all of 30 January 2025. What is not here asks for a statement.
 */
import { type Entry, is, kept, no, yes } from './xccdf-entry.ts';

const length = kept('passcode.minimumLength', 6, 'minimumPasscodeLength');
const inactivity = kept('lock.maximumInactivityMinutes', 15, 'maximumInactivityMinutes');
const failures = kept('passcode.maximumFailedAttempts', 10, 'maximumFailedAttempts');
const streaming = [is('nearby.notificationStreaming', 'disabled'), is('nearby.appStreaming', 'disabled')];
/** Chrome Enterprise policy list: the three policies that fill in what a user typed before. */
const chrome = is(
  'apps.managedConfiguration',
  ['AutofillAddressEnabled', 'AutofillCreditCardEnabled', 'PasswordManagerEnabled'].map(
    (policy) => `com.android.chrome: ${policy} = false`,
  ),
);
const browser: Entry = { phrase: /"PasswordManagerEnabled"/, demands: [chrome] };
const autofill: Entry = { phrase: /"Disable autofill"/i, demands: [no('passwords.autofill.allowed')] };
const keyboards: Entry = {
  phrase: /only the approved keyboards are selected/i,
  demands: [is('apps.inputMethods', 'listed')],
  statement: 'and',
};
const nearby: Entry = { phrase: /"Nearby notification streaming policy"/, demands: streaming };

export const google: Readonly<Record<string, Entry>> = {
  '002800': { phrase: /"Enable security logging"/, demands: [yes('logging.security.enabled')] },
  '006000': { phrase: /"Minimum password length"/, demands: [length, no('passcode.simple.allowed')] },
  '006100': { phrase: /"Numeric \(Complex\)"/, demands: [no('passcode.simple.allowed')] },
  '006300': { phrase: /"Max time to screen lock" is set to "900"/, demands: [inactivity] },
  '006400': { phrase: /"Max password failures for local wipe"/, demands: [failures] },
  '006500': { phrase: /"Disallow install unknown sources"/, demands: [no('apps.unknownSources.allowed')] },
  '006600': {
    phrase: /all selected apps are AO approved/,
    demands: [is('apps.installPolicy', 'allowList')],
    statement: 'and',
  },
  '006800': {
    phrase: /"Disable unredacted notifications"/,
    demands: [no('lock.notificationDetails.allowed')],
  },
  '007200': { phrase: /"Disable trust agents"/, demands: [no('lock.trustAgents.allowed')] },
  '007400': { phrase: /"Disallow debugging features"/, demands: [no('developer.settings.allowed')] },
  '007700': { phrase: /signed user agreements/, demands: [yes('lock.banner')], statement: 'or' },
  '007800': { phrase: /"Enable security logging"/, demands: [yes('logging.security.enabled')] },
  '008400': { phrase: /"Disallow USB file transfer"/i, demands: [no('usb.fileTransfer.allowed')] },
  '008500': { phrase: /"Enable backup service"/, demands: [no('backup.cloud.allowed')] },
  '008600': { phrase: /"Enable backup service"/, demands: [no('backup.cloud.allowed')] },
  '008900': {
    phrase: /"Disallow cross profile copy\/paste"/,
    demands: [no('sharing.crossProfilePaste.allowed')],
  },
  '009000': {
    phrase: /"Disallow modify accounts"/,
    demands: [no('account.modification.allowed')],
    slip: 'its title is about several users, its check about accounts, which are judged',
  },
  '009400': { phrase: /"Disallow Bluetooth"/, demands: [no('bluetooth.allowed')], statement: 'or' },
  '009500': {
    phrase: /"Wi-Fi Direct" has been set to "Disallow"/,
    demands: [no('network.wifiDirect.allowed')],
  },
  '009950': {
    phrase: /"Disallow config tethering"/,
    demands: [no('network.tethering.allowed')],
    statement: 'or',
  },
  '010100': { phrase: /"Disallow modify accounts"/, demands: [no('account.modification.allowed')] },
  '010300': {
    phrase: /Corporate Owned Work Managed/,
    demands: [is('device.managementMode', 'workProfile'), is('device.ownership', 'corporate')],
    isOfDevices: true,
  },
  '010400': browser,
  '010500': autofill,
  '010600': { phrase: /"Disallow config date time"/i, demands: [yes('device.clock.automatic')] },
  '010900': keyboards,
  '011000': { phrase: /"Enable Common Criteria mode"/i, demands: [yes('device.commonCriteriaMode')] },
  '012200': {
    phrase: /"Disallow USB file transfer"|"Enable USB" is toggled to "OFF"/,
    demands: [no('usb.fileTransfer.allowed')],
  },
  '012300': { phrase: /"Disallow config credentials"/i, demands: [no('certificates.modification.allowed')] },
  '012400': nearby,
  '012500': { phrase: /"Disallow add private profile"/, demands: [no('personal.privateSpace.allowed')] },
};

export const samsung: Readonly<Record<string, Entry>> = {
  '000700': { phrase: /KNOX-\d+-009300/, demands: [yes('device.commonCriteriaMode')] },
  '004900': { phrase: /"minimum password length" is set to "6"/, demands: [length] },
  '005000': {
    phrase: /"minimum password quality" is set to "Numeric ?\(/,
    demands: [no('passcode.simple.allowed')],
  },
  '005100': { phrase: /"max time to screen lock" is set to "15 minutes"/, demands: [inactivity] },
  '005200': { phrase: /"Trust Agents" are set to "Disable"/, demands: [no('lock.trustAgents.allowed')] },
  '005300': { phrase: /"max password failures for local wipe"/, demands: [failures] },
  '005400': {
    phrase: /"installs from unknown sources globally"/,
    demands: [no('apps.unknownSources.allowed')],
  },
  '005500': {
    phrase: /only AO-approved apps are avai/,
    demands: [is('apps.installPolicy', 'allowList')],
    statement: 'and',
  },
  '005800': {
    phrase: /"Unredacted Notifications"/,
    demands: [no('lock.notificationDetails.allowed')],
    slip: 'its title is about all notifications, its check about what they say, which is judged',
  },
  '006000': { phrase: /"Mount physical media"/, demands: [no('storage.externalMedia.allowed')] },
  '006100': { phrase: /"Face recognition"/, demands: [no('lock.face.allowed')] },
  '006400': { phrase: /"Debugging Features"/, demands: [no('developer.settings.allowed')] },
  '006700': { phrase: /signed user agreements/, demands: [yes('lock.banner')], statement: 'or' },
  '007200': { phrase: /"USB file transfer"/, demands: [no('usb.fileTransfer.allowed')] },
  '007300': { phrase: /KNOX-\d+-007200/, demands: [no('usb.fileTransfer.allowed')] },
  '007400': { phrase: /KNOX-\d+-009200/, demands: [no('account.modification.allowed')] },
  '007500': { phrase: /"Backup service" is set to "Disable"/, demands: [no('backup.cloud.allowed')] },
  '007900': {
    phrase: /"Cross profile copy\/paste" to "Disallow"/,
    demands: [no('sharing.crossProfilePaste.allowed')],
  },
  '008300': {
    phrase: /"Bluetooth" is set to the (authorizing official \(AO\)|AO)-approved/,
    demands: [no('bluetooth.allowed')],
    statement: 'or',
  },
  '008400': {
    phrase: /"Wi-Fi Direct" has been set to "Disallow"/,
    demands: [no('network.wifiDirect.allowed')],
  },
  '008600': { phrase: /"Configure credentials"/, demands: [no('certificates.modification.allowed')] },
  '008700': {
    phrase: /default enrollment is set as "Fully managed"/,
    demands: [is('device.managementMode', 'fullyManaged')],
    isOfDevices: true,
  },
  '008800': {
    phrase: /"Work profile for company-owned devices"/,
    demands: [is('device.managementMode', 'workProfile'), is('device.ownership', 'corporate')],
    isOfDevices: true,
  },
  '008900': { phrase: /"Configure Date\/Time"/, demands: [yes('device.clock.automatic')] },
  '009100': { phrase: /"Security logging"/, demands: [yes('logging.security.enabled')] },
  '009200': { phrase: /"Modify accounts"/, demands: [no('account.modification.allowed')] },
  '009300': { phrase: /"Common Criteria mode"/, demands: [yes('device.commonCriteriaMode')] },
  '009900': {
    phrase: /KNOX-\d+-008800/,
    demands: [is('device.managementMode', 'workProfile'), is('device.ownership', 'corporate')],
    isOfDevices: true,
  },
  '010000': browser,
  '010100': autofill,
  '010200': keyboards,
  '010300': {
    phrase: /"Disallow usb file transfer" is toggled to "OFF"/i,
    demands: [no('usb.fileTransfer.allowed')],
    slip: 'its check wants “disallow USB file transfer” off, which allows what its title forbids; forbidden is judged',
  },
  '010400': nearby,
};
