import { defineSetting } from './define.ts';
import { proofs } from './proofs.ts';

const ios = { ios: proofs.restrictions };
const android = { android: proofs.androidPolicy };
const both = { ...ios, ...android };

export const accounts = [
  defineSetting({
    id: 'account.modification.allowed',
    type: 'boolean',
    title: 'The user may add or change accounts',
    merge: 'and',
    proof: both,
  }),
  defineSetting({
    id: 'account.twoStepVerification',
    type: 'boolean',
    title: 'The managed account uses two-step verification',
    merge: 'and',
    proof: {
      ios: 'a Google Workspace user export (not read yet)',
      android: 'a Google Workspace user export (not read yet)',
    },
  }),
  defineSetting({
    id: 'passwords.proximityRequests.allowed',
    type: 'boolean',
    title: 'Passwords can be requested from devices nearby',
    merge: 'and',
    proof: ios,
  }),
  defineSetting({
    id: 'passwords.sharing.allowed',
    type: 'boolean',
    title: 'Passwords can be shared with AirDrop',
    merge: 'and',
    proof: ios,
  }),
  defineSetting({
    id: 'passwords.autofill.allowed',
    type: 'boolean',
    title: 'A service may fill in passwords and forms',
    merge: 'and',
    proof: android,
  }),
  defineSetting({
    id: 'passwords.otherProviders.allowed',
    type: 'boolean',
    title: 'Apps that the policy does not name may supply passwords',
    merge: 'and',
    proof: android,
  }),
  defineSetting({
    id: 'passwords.autofillAuthenticated',
    type: 'boolean',
    title: 'AutoFill asks for Face ID or Touch ID first',
    merge: 'or',
    proof: ios,
  }),
  defineSetting({
    id: 'network.vpnCreation.allowed',
    type: 'boolean',
    title: 'The user may add VPN configurations',
    merge: 'and',
    proof: both,
  }),
  defineSetting({
    id: 'network.vpnAlwaysOn',
    type: 'boolean',
    title: 'A VPN is always on',
    merge: 'or',
    proof: android,
  }),
  defineSetting({
    id: 'network.untrustedCertificates.allowed',
    type: 'boolean',
    title: 'The user may accept untrusted certificates',
    merge: 'and',
    proof: ios,
  }),
  defineSetting({
    id: 'network.wifiEncrypted',
    type: 'boolean',
    title: 'Every configured Wi-Fi network demands WPA2 or better',
    merge: 'and',
    proof: { ios: 'a configuration profile with Wi-Fi payloads' },
  }),
  defineSetting({
    id: 'browser.cookies',
    type: 'number',
    title: 'Cookies Safari accepts (0 none, 1 and 1.5 visited sites, 2 all)',
    merge: 'min',
    proof: ios,
  }),
  defineSetting({
    id: 'browser.popups.allowed',
    type: 'boolean',
    title: 'Safari shows pop-ups',
    merge: 'and',
    proof: ios,
  }),
  defineSetting({
    id: 'browser.fraudWarning',
    type: 'boolean',
    title: 'Safari warns of fraudulent sites and the user cannot switch it off',
    merge: 'or',
    proof: ios,
  }),
  defineSetting({
    id: 'diagnostics.submission.allowed',
    type: 'boolean',
    title: 'Diagnostic data goes to the vendor',
    merge: 'and',
    proof: ios,
  }),
  defineSetting({
    id: 'advertising.personalised.allowed',
    type: 'boolean',
    title: 'Apple shows personalised advertising',
    merge: 'and',
    proof: ios,
  }),
  defineSetting({
    id: 'advertising.trackingLimited',
    type: 'boolean',
    title: 'Advertisement tracking is limited',
    merge: 'or',
    proof: ios,
  }),
  defineSetting({
    id: 'diagnostics.submission.enabled',
    type: 'boolean',
    title: 'Diagnostic data is sent to the vendor',
    merge: 'or',
    proof: { ios: proofs.deviceReport },
  }),
  defineSetting({
    id: 'diagnostics.appAnalytics.enabled',
    type: 'boolean',
    title: 'App analytics are shared with developers',
    merge: 'or',
    proof: { ios: proofs.deviceReport },
  }),
  defineSetting({
    id: 'network.dataRoaming.enabled',
    type: 'boolean',
    title: 'Data roaming is on',
    merge: 'or',
    proof: { ios: proofs.deviceReport },
  }),
  defineSetting({
    id: 'network.personalHotspot.enabled',
    type: 'boolean',
    title: 'The personal hotspot is on',
    merge: 'or',
    proof: { ios: proofs.deviceReport },
  }),
] as const;
