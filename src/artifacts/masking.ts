/** Keeps secrets out of evidence: by the name of the key, and by the shape of the value. */
import { mask } from '../secret.ts';
import { isSecretName } from './secrets.ts';

/** Values that are not shown whatever they are called: key material, user and password in an address, addresses of people. */
const hiddenShape = /-----BEGIN |:\/\/[^/\s]*@|[^\s@]@[^\s@]+\.[A-Za-z]/;

/** The text, cut at 80 characters, or the mask. */
export function maskedText(key: string, text: string): string {
  if (hiddenShape.test(text) || isSecretName(key)) return mask;
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** Keys compare equal after compatibility normalisation, without invisible characters and case: a look-alike, not a match. */
export function foldKey(key: string): string {
  // Almost every key of a fleet: nothing to normalise and nothing invisible.
  if (/^[!-~]*$/.test(key)) return key.toLowerCase();
  return key
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Cc}\s]/gu, '')
    .toLowerCase();
}
