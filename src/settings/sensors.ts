import { defineSetting } from './define.ts';
import { proofs } from './proofs.ts';

const ios = { ios: proofs.restrictions };
const android = { android: proofs.androidPolicyOrHandset };
const both = { ...ios, ...android };

export const sensors = [
  defineSetting({
    id: 'camera.allowed',
    type: 'boolean',
    title: 'The camera can be used',
    merge: 'and',
    proof: both,
  }),
  defineSetting({
    id: 'microphone.allowed',
    type: 'boolean',
    title: 'The microphone can be used',
    merge: 'and',
    proof: android,
  }),
  defineSetting({
    id: 'screenCapture.allowed',
    type: 'boolean',
    title: 'Screenshots and screen recordings are allowed',
    merge: 'and',
    proof: both,
  }),
  defineSetting({
    id: 'location.services.enabled',
    type: 'boolean',
    title: 'Location services are on',
    merge: 'only',
    proof: {
      ios: 'an unencrypted iPhone backup',
      android: proofs.androidPolicyOrHandset,
    },
  }),
  defineSetting({
    id: 'location.sharing.allowed',
    type: 'boolean',
    title: 'The user may share the location',
    merge: 'and',
    proof: android,
  }),
  defineSetting({
    id: 'contacts.managedToUnmanaged.allowed',
    type: 'boolean',
    title: 'Managed apps may write work contacts into the personal address book',
    merge: 'and',
    proof: both,
  }),
  defineSetting({
    id: 'contacts.unmanagedReadsManaged.allowed',
    type: 'boolean',
    title: 'Personal apps may read work contacts',
    merge: 'and',
    proof: ios,
  }),
  defineSetting({
    id: 'contacts.bluetoothSharing.allowed',
    type: 'boolean',
    title: 'Work contacts are shared over Bluetooth',
    merge: 'and',
    proof: android,
  }),
  defineSetting({
    id: 'sharing.managedToUnmanaged.allowed',
    type: 'boolean',
    title: 'Work documents open in personal apps',
    merge: 'and',
    proof: both,
  }),
  defineSetting({
    id: 'sharing.unmanagedToManaged.allowed',
    type: 'boolean',
    title: 'Personal documents open in work apps',
    merge: 'and',
    proof: both,
  }),
  defineSetting({
    id: 'sharing.pasteboardManaged',
    type: 'boolean',
    title: 'Copy and paste follows the managed open-in rules',
    merge: 'or',
    proof: ios,
  }),
  defineSetting({
    id: 'sharing.airDropUnmanaged',
    type: 'boolean',
    title: 'AirDrop counts as a personal destination',
    merge: 'or',
    proof: ios,
  }),
  defineSetting({
    id: 'sharing.crossProfilePaste.allowed',
    type: 'boolean',
    title: 'Text is copied from the work profile to the personal side',
    merge: 'and',
    proof: android,
  }),
  defineSetting({
    id: 'printing.allowed',
    type: 'boolean',
    title: 'Documents can be printed',
    merge: 'and',
    proof: android,
  }),
  defineSetting({
    id: 'assistant.screenContent.allowed',
    type: 'boolean',
    title: 'What is on the screen goes to the assistant',
    merge: 'and',
    proof: android,
  }),
  defineSetting({
    id: 'printing.trustedTlsRequired',
    type: 'boolean',
    title: 'AirPrint needs trusted certificates',
    merge: 'or',
    proof: ios,
  }),
] as const;
