/** Text for XML that is written here: escaping is the builder's work, which characters there may be is ours. */

/** What XML 1.0 forbids even as a reference (section 2.2: controls, U+FFFE, U+FFFF) and lone surrogates become U+FFFD. */
export function xmlText(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are exactly the characters that XML 1.0 forbids
  return text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');
}

/** Line ends and tabs as spaces: readers would make them so in attributes, and in a text they could forge a line. */
export function xmlLine(text: string): string {
  return xmlText(text.replace(/\r\n|[\t\n\r\u0085\u2028\u2029]/g, ' '));
}
