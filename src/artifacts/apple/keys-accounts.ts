/**
 * Mail and Exchange accounts: com.apple.mail.managed and com.apple.eas.account. Accounts are not merged, so each of them
 * says something about every setting here: by its keys, and by Apple's documented defaults where a key is absent.
 * Names and defaults: Apple, "Device Management" schema, mdm/profiles, iOS 18.3.
 */
import type { IdOfType } from '../../settings/catalogue.ts';
import { flag, inverted, notConfigured, type Row, type RowTable } from '../rows.ts';

export interface AccountKey {
  /** The setting of one kind of account first, where there is one, then that of all mail accounts. */
  readonly rows: readonly Row[];
  /** The value of the setting that Apple documents for an account without the key; undefined: none. */
  readonly absent: boolean | undefined;
  /** The name before the key got its present one. */
  readonly earlier?: string;
  /** Phones no longer follow that name: what it says is no evidence. */
  readonly isEarlierIgnored?: true;
}
type AccountTable = Readonly<Record<string, AccountKey>>;

const says = (setting: IdOfType<'boolean'>, absent: boolean, earlier?: string): AccountKey => ({
  rows: [flag(setting)],
  absent,
  ...(earlier === undefined ? {} : { earlier }),
});
/** A negative key is turned round, and its default (false) with it. */
const forbids = (setting: IdOfType<'boolean'>): AccountKey => ({ rows: [inverted(setting)], absent: true });

/** A VPN by its identifier. Without one a mail domain may still be bound to a VPN elsewhere (applayer `MailDomains`). */
const vpn = (setting: IdOfType<'boolean'>): Row => ({
  setting,
  read: (node) => (node.type === 'string' && node.value !== '' ? { value: true } : { unknown: 'ambiguous' }),
});
/** The same key says it of one kind of account, too: a rule about Exchange must not fail for an IMAP account. */
function alsoOf(key: AccountKey, own: Row): AccountKey {
  return { ...key, rows: [own, ...key.rows] };
}

type Kind = 'mail.imapPop' | 'exchange';

/** Keys that both kinds of account have. */
const shared = (kind: Kind): AccountTable => ({
  allowMailDrop: alsoOf(says('mail.mailDrop.allowed', false), flag(`${kind}.mailDrop.allowed`)),
  disableMailRecentsSyncing: alsoOf(
    forbids('mail.recentsSync.allowed'),
    inverted(`${kind}.recentsSync.allowed`),
  ),
  PreventAppSheet: forbids('mail.otherApps.allowed'),
  PreventMove: alsoOf(forbids('mail.move.allowed'), inverted(`${kind}.move.allowed`)),
  SMIMEEnableEncryptionPerMessageSwitch: alsoOf(
    says('mail.smime.perMessageSwitch.allowed', false, 'SMIMEEnablePerMessageSwitch'),
    flag(`${kind}.smime.perMessageSwitch.allowed`),
  ),
  SMIMEEncryptByDefault: alsoOf(
    says('mail.smime.encrypted', false, 'SMIMEEncryptionEnabled'),
    flag(`${kind}.smime.encrypted`),
  ),
  SMIMEEncryptionCertificateUUIDUserOverrideable: alsoOf(
    says('mail.smime.encryptionIdentity.modification.allowed', false),
    flag(`${kind}.smime.encryptionIdentity.modification.allowed`),
  ),
  SMIMESigningCertificateUUIDUserOverrideable: alsoOf(
    says('mail.smime.signingIdentity.modification.allowed', false),
    flag(`${kind}.smime.signingIdentity.modification.allowed`),
  ),
  // "In iOS 10.0 and later, this key is ignored", says Apple of the earlier name.
  SMIMESigningEnabled: {
    ...alsoOf(says('mail.smime.signed', false, 'SMIMEEnabled'), flag(`${kind}.smime.signed`)),
    isEarlierIgnored: true,
  },
  SMIMESigningUserOverrideable: alsoOf(
    says('mail.smime.signing.modification.allowed', false),
    flag(`${kind}.smime.signing.modification.allowed`),
  ),
  VPNUUID: { rows: [vpn(`${kind}.perAppVpn`), vpn('mail.perAppVpn')], absent: undefined },
});

const mail: AccountTable = {
  ...shared('mail.imapPop'),
  IncomingMailServerUseSSL: says('mail.incomingEncrypted', false),
  OutgoingMailServerUseSSL: says('mail.outgoingEncrypted', false),
  SMIMEEncryptByDefaultUserOverrideable: alsoOf(
    says('mail.smime.encryption.modification.allowed', false),
    flag('mail.imapPop.smime.encryption.modification.allowed'),
  ),
};

const undecided = (setting: IdOfType<'boolean'>): Row => ({
  setting,
  read: () => ({ unknown: 'ambiguous' }),
});

/**
 * Apple's text for this key of Exchange accounts says the opposite of its name ("if true, the system enables encryption by
 * default and the user can't change it"): no value of it, and not its absence, shows anything.
 */
const contradictory: AccountKey = {
  rows: [
    undecided('exchange.smime.encryption.modification.allowed'),
    undecided('mail.smime.encryption.modification.allowed'),
  ],
  absent: undefined,
};

const exchange: AccountTable = {
  ...shared('exchange'),
  EnableNotes: says('exchange.notes.enabled', true),
  EnableNotesUserOverridable: says('exchange.notes.modification.allowed', true),
  EnableReminders: says('exchange.reminders.enabled', true),
  EnableRemindersUserOverridable: says('exchange.reminders.modification.allowed', true),
  SMIMEEncryptByDefaultUserOverrideable: contradictory,
  SSL: says('exchange.encrypted', false),
};

/** Payload type → keys of one account. */
export const accountTables: Readonly<Record<string, AccountTable>> = {
  'com.apple.mail.managed': mail,
  'com.apple.eas.account': exchange,
};

/** The rows of an account table, under the present and the earlier names. */
export function accountRows(table: AccountTable): RowTable {
  return Object.fromEntries(
    Object.entries(table).flatMap(([key, { rows, earlier, isEarlierIgnored }]) => [
      [key, rows] as const,
      ...(earlier === undefined ? [] : [[earlier, isEarlierIgnored ? rows.map(ignored) : rows] as const]),
    ]),
  );
}

/** Still ambiguous where it is no boolean. */
function ignored(row: Row): Row {
  return { setting: row.setting, read: (node) => (node.type === 'boolean' ? notConfigured : row.read(node)) };
}
