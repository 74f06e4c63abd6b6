import { defineSetting } from './define.ts';
import { proofs } from './proofs.ts';

const ios = { ios: proofs.restrictions };
const both = { ios: proofs.restrictions, android: proofs.androidPolicyOrHandset };

export const lock = [
  defineSetting({
    id: 'lock.maximumInactivityMinutes',
    type: 'number',
    title: 'Minutes without use until the phone locks',
    merge: 'min',
    unit: 'minutes',
    proof: { ios: proofs.passcodePayload, android: proofs.androidPolicyOrHandset },
  }),
  defineSetting({
    id: 'lock.maximumGraceMinutes',
    type: 'number',
    title: 'Minutes after locking in which no passcode is asked',
    merge: 'min',
    unit: 'minutes',
    proof: { ios: proofs.passcodePayload },
  }),
  defineSetting({
    id: 'lock.notifications.allowed',
    type: 'boolean',
    title: 'The notification history shows on the lock screen',
    merge: 'and',
    proof: both,
  }),
  defineSetting({
    id: 'lock.controlCentre.allowed',
    type: 'boolean',
    title: 'Control Centre opens on the lock screen',
    merge: 'and',
    proof: ios,
  }),
  defineSetting({
    id: 'lock.todayView.allowed',
    type: 'boolean',
    title: 'Today View opens on the lock screen',
    merge: 'and',
    proof: ios,
  }),
  defineSetting({
    id: 'lock.wallet.allowed',
    type: 'boolean',
    title: 'Wallet opens on the lock screen',
    merge: 'and',
    proof: ios,
  }),
  defineSetting({
    id: 'lock.assistant.allowed',
    type: 'boolean',
    title: 'The voice assistant answers while the phone is locked',
    merge: 'and',
    proof: ios,
  }),
  defineSetting({
    id: 'lock.voiceDialling.allowed',
    type: 'boolean',
    title: 'Voice dialling works while the phone is locked',
    merge: 'and',
    proof: ios,
  }),
  defineSetting({
    id: 'lock.camera.allowed',
    type: 'boolean',
    title: 'The camera opens on the lock screen',
    merge: 'and',
    proof: { android: proofs.androidPolicyOrHandset },
  }),
  defineSetting({
    id: 'lock.biometrics.allowed',
    type: 'boolean',
    title: 'A fingerprint or face unlocks the phone',
    merge: 'and',
    proof: both,
  }),
  defineSetting({
    id: 'lock.trustAgents.allowed',
    type: 'boolean',
    title: 'Trust agents (Smart Lock) keep the phone unlocked',
    merge: 'and',
    proof: { android: proofs.androidPolicyOrHandset },
  }),
  defineSetting({
    id: 'lock.watchUnlock.allowed',
    type: 'boolean',
    title: 'An Apple Watch can unlock the phone',
    merge: 'and',
    proof: { ios: proofs.restrictionsPayload },
  }),
  defineSetting({
    id: 'lock.notifications.details',
    type: 'boolean',
    title: 'Notifications on the lock screen show what they say',
    merge: 'and',
    proof: { android: proofs.androidHandset },
  }),
  defineSetting({
    id: 'lock.trustAgents.active',
    type: 'boolean',
    title: 'A trust agent (Smart Lock) decides whether the phone locks',
    merge: 'or',
    proof: { android: proofs.androidHandset },
  }),
] as const;
