/** What lies around an Apple property list: signatures, PEM, Base64, escaped text. Yields the one tree inside, or says why not. */
import { PassmusterError } from '../../errors.ts';
import { isBplist, readBplist } from '../../formats/bplist.ts';
import { isCms, openSigned } from '../../formats/cms.ts';
import type { TreeNode } from '../../formats/node.ts';
import { readPlistXml } from '../../formats/plist-xml.ts';
import { decodeText } from '../../formats/text.ts';
import { limits } from '../../io/limits.ts';
import type { Notice } from '../../model/notice.ts';
import { jointly, signatureNotices } from './signature.ts';

export interface AppleDocument {
  readonly tree: TreeNode;
  readonly notices: readonly Notice[];
  /** False when a signature does not match: nothing inside may serve as evidence. */
  readonly intact: boolean;
}

/**
 * @param asOf the clock by which certificates are expired or not yet valid, RFC 3339
 * @param roots certificates in PEM that signers are to lead to; without any, no signer is trusted
 * @throws PassmusterError of the formats, with line or offset
 */
export function openAppleDocument(
  bytes: Uint8Array,
  asOf: string,
  roots: readonly string[] = [],
): AppleDocument {
  const notices: Notice[] = [];
  let content = plainForm(bytes, notices);
  const signatures: Notice[] = [];
  let depth = 0;
  while (isCms(content)) {
    if (++depth > limits.cmsNesting)
      throw new PassmusterError(
        'cms-unsupported',
        `The file is signed more than ${limits.cmsNesting} times over.`,
      );
    const signed = openSigned(content);
    signatures.push(...signatureNotices(signed, asOf, roots));
    content = signed.content;
  }
  if (depth === 0) notices.push({ code: 'signature-absent', message: 'The document is not signed.' });
  const intact = signatures.every(({ code }) => code !== 'signature-invalid');
  return { tree: readPropertyList(content), notices: [...notices, ...jointly(signatures)], intact };
}

/** @throws PassmusterError of the formats, with line or offset */
export function readPropertyList(content: Uint8Array): TreeNode {
  if (content.length === 0) throw new PassmusterError('input-empty', 'There is no content.');
  if (isBplist(content)) return readBplist(content);
  const { text } = decodeText(content, declaredEncoding(content));
  const start = text.trimStart().slice(0, 64).toLowerCase();
  if (start.startsWith('<!doctype html') || start.startsWith('<html'))
    throw new PassmusterError(
      'plist-malformed',
      'The file is a web page, perhaps a sign-in page saved in place of the profile.',
      { line: 1 },
    );
  if (!start.startsWith('<'))
    throw new PassmusterError('plist-malformed', 'The file is not a property list in XML or binary form.', {
      line: 1,
    });
  return readPlistXml(text);
}

function declaredEncoding(content: Uint8Array): string | undefined {
  const head = Buffer.from(content.subarray(0, 200)).toString('latin1');
  return /^<\?xml[^>]*\bencoding=["']([\w-]+)["']/.exec(head)?.[1]?.toLowerCase();
}

/** PEM, bare Base64 and HTML-escaped text are other spellings of the same bytes: undone once, and noted. */
function plainForm(bytes: Uint8Array, notices: Notice[]): Uint8Array {
  const first = bytes[0] ?? 0;
  if (first === 0x30 || isBplist(bytes)) return bytes;
  const head = Buffer.from(bytes.subarray(0, 4096)).toString('latin1');
  if (/^\s+0[\x80-\x84]/.test(head))
    throw new PassmusterError('cms-malformed', 'Bytes stand before the signed structure.', { offset: 0 });
  const pem = /^\s*-----BEGIN (PKCS7|CMS)-----/.exec(head);
  if (pem) {
    const body = /-----BEGIN (?:PKCS7|CMS)-----([A-Za-z0-9+/=\s]+)-----END (?:PKCS7|CMS)-----\s*$/.exec(
      Buffer.from(bytes).toString('latin1'),
    );
    if (!body?.[1]) throw new PassmusterError('cms-malformed', 'The PEM block is not complete.');
    notices.push({ code: 'text-form', message: `The document is wrapped in PEM (${pem[1]}).` });
    return base64(body[1]);
  }
  if (/^M[A-Za-z0-9+/\s]+$/.test(head.slice(0, 512)) && isCms(base64(head.slice(0, 64)))) {
    notices.push({ code: 'text-form', message: 'The document is Base64 without a header.' });
    return base64(Buffer.from(bytes).toString('latin1'));
  }
  if (/^\s*&lt;(\?xml|!DOCTYPE|plist)/.test(head)) {
    notices.push({
      code: 'text-form',
      message: 'The document was HTML-escaped; lines are those of the unescaped text.',
    });
    return new TextEncoder().encode(unescapeOnce(decodeText(bytes).text));
  }
  return bytes;
}

function base64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text.replace(/\s+/g, ''), 'base64'));
}

function unescapeOnce(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    '#39': "'",
    '#34': '"',
    amp: '&',
  };
  return text
    .trim()
    .replace(/&(lt|gt|quot|apos|#39|#34|amp);/g, (whole, name: string) => entities[name] ?? whole);
}
