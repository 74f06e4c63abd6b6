import { defineSetting } from './define.ts';
import { proofs } from './proofs.ts';

const policy = { ios: proofs.passcodePayload, android: proofs.androidPolicyOrHandset };

export const passcode = [
  defineSetting({
    id: 'passcode.required',
    type: 'boolean',
    title: 'A passcode is required',
    merge: 'or',
    proof: policy,
  }),
  defineSetting({
    id: 'passcode.present',
    type: 'boolean',
    title: 'A passcode is set on the phone',
    merge: 'and',
    proof: {
      ios: `${proofs.deviceReport}, ${proofs.statusReport}, ${proofs.settingStatus}, or what a computer reads from the phone (ideviceinfo, cfgutil)`,
      android: `${proofs.androidDevice}, ${proofs.settingStatus}, or ${proofs.androidHandset}`,
    },
  }),
  defineSetting({
    id: 'passcode.minimumLength',
    type: 'integer',
    title: 'Shortest passcode allowed',
    merge: 'max',
    unit: 'characters',
    proof: policy,
  }),
  defineSetting({
    id: 'passcode.simple.allowed',
    type: 'boolean',
    title: 'Repeating or running codes are allowed',
    merge: 'and',
    proof: policy,
  }),
  defineSetting({
    id: 'passcode.complexity',
    type: 'choice',
    title: 'Complexity band that the passcode has to reach',
    merge: 'strictest',
    values: ['low', 'medium', 'high'],
    proof: { android: proofs.androidPolicy },
  }),
  defineSetting({
    id: 'passcode.dailyUnlock.required',
    type: 'boolean',
    title: 'The passcode is asked for once a day',
    merge: 'or',
    proof: { android: proofs.androidPolicy },
  }),
  defineSetting({
    id: 'passcode.alphanumeric.required',
    type: 'boolean',
    title: 'A passcode needs letters and digits',
    merge: 'or',
    proof: policy,
  }),
  defineSetting({
    id: 'passcode.complexCharacters',
    type: 'integer',
    title: 'Fewest characters that are neither letter nor digit',
    merge: 'max',
    unit: 'characters',
    proof: policy,
  }),
  defineSetting({
    id: 'passcode.maximumFailedAttempts',
    type: 'integer',
    title: 'Failed attempts before the phone is wiped',
    merge: 'min',
    proof: policy,
  }),
  defineSetting({
    id: 'passcode.maximumAgeDays',
    type: 'integer',
    title: 'Days until a passcode must be changed',
    merge: 'min',
    unit: 'days',
    proof: policy,
  }),
  defineSetting({
    id: 'passcode.historyLength',
    type: 'integer',
    title: 'Earlier passcodes that may not be used again',
    merge: 'max',
    proof: policy,
  }),
  defineSetting({
    id: 'passcode.modification.allowed',
    type: 'boolean',
    title: 'The user may change the passcode',
    merge: 'and',
    proof: { ios: proofs.restrictions },
  }),
  defineSetting({
    id: 'passcode.compliant',
    type: 'boolean',
    title: 'The passcode meets what every policy on the phone requires',
    merge: 'and',
    proof: { ios: `${proofs.statusReport}, or ${proofs.deviceReport}` },
  }),
] as const;
