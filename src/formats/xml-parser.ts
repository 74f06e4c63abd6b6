/** The parser below both readers of XML, set up to keep its speed. */
import { SaxesParser } from 'saxes';

const events = [
  'xmldecl',
  'text',
  'pi',
  'doctype',
  'comment',
  'openTagStart',
  'attribute',
  'openTag',
  'closeTag',
  'cdata',
  'error',
];

/**
 * `on` adds a property under a computed name for each handler, and V8 turns an object into a hash table once it has been
 * given about eight of them that way: parsing then takes seven times as long. Properties that exist already are only set.
 */
const slots: PropertyDescriptorMap = Object.fromEntries(
  events.map((event) => [
    `${event}Handler`,
    { value: undefined, writable: true, enumerable: true, configurable: true },
  ]),
);

/** XML 1.0 without namespaces; errors go to the `error` handler and have to be thrown there. */
export function newXmlParser(): SaxesParser<{ xmlns: false }> {
  const parser = new SaxesParser({ xmlns: false, defaultXMLVersion: '1.0', forceXMLVersion: true });
  Object.defineProperties(parser, slots);
  return parser;
}
