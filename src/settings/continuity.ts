import { defineSetting } from './define.ts';
import { proofs } from './proofs.ts';

/** What leaves the phone or comes to it through the air: other devices, printers, calls, messages. */
const proof = { ios: proofs.restrictionsPayload };
const allowed = { type: 'boolean', merge: 'and', proof } as const;
const forced = { type: 'boolean', merge: 'or', proof } as const;

export const continuity = [
  defineSetting({
    ...allowed,
    id: 'continuity.handoff.allowed',
    title: 'Activities can be continued on other devices (Handoff)',
  }),
  defineSetting({
    ...allowed,
    id: 'continuity.phoneMirroring.allowed',
    title: 'The phone can be mirrored on a Mac',
  }),
  defineSetting({
    ...allowed,
    id: 'continuity.macWidgets.allowed',
    title: 'Widgets of the phone can be shown on a Mac',
  }),
  defineSetting({ ...allowed, id: 'sharing.airDrop.allowed', title: 'AirDrop can be used' }),
  defineSetting({
    ...forced,
    id: 'airPlay.incomingPassword.required',
    title: 'Devices that send AirPlay to this one need a password',
  }),
  defineSetting({
    ...forced,
    id: 'airPlay.outgoingPassword.required',
    title: 'Devices that receive AirPlay from this one need a password',
  }),
  defineSetting({ ...allowed, id: 'printing.airPrint.allowed', title: 'AirPrint can be used' }),
  defineSetting({
    ...allowed,
    id: 'printing.storedCredentials.allowed',
    title: 'User names and passwords for AirPrint are kept in the keychain',
  }),
  defineSetting({
    ...allowed,
    id: 'printing.beaconDiscovery.allowed',
    title: 'Printers are found by Bluetooth beacons',
  }),
  defineSetting({
    ...allowed,
    id: 'bluetooth.modification.allowed',
    title: 'The user may change Bluetooth settings',
    proof: { ...allowed.proof, android: proofs.androidPolicy },
  }),
  defineSetting({
    ...allowed,
    id: 'network.cellularData.modification.allowed',
    title: 'The user may change which apps use mobile data',
  }),
  defineSetting({
    ...forced,
    id: 'network.managedWifiOnly',
    title: 'Only Wi-Fi networks that a profile sets up are joined',
  }),
  defineSetting({
    ...allowed,
    id: 'network.trustUpdates.allowed',
    title: 'Lists of trusted certificates are updated over the air',
  }),
  defineSetting({
    ...allowed,
    id: 'esim.transfer.allowed',
    title: 'The eSIM can be moved to another device',
  }),
  defineSetting({
    ...forced,
    id: 'esim.preservedOnErase',
    title: 'The eSIM stays on the phone when it is erased',
  }),
  defineSetting({ ...allowed, id: 'calls.video.allowed', title: 'FaceTime can be used' }),
  defineSetting({ ...allowed, id: 'calls.recording.allowed', title: 'Calls can be recorded' }),
  defineSetting({
    ...allowed,
    id: 'calls.videoRemoteControl.allowed',
    title: 'The other side of a FaceTime call may control the phone',
  }),
  defineSetting({ ...allowed, id: 'messages.iMessage.allowed', title: 'iMessage can be used' }),
  defineSetting({ ...allowed, id: 'messages.rcs.allowed', title: 'RCS messages can be used' }),
] as const;
