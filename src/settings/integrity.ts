import { defineSetting } from './define.ts';
import { proofs } from './proofs.ts';

/** What an Android phone says of its own start, its users and the tools of developers. */
const proof = { android: proofs.androidHandset };

export const integrity = [
  defineSetting({
    id: 'boot.verified',
    type: 'boolean',
    title: 'Verified boot found the system as the vendor signed it',
    merge: 'and',
    proof: { android: `${proofs.androidHandset}, or ${proofs.googleInventory}` },
  }),
  defineSetting({
    id: 'boot.loaderLocked',
    type: 'boolean',
    title: 'The boot loader is locked',
    merge: 'and',
    proof,
  }),
  defineSetting({
    id: 'developer.settings.enabled',
    type: 'boolean',
    title: 'Developer options are on',
    merge: 'or',
    proof: { android: proofs.androidDebugging },
  }),
  defineSetting({
    id: 'developer.wirelessDebugging',
    type: 'boolean',
    title: 'Debugging over Wi-Fi is on',
    merge: 'or',
    proof: { android: proofs.androidDebugging },
  }),
  defineSetting({
    id: 'device.workProfile.present',
    type: 'boolean',
    title: 'The phone has a work profile',
    merge: 'only',
    proof,
  }),
] as const;
