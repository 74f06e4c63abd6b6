/** PM10xx: what the reader noticed around the document, in lint's codes. */
import type { Notice } from '../../model/notice.ts';
import type { LintCode } from '../codes.ts';
import type { Findings } from '../findings.ts';

const codes: Readonly<Record<string, LintCode>> = {
  'signature-absent': 'PM1001',
  'signature-invalid': 'PM1002',
  'signature-untrusted': 'PM1003',
  'signature-not-from-root': 'PM1003',
  'signature-expired': 'PM1004',
  'signature-weak': 'PM1004',
  'signature-unchecked': 'PM1004',
  'payload-encrypted': 'PM1005',
  'text-form': 'PM1006',
};

export function container(notices: readonly Notice[], findings: Findings): void {
  for (const { code, message, locator = '', line = 0 } of notices) {
    const own =
      codes[code] ?? (code.startsWith('signature-') && code !== 'signature-trusted' ? 'PM1004' : undefined);
    if (own !== undefined) findings.add(own, message, { locator, line });
  }
}
