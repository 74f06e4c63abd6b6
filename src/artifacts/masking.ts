/** Keeps secrets out of evidence: by the name of the key, and by the shape of the value. */

export const mask = '••••';

/** Names of keys that hold a secret, by their last word; a length or a flag about passwords does not end like this. */
const secretKey =
  /(password|passphrase|passcode|secret|challenge|token|psk|privatekey|bypasscode|credential|pin|exitcode|pushmagic)$/i;
/** Values that carry one: key material, or user and password in an address. */
const secretShape = /-----BEGIN |:\/\/[^/\s]*@/;

/** The text, cut at 80 characters, or the mask. */
export function maskedText(key: string, text: string): string {
  const isFlagOrNumber = /^(true|false|-?[\d.]+)$/.test(text);
  if (secretShape.test(text) || (secretKey.test(key) && !isFlagOrNumber)) return mask;
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** Keys compare equal after compatibility normalisation, without invisible characters and case: a look-alike, not a match. */
export function foldKey(key: string): string {
  return key
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Cc}\s]/gu, '')
    .toLowerCase();
}
