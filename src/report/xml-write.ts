/** XML written as text: elements in the order that a schema asks for, every value escaped. */
import { harmless } from './words.ts';

/** Text that is markup already. */
export interface Xml {
  readonly text: string;
}

/** One element; its content is text, or elements, one a line. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  content?: string | readonly Xml[],
): Xml {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  const head = `<${name}${pairs.join('')}`;
  if (content === undefined) return { text: `${head}/>\n` };
  if (typeof content === 'string') return { text: `${head}>${escaped(content)}</${name}>\n` };
  return { text: `${head}>\n${content.map(({ text }) => text).join('')}</${name}>\n` };
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** One line; what XML forbids, and what steers a terminal, is made visible. */
const escaped = (text: string): string =>
  harmless(text.toWellFormed()).replace(/[&<>"']/g, (character) => entities[character] ?? '');
