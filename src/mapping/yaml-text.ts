/** Names of foreign files as they stand in YAML that we write. */

/** A scalar that reads as this text, whatever is in it. */
export function quoted(text: string): string {
  const isPlain =
    /^[A-Za-z][A-Za-z0-9_.-]*( [A-Za-z0-9_.-]+)*$/.test(text) &&
    !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text);
  if (isPlain) return text;
  return /^[ -~]*$/.test(text) && !text.includes("'") ? `'${text}'` : JSON.stringify(text);
}

/** A text in a comment: on one line, without what cannot be seen. */
export const remark = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?').slice(0, 100);
