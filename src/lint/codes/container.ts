/** PM10xx what lies around the document, PM11xx whether its syntax has one meaning. */
import { type CodePage, documents } from './define.ts';

export const containerCodes = {
  PM1001: {
    level: 'note',
    title: 'The profile is not signed',
    means: 'The file is a bare property list.',
    why: 'Nobody can tell whether it was changed on the way. A phone shows an unsigned profile as "Not Signed" when a person installs it; a management server may install it all the same.',
    mend: 'Sign the file with a certificate that the phones trust, after the last change.',
    source: documents.deployment,
  },
  PM1002: {
    level: 'error',
    title: 'The signature does not match',
    means: 'The content was changed after it was signed, or the signature is damaged.',
    why: 'A phone refuses such a file. Nothing in it is checked further, because it is not what the signer signed.',
    mend: 'Take the file from its source again, or sign it anew.',
    source: documents.deployment,
  },
  PM1003: {
    level: 'note',
    title: 'Nobody vouches for the signer',
    means:
      'The signature is intact, but no trusted root was named (`--trust-root FILE`), or the signer does not lead to one.',
    why: 'An intact signature only says that the file is unchanged since somebody signed it.',
    mend: 'Name the certificate of the root that your signers lead to with `--trust-root`, or sign with a certificate of it.',
    source: documents.deployment,
  },
  PM1004: {
    level: 'note',
    title: 'The signature is expired, weak or could not be checked',
    means:
      'The certificate of the signer is not valid on the day of the run, or the signature uses SHA-1 or a short key, or an algorithm that is not checked here.',
    why: 'A phone shows the profile as "Not Verified".',
    mend: 'Sign again with a valid certificate, SHA-256 and a key of 2,048 bits or more.',
    source: documents.deployment,
  },
  PM1005: {
    level: 'note',
    title: 'Encrypted payloads were not checked',
    means: '`EncryptedPayloadContent` could not be opened, so only the outside of the profile was checked.',
    why: 'A clean result says nothing of what is inside: the run ends with 3.',
    example: '<key>EncryptedPayloadContent</key>\n<data>…</data>',
    mend: 'Give the private key of a recipient with `--decrypt-key FILE`, or check the profile before it is encrypted.',
    source: documents.topLevel,
  },
  PM1006: {
    level: 'note',
    title: 'The file is wrapped in another text form',
    means: 'The profile lies in PEM, in bare Base64, or is HTML-escaped, as some servers export it.',
    why: 'It was undone for the check. A phone reads XML, binary or signed (DER) files.',
    mend: 'Install the unwrapped file.',
    source: documents.topLevel,
  },
  PM1101: {
    level: 'error',
    title: 'A key stands twice',
    means: 'A dictionary has the same key more than once.',
    why: 'The format does not say which value counts: parsers differ, so the phone may follow another one than the person who reads the file.',
    example: '<key>allowCamera</key>\n<true/>\n<key>allowCamera</key>\n<false/>',
    mend: 'Keep one of them.',
    source: documents.payloads,
  },
  PM1102: {
    level: 'error',
    title: 'An embedded declaration cannot be read',
    means: 'A member of `Declarations` is not a JSON object with `Type` and `Payload`.',
    why: 'The phone cannot apply it.',
    mend: 'Write the declaration as JSON, encoded in Base64 in a `<data>` element.',
    source: documents.declarations,
  },
} as const satisfies Record<string, CodePage>;
