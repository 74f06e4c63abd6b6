/** PM17xx what the file gives away. */
import { type CodePage, documents } from './define.ts';

export const privacyCodes = {
  PM1701: {
    level: 'warning',
    title: 'A secret in clear text',
    means:
      'A password, shared secret, token or private key stands readable in the file. It is never printed.',
    why: 'Whoever gets the file has the secret: from a share, a ticket, a backup of the server. The phone takes no offence; this is a warning because a secret that leaked has to be changed.',
    example: '<key>Password</key>\n<string>…</string>',
    mend: 'Leave the value out and let the user or the server fill it in, use certificates in place of passwords, or encrypt the profile for each device.',
    source: documents.topLevel,
  },
} as const satisfies Record<string, CodePage>;
