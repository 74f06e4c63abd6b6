/**
 * The one place where text becomes markup. `markup` escapes every value put into it, so a string from an input can only
 * ever be a text node or a double-quoted attribute value; no other context takes values.
 * https://html.spec.whatwg.org/multipage/syntax.html#attributes-2
 */
import { createHash } from 'node:crypto';

/** Text that is safe to stand in the page. Only this module makes it. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Part = Markup | string | number | readonly Part[];

/** A template whose values are escaped; values of attributes must stand in double quotes. */
export function markup(pieces: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let text = pieces[0] ?? '';
  for (const [index, part] of parts.entries()) text += render(part) + (pieces[index + 1] ?? '');
  return new Markup(text);
}

/** Nothing, for the branch that has nothing to say. */
export const nothing = new Markup('');

function render(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (typeof part === 'number') return String(part);
  return typeof part === 'string' ? escapeText(part) : part.map((one) => render(one)).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeText(text: string): string {
  return showHidden(text).replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? '');
}

/**
 * Controls, bidi and zero-width characters (general categories Cc and Cf), separators of lines, lone surrogates,
 * noncharacters, and fillers that print nothing. Variation selectors stay: emoji need them.
 */
const hidden =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}\u{115f}\u{1160}\u{2800}\u{3164}\u{ffa0}]|\u{34f}|\u{17b4}|\u{17b5}/gu;

/** What cannot be seen is written out, e.g. `\u{202e}`, so that no text shows other than it is. */
function showHidden(text: string): string {
  return text.replaceAll(hidden, (sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`);
}

/** An element id and fragment from names of any kind; different names give different anchors. */
export function anchor(...names: readonly string[]): string {
  const encoded = names.map((name) =>
    name.replaceAll(/[^A-Za-z0-9-]/gu, (sign) => `_${(sign.codePointAt(0) ?? 0).toString(16)}_`),
  );
  return encoded.join('__');
}

/** A link where the address is https, else its words alone. Only references of rules have addresses. */
export function link(words: string, address: string | undefined): Markup {
  const url = address === undefined ? null : URL.parse(address);
  if (url?.protocol !== 'https:') return markup`${words}`;
  return markup`<a href="${url.href}" rel="noreferrer">${words}</a>`;
}

/** An inline style or script of our own. `</` inside would end the element early, so it is refused. */
export function inline(element: 'style' | 'script', body: string): Markup {
  if (body.includes('</') || body.includes('<!--'))
    throw new Error(`the ${element} of the page ends too early`);
  return new Markup(`<${element}>${body}</${element}>`);
}

/** The source expression that lets exactly this inline text run. https://www.w3.org/TR/CSP3/#grammardef-hash-source */
export function hashSource(body: string): string {
  return `'sha256-${createHash('sha256').update(body, 'utf8').digest('base64')}'`;
}
