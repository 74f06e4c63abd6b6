/** A look at the start of an XML text that may be cut anywhere: enough to tell what it is, never evidence. */

/** Of the text this much is looked at. */
const longestProlog = 8192;
/** One at a time: a pattern for all of them together takes time without end on declarations that do not close. */
const part = /\s+|<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!DOCTYPE[^>[]*>/y;
const rootTag = /<([A-Za-z_][\w.-]*)/y;

/** The name of the first element behind declaration, document type and comments. */
export function xmlRoot(text: string): string | undefined {
  const head = text.slice(0, longestProlog);
  let at = head.startsWith('\uFEFF') ? 1 : 0;
  for (part.lastIndex = at; part.test(head); part.lastIndex = at) at = part.lastIndex;
  rootTag.lastIndex = at;
  return rootTag.exec(head)?.[1];
}
