import { defineSetting } from './define.ts';
import { proofs } from './proofs.ts';

/**
 * Of one kind of account, what mail.ts has of all of them: what a rule about Exchange asks for, an IMAP account beside it need
 * not have, and the reverse.
 */
const allowed = { type: 'boolean', merge: 'or' } as const;
const protectedBy = { type: 'boolean', merge: 'and' } as const;
const imapPop = { ios: proofs.imapPopAccounts };
const exchange = { ios: proofs.exchangeAccounts };

export const mailAccounts = [
  defineSetting({
    ...allowed,
    id: 'mail.imapPop.mailDrop.allowed',
    title: 'An IMAP or POP account sends large attachments through iCloud (Mail Drop)',
    proof: imapPop,
  }),
  defineSetting({
    ...allowed,
    id: 'mail.imapPop.move.allowed',
    title: 'Messages can be moved out of an IMAP or POP account',
    proof: imapPop,
  }),
  defineSetting({
    ...allowed,
    id: 'mail.imapPop.recentsSync.allowed',
    title: 'Recent addresses of an IMAP or POP account are synced',
    proof: imapPop,
  }),
  defineSetting({
    ...protectedBy,
    id: 'mail.imapPop.perAppVpn',
    title: 'Every IMAP or POP account uses a VPN of its own',
    proof: imapPop,
  }),
  defineSetting({
    ...protectedBy,
    id: 'mail.imapPop.smime.signed',
    title: 'Every IMAP or POP account signs messages with S/MIME',
    proof: imapPop,
  }),
  defineSetting({
    ...allowed,
    id: 'mail.imapPop.smime.signing.modification.allowed',
    title: 'The user may switch signing of an IMAP or POP account on and off',
    proof: imapPop,
  }),
  defineSetting({
    ...allowed,
    id: 'mail.imapPop.smime.signingIdentity.modification.allowed',
    title: 'The user may choose the identity that signs for an IMAP or POP account',
    proof: imapPop,
  }),
  defineSetting({
    ...protectedBy,
    id: 'mail.imapPop.smime.encrypted',
    title: 'Every IMAP or POP account encrypts with S/MIME by default',
    proof: imapPop,
  }),
  defineSetting({
    ...allowed,
    id: 'mail.imapPop.smime.encryption.modification.allowed',
    title: 'The user may switch encryption of an IMAP or POP account on and off',
    proof: imapPop,
  }),
  defineSetting({
    ...allowed,
    id: 'mail.imapPop.smime.encryptionIdentity.modification.allowed',
    title: 'The user may choose the identity for encryption of an IMAP or POP account',
    proof: imapPop,
  }),
  defineSetting({
    ...allowed,
    id: 'mail.imapPop.smime.perMessageSwitch.allowed',
    title: 'Encryption of an IMAP or POP account can be switched off for one message',
    proof: imapPop,
  }),
  defineSetting({
    ...allowed,
    id: 'exchange.mailDrop.allowed',
    title: 'An Exchange account sends large attachments through iCloud (Mail Drop)',
    proof: exchange,
  }),
  defineSetting({
    ...allowed,
    id: 'exchange.move.allowed',
    title: 'Messages can be moved out of an Exchange account',
    proof: exchange,
  }),
  defineSetting({
    ...allowed,
    id: 'exchange.recentsSync.allowed',
    title: 'Recent addresses of an Exchange account are synced',
    proof: exchange,
  }),
  defineSetting({
    ...protectedBy,
    id: 'exchange.perAppVpn',
    title: 'Every Exchange account uses a VPN of its own',
    proof: exchange,
  }),
  defineSetting({
    ...protectedBy,
    id: 'exchange.smime.signed',
    title: 'Every Exchange account signs messages with S/MIME',
    proof: exchange,
  }),
  defineSetting({
    ...allowed,
    id: 'exchange.smime.signing.modification.allowed',
    title: 'The user may switch signing of an Exchange account on and off',
    proof: exchange,
  }),
  defineSetting({
    ...allowed,
    id: 'exchange.smime.signingIdentity.modification.allowed',
    title: 'The user may choose the identity that signs for an Exchange account',
    proof: exchange,
  }),
  defineSetting({
    ...protectedBy,
    id: 'exchange.smime.encrypted',
    title: 'Every Exchange account encrypts with S/MIME by default',
    proof: exchange,
  }),
  defineSetting({
    ...allowed,
    id: 'exchange.smime.encryption.modification.allowed',
    title: 'The user may switch encryption of an Exchange account on and off',
    proof: exchange,
  }),
  defineSetting({
    ...allowed,
    id: 'exchange.smime.encryptionIdentity.modification.allowed',
    title: 'The user may choose the identity for encryption of an Exchange account',
    proof: exchange,
  }),
  defineSetting({
    ...allowed,
    id: 'exchange.smime.perMessageSwitch.allowed',
    title: 'Encryption of an Exchange account can be switched off for one message',
    proof: exchange,
  }),
] as const;
