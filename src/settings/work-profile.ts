import { defineSetting } from './define.ts';
import { proofs } from './proofs.ts';

const proof = { android: proofs.androidPolicy };
const allowed = { type: 'boolean', merge: 'and', proof } as const;

/** A phone with a work profile has a lock, apps and rules of its own on each side; they are never mixed up. */
export const workProfile = [
  defineSetting({
    id: 'workProfile.passcode.required',
    type: 'boolean',
    title: 'The work profile needs a passcode',
    merge: 'or',
    proof,
  }),
  defineSetting({
    id: 'workProfile.passcode.separate',
    type: 'boolean',
    title: 'The passcode of the work profile is another than the phone’s',
    merge: 'or',
    proof,
  }),
  defineSetting({
    id: 'workProfile.passcode.minimumLength',
    type: 'integer',
    title: 'Shortest passcode of the work profile',
    merge: 'max',
    unit: 'characters',
    proof,
  }),
  defineSetting({
    ...allowed,
    id: 'workProfile.passcode.simple.allowed',
    title: 'The work profile takes repeating or running codes',
  }),
  defineSetting({
    id: 'workProfile.passcode.complexity',
    type: 'choice',
    title: 'Complexity band that the work profile’s passcode has to reach',
    merge: 'strictest',
    values: ['low', 'medium', 'high'],
    proof,
  }),
  defineSetting({
    id: 'workProfile.passcode.alphanumeric.required',
    type: 'boolean',
    title: 'The work profile’s passcode needs letters and digits',
    merge: 'or',
    proof,
  }),
  defineSetting({
    id: 'workProfile.passcode.complexCharacters',
    type: 'integer',
    title: 'Fewest characters of the work profile’s passcode that are neither letter nor digit',
    merge: 'max',
    unit: 'characters',
    proof,
  }),
  defineSetting({
    id: 'workProfile.passcode.maximumFailedAttempts',
    type: 'integer',
    title: 'Failed attempts before the work profile is wiped',
    merge: 'min',
    proof,
  }),
  defineSetting({
    id: 'workProfile.passcode.maximumAgeDays',
    type: 'integer',
    title: 'Days until the work profile’s passcode must be changed',
    merge: 'min',
    unit: 'days',
    proof,
  }),
  defineSetting({
    id: 'workProfile.passcode.historyLength',
    type: 'integer',
    title: 'Earlier passcodes of the work profile that may not be used again',
    merge: 'max',
    proof,
  }),
  defineSetting({
    id: 'workProfile.passcode.dailyUnlock.required',
    type: 'boolean',
    title: 'The work profile asks for its passcode once a day',
    merge: 'or',
    proof,
  }),
  defineSetting({
    id: 'workProfile.maximumDaysOff',
    type: 'integer',
    title: 'Days that the work profile may stay switched off',
    merge: 'min',
    unit: 'days',
    proof,
  }),
  defineSetting({
    ...allowed,
    id: 'personal.camera.allowed',
    title: 'The camera can be used on the personal side',
  }),
  defineSetting({
    ...allowed,
    id: 'personal.screenCapture.allowed',
    title: 'Screenshots are allowed on the personal side',
  }),
  defineSetting({
    ...allowed,
    id: 'personal.bluetoothSharing.allowed',
    title: 'Files of the personal side are sent over Bluetooth',
  }),
  defineSetting({
    id: 'personal.installPolicy',
    type: 'choice',
    title: 'Which apps may be installed on the personal side',
    merge: 'strictest',
    values: ['open', 'denyList', 'allowList'],
    proof,
  }),
  defineSetting({
    ...allowed,
    id: 'personal.privateSpace.allowed',
    title: 'The user may create a private space',
  }),
  defineSetting({
    id: 'nearby.notificationStreaming',
    type: 'choice',
    title: 'Which devices nearby may show the phone’s notifications',
    merge: 'strictest',
    values: ['userChoice', 'sameManagedAccount', 'disabled'],
    proof,
  }),
  defineSetting({
    id: 'nearby.appStreaming',
    type: 'choice',
    title: 'Which devices nearby may show the phone’s apps',
    merge: 'strictest',
    values: ['userChoice', 'sameManagedAccount', 'disabled'],
    proof,
  }),
] as const;
