/**
 * May a text hold other documents, as Base64 or escaped? A few hundred bytes of a binary property list can cost as much as a
 * large file, and thousands of them fit into one export. Asked before any parser has seen it, so by how such documents begin.
 */

/** Base64 of `<?xml `, `<plist`, `<!DOCTYPE` and `bplist00`, and of signed files. */
const base64Starts = 'PD94bWwg|PHBsaXN0|PCFET0NUWVBF|YnBsaXN0MD|MI[A-Za-z0-9+/]{2}[A-Za-z0-9+/\\\\]{40}';
const inJson = new RegExp(`${base64Starts}|acknowledge_event|checkin_event|plist`, 'i');
const inXml = new RegExp(`${base64Starts}|&lt;|CDATA|plist`);
/** A property list of its own is judged by its size; the command that installs a profile holds one. */
const inPlist = /<key>Command<\/key>/;

/** @param isYaml a text that is neither JSON nor XML is YAML */
export function mayHoldDocuments(head: Uint8Array, isYaml: boolean): boolean {
  // Without NUL, UTF-16 reads like the rest.
  const text = Buffer.from(head)
    .toString('latin1')
    .replaceAll('\0', '')
    .replace(/^[^\S]*(?:ÿþ|þÿ|ï»¿)?\s*/, '');
  if (!text.startsWith('<')) return /^[{[]/.test(text) || isYaml ? inJson.test(text) : false;
  const root = /<([A-Za-z_][\w.:-]*)/.exec(text)?.[1];
  return root === 'plist' || root === 'dict' ? inPlist.test(text) : inXml.test(text);
}
