/** What a reader has to say about an input besides its observations. The list of codes is closed. */
import type { ErrorCode } from '../errors.ts';

/** What a notice does to the input it belongs to. */
export type NoticeLevel = 'info' | 'warning' | 'partial' | 'error';

/**
 * Codes of readers. `info` and `warning` leave the input whole; `partial` means that something was not read, so the
 * evidence is incomplete (exit 3); `error` means that nothing of it may be used (exit 3).
 */
export const noticeLevels = {
  'answer-refused': 'warning',
  'answer-without-evidence': 'info',
  'activation-absent': 'info',
  'archive-note': 'info',
  'assignment-none': 'warning',
  'assignment-not-exported': 'info',
  'assignment-unclear': 'info',
  'attestation-account-open': 'warning',
  'attestation-evidence': 'info',
  'attestation-unmatched': 'warning',
  'attestation-unused': 'info',
  'backup-encrypted': 'partial',
  'backup-unfinished': 'partial',
  'certificate-expired': 'warning',
  'certificates-listed': 'info',
  'columns-not-mapped': 'info',
  'compliance-acts': 'info',
  'compliance-never-acts': 'warning',
  'count-mismatch': 'partial',
  'dates-unread': 'warning',
  'declaration-inactive': 'warning',
  'declaration-legacy': 'partial',
  'declaration-passed-over': 'info',
  'declaration-repeated': 'warning',
  'declaration-unknown': 'partial',
  'declaration-unreadable': 'partial',
  'device-joined': 'info',
  'device-repeated': 'info',
  'duplicate-key': 'warning',
  'entry-not-read': 'partial',
  'entry-passed-over': 'info',
  'earlier-input-incomplete': 'partial',
  'facts-unmatched': 'info',
  'file-missing': 'partial',
  'file-unreadable': 'partial',
  'formula-not-used': 'warning',
  'identity-contradictory': 'warning',
  'key-case-differs': 'warning',
  'management-not-in-backup': 'info',
  'mapping-needed': 'warning',
  'members-incomplete': 'info',
  'page-size': 'partial',
  'last-row-unended': 'partial',
  'pages-left': 'partial',
  'payload-decrypted': 'info',
  'payload-encrypted': 'partial',
  'payload-unreadable': 'partial',
  'policy-not-applied': 'warning',
  'policy-not-met': 'info',
  'policy-removable': 'info',
  'policy-removal-date': 'warning',
  'policy-type-inferred': 'info',
  'profile-stub-empty': 'warning',
  'profiles-listed': 'info',
  'profiles-referenced': 'info',
  'record-unreadable': 'partial',
  'report-incremental': 'info',
  'report-item-failed': 'warning',
  'report-without-evidence': 'info',
  'rows-skipped': 'info',
  'secret-in-clear': 'warning',
  'section-incomplete': 'partial',
  'settings-unknown': 'info',
  'several-servers': 'warning',
  'signature-absent': 'info',
  'signature-expired': 'warning',
  'signature-invalid': 'error',
  'signature-not-from-root': 'warning',
  'signature-trusted': 'info',
  'signature-unchecked': 'warning',
  'signature-untrusted': 'info',
  'signature-weak': 'warning',
  'stream-without-end': 'partial',
  'subject-repeated': 'warning',
  'symbolic-link': 'info',
  'text-form': 'info',
  'time-zone-assumed': 'info',
  unclaimed: 'info',
  'verdict-void': 'info',
  'waiver-profile-absent': 'info',
  'waiver-rule-unknown': 'warning',
  'waiver-subject-unmatched': 'info',
} as const satisfies Record<string, NoticeLevel>;

export type NoticeCode = keyof typeof noticeLevels;

export interface Notice {
  readonly code: NoticeCode | ErrorCode;
  readonly message: string;
  readonly locator?: string;
  readonly line?: number;
}

/** Error codes of an input always set it aside. */
export function noticeLevel(code: Notice['code']): NoticeLevel {
  const levels: Readonly<Record<string, NoticeLevel>> = noticeLevels;
  return levels[code] ?? 'error';
}
