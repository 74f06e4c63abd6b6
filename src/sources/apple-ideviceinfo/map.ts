/**
 * Values of the lockdown service → canonical settings. Apple documents none of these keys; names and types are those that
 * libimobiledevice and public tools use [unverified], so every claim carries the note `unverified-key`.
 */
import { flag, type Row, type RowTable, textLike } from '../../artifacts/rows.ts';
import type { lockdownDomains } from '../apple-kinds.ts';

/**
 * True of a phone with a passcode. Whether an unlocked phone answers false is unverified, so false decides nothing.
 */
const passwordProtected: Row = {
  setting: 'passcode.present',
  read: (node) => {
    if (node.type !== 'boolean') return { unknown: 'ambiguous' };
    return node.value ? { value: true } : { unknown: 'not-reported' };
  },
};

/** Without a domain. */
export const root: RowTable = {
  PasswordProtected: passwordProtected,
  ProductVersion: textLike('os.version', /^\d+(\.\d+){0,3}$/),
};

export const domains: Readonly<Record<keyof typeof lockdownDomains, RowTable>> = {
  'com.apple.fmip': { IsAssociated: flag('device.findMy.enabled') },
  'com.apple.mobile.backup': { WillEncrypt: flag('backup.local.encrypted') },
  'com.apple.security.mac.amfi': { DeveloperModeStatus: flag('developer.mode') },
};
