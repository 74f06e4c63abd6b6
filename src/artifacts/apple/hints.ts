/** Does a text look as if a configuration profile lay in it? A light look for detection, before any parser is loaded; never evidence. */

/** Keys of which every profile has some, in XML and as ASCII strings in binary form. */
export const payloadWords = /Payload(?:Type|Content|Identifier)/;

/** Could the start of a document hold a profile? For detection: words, and the Base64 of how a property list begins. */
export function hintsAtProfile(text: string): boolean {
  if (/(?:<|&lt;|\\u003c)(?:!DOCTYPE plist|plist\b)/i.test(text) && payloadWords.test(text)) return true;
  const packed = text.replace(/\\[rn]|\s/g, '').replaceAll('\\/', '/');
  const runs = packed.matchAll(
    /(?:PD94bWwg|PHBsaXN0|PCFET0NUWVBF|YnBsaXN0MD|MI[A-Za-z0-9+/]{2})[A-Za-z0-9+/]{56,}/g,
  );
  for (const [run] of runs)
    if (payloadWords.test(Buffer.from(run, 'base64').toString('latin1')) || isCommand(run)) return true;
  return false;
}

/** The Base64 of a command that installs a profile holds the profile as Base64 again. */
const isCommand = (run: string): boolean =>
  Buffer.from(run, 'base64').toString('latin1').includes('InstallProfile');
