/**
 * Mail and Exchange accounts: com.apple.mail.managed and com.apple.eas.account. Accounts are not merged, so each of them
 * says something about every setting here: by its keys, and by Apple's documented defaults where a key is absent.
 * Names and defaults: Apple, "Device Management" schema, mdm/profiles, iOS 18.3.
 */
import type { IdOfType } from '../../settings/catalogue.ts';
import { flag, inverted, notConfigured, type Row, type RowTable } from '../rows.ts';

export interface AccountKey {
  readonly row: Row;
  /** The value of the setting that Apple documents for an account without the key; undefined: none. */
  readonly absent: boolean | undefined;
  /** The name before the key got its present one. */
  readonly earlier?: string;
  /** Phones no longer follow that name: what it says is no evidence. */
  readonly isEarlierIgnored?: true;
}
type AccountTable = Readonly<Record<string, AccountKey>>;

/** A negative key is turned round, and its default (false) with it. */
const says = (setting: IdOfType<'boolean'>, absent: boolean, earlier?: string): AccountKey => ({
  row: flag(setting),
  absent,
  ...(earlier === undefined ? {} : { earlier }),
});
const forbids = (setting: IdOfType<'boolean'>): AccountKey => ({ row: inverted(setting), absent: true });

/** A VPN by its identifier. Without one a mail domain may still be bound to a VPN elsewhere (applayer `MailDomains`). */
const perAppVpn: AccountKey = {
  row: {
    setting: 'mail.perAppVpn',
    read: (node) =>
      node.type === 'string' && node.value !== '' ? { value: true } : { unknown: 'ambiguous' },
  },
  absent: undefined,
};

/** Keys that both kinds of account have. */
const shared: AccountTable = {
  allowMailDrop: says('mail.mailDrop.allowed', false),
  disableMailRecentsSyncing: forbids('mail.recentsSync.allowed'),
  PreventAppSheet: forbids('mail.otherApps.allowed'),
  PreventMove: forbids('mail.move.allowed'),
  SMIMEEnableEncryptionPerMessageSwitch: says(
    'mail.smime.perMessageSwitch.allowed',
    false,
    'SMIMEEnablePerMessageSwitch',
  ),
  SMIMEEncryptByDefault: says('mail.smime.encrypted', false, 'SMIMEEncryptionEnabled'),
  SMIMEEncryptionCertificateUUIDUserOverrideable: says(
    'mail.smime.encryptionIdentity.modification.allowed',
    false,
  ),
  SMIMESigningCertificateUUIDUserOverrideable: says('mail.smime.signingIdentity.modification.allowed', false),
  // "In iOS 10.0 and later, this key is ignored", says Apple of the earlier name.
  SMIMESigningEnabled: { ...says('mail.smime.signed', false, 'SMIMEEnabled'), isEarlierIgnored: true },
  SMIMESigningUserOverrideable: says('mail.smime.signing.modification.allowed', false),
  VPNUUID: perAppVpn,
};

const mail: AccountTable = {
  ...shared,
  IncomingMailServerUseSSL: says('mail.incomingEncrypted', false),
  OutgoingMailServerUseSSL: says('mail.outgoingEncrypted', false),
  SMIMEEncryptByDefaultUserOverrideable: says('mail.smime.encryption.modification.allowed', false),
};

/**
 * Apple's text for this key of Exchange accounts says the opposite of its name ("if true, the system enables encryption by
 * default and the user can't change it"): no value of it, and not its absence, shows anything.
 */
const contradictory: AccountKey = {
  row: { setting: 'mail.smime.encryption.modification.allowed', read: () => ({ unknown: 'ambiguous' }) },
  absent: undefined,
};

const exchange: AccountTable = {
  ...shared,
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
    Object.entries(table).flatMap(([key, { row, earlier, isEarlierIgnored }]) => [
      [key, row] as const,
      ...(earlier === undefined ? [] : [[earlier, isEarlierIgnored ? ignored(row) : row] as const]),
    ]),
  );
}

/** Still ambiguous where it is no boolean. */
function ignored(row: Row): Row {
  return { setting: row.setting, read: (node) => (node.type === 'boolean' ? notConfigured : row.read(node)) };
}
