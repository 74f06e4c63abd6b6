import { defineSetting } from './define.ts';
import { proofs } from './proofs.ts';

/**
 * Accounts are not merged on the phone: each keeps its own. So a rule speaks of every account, and the merge picks what
 * would fail the usual wish: `or` where nothing should be allowed, `and` where everything should be protected.
 */
const both = { ios: proofs.mailAccounts };
const exchangeOnly = { ios: proofs.exchangeAccounts };
const allowed = { type: 'boolean', merge: 'or', proof: both } as const;
const protectedBy = { type: 'boolean', merge: 'and', proof: both } as const;

export const mail = [
  defineSetting({
    ...allowed,
    id: 'mail.mailDrop.allowed',
    title: 'A mail account sends large attachments through iCloud (Mail Drop)',
  }),
  defineSetting({
    ...allowed,
    id: 'mail.move.allowed',
    title: 'Messages can be moved out of a mail account',
  }),
  defineSetting({
    ...allowed,
    id: 'mail.otherApps.allowed',
    title: 'Apps other than Mail send from a mail account',
  }),
  defineSetting({
    ...allowed,
    id: 'mail.recentsSync.allowed',
    title: 'Recent addresses of a mail account are synced',
  }),
  defineSetting({
    ...protectedBy,
    id: 'mail.incomingEncrypted',
    title: 'Every mail account uses TLS to its incoming server',
    proof: { ios: proofs.mailAccounts },
  }),
  defineSetting({
    ...protectedBy,
    id: 'mail.outgoingEncrypted',
    title: 'Every mail account uses TLS to its outgoing server',
    proof: { ios: proofs.mailAccounts },
  }),
  defineSetting({
    ...protectedBy,
    id: 'mail.perAppVpn',
    title: 'Every mail account uses a VPN of its own',
  }),
  defineSetting({
    ...protectedBy,
    id: 'mail.smime.signed',
    title: 'Every mail account signs messages with S/MIME',
  }),
  defineSetting({
    ...allowed,
    id: 'mail.smime.signing.modification.allowed',
    title: 'The user may switch signing with S/MIME on and off',
  }),
  defineSetting({
    ...allowed,
    id: 'mail.smime.signingIdentity.modification.allowed',
    title: 'The user may choose the identity that signs',
  }),
  defineSetting({
    ...protectedBy,
    id: 'mail.smime.encrypted',
    title: 'Every mail account encrypts with S/MIME by default',
  }),
  defineSetting({
    ...allowed,
    id: 'mail.smime.encryption.modification.allowed',
    title: 'The user may switch encryption with S/MIME on and off',
  }),
  defineSetting({
    ...allowed,
    id: 'mail.smime.encryptionIdentity.modification.allowed',
    title: 'The user may choose the identity for encryption',
  }),
  defineSetting({
    ...allowed,
    id: 'mail.smime.perMessageSwitch.allowed',
    title: 'Encryption can be switched off for one message',
  }),
  defineSetting({
    id: 'exchange.encrypted',
    type: 'boolean',
    title: 'Every Exchange account uses TLS',
    merge: 'and',
    proof: exchangeOnly,
  }),
  // Either value of these two is wanted by somebody, so accounts that differ show neither.
  defineSetting({
    id: 'exchange.notes.enabled',
    type: 'boolean',
    title: 'Notes sync with Exchange accounts',
    merge: 'only',
    proof: exchangeOnly,
  }),
  defineSetting({
    id: 'exchange.reminders.enabled',
    type: 'boolean',
    title: 'Reminders sync with Exchange accounts',
    merge: 'only',
    proof: exchangeOnly,
  }),
  defineSetting({
    id: 'exchange.notes.modification.allowed',
    type: 'boolean',
    title: 'The user may switch the notes of an Exchange account on and off',
    merge: 'or',
    proof: exchangeOnly,
  }),
  defineSetting({
    id: 'exchange.reminders.modification.allowed',
    type: 'boolean',
    title: 'The user may switch the reminders of an Exchange account on and off',
    merge: 'or',
    proof: exchangeOnly,
  }),
] as const;
