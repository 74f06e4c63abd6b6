/** YAML that we write: plain values in block style, each text as it reads back, no anchors. */
import { Document, isMap, isSeq, visit } from 'yaml';

/**
 * @param flow names of keys whose values stand on one line
 * @returns text that `readYaml` takes and reads as the value
 */
export function writeYaml(value: unknown, flow: readonly string[] = []): string {
  const document = new Document(value, { aliasDuplicateObjects: false, version: '1.2' });
  visit(document, {
    Pair: (_, { key, value: inner }) => {
      const name = typeof key === 'object' && key !== null && 'value' in key ? String(key.value) : '';
      if (flow.includes(name) && (isMap(inner) || isSeq(inner))) inner.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}
