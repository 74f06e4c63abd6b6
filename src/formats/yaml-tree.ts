/** YAML exports as the common tree: repeated keys kept, integers exact, scalars only where every reader agrees on them. */
import { type Document, isMap, isNode, isScalar, isSeq, type Scalar } from 'yaml';
import { limits } from '../io/limits.ts';
import { MapBuilder, type TreeNode } from './node.ts';
import { composeYaml, keyOffset, nameOf, type YamlDocument } from './yaml-document.ts';

const codes = { fault: 'yaml-malformed', tooLarge: 'input-too-large', tooDeep: 'nesting-too-deep' } as const;

/**
 * Plain scalars mean what YAML 1.2 (core schema) and YAML 1.1 both say they mean. Where the two differ (`yes`, `017`, `1e3`,
 * `1_000`, `2026-01-01`) the scalar stays a text: the program that wrote the file may have meant either.
 * @throws PassmusterError yaml-malformed, input-too-large or nesting-too-deep, with line and column
 */
export function parseYaml(text: string): TreeNode {
  const options = { codes, longest: limits.yamlCharacters, intAsBigInt: true } as const;
  const composed = composeYaml(text, options);
  refuseCut(text, composed);
  return new TreeBuilder(composed).node(composed.document.contents, 0, 1);
}

/** Text that was cut off is most often still YAML; a last line without its end shows it, as it does in NDJSON. */
function refuseCut(text: string, { document, fail }: YamlDocument): void {
  const root: Document['contents'] = document.contents;
  const isClosed = (isMap(root) || isSeq(root)) && root.flow === true;
  if (!isClosed && !/\n$|(^|\n)\.\.\.[ \t]*$/.test(text))
    fail('The last line does not end, so lines may be missing.', text.length);
}

/** No leading zero (octal in YAML 1.1), no underscore; hexadecimal is the same in both. */
const isAgreedInteger = /^[-+]?(0|[1-9]\d{0,4095})$|^0x[\da-fA-F]{1,4095}$/;
/** YAML 1.1 asks for a point, and for a sign in the exponent. */
const isAgreedReal = /^[-+]?(\d+\.\d*|\.\d+)(e[-+]\d+)?$/i;

const exact = (value: bigint): number | bigint =>
  Number.isSafeInteger(Number(value)) ? Number(value) : value;

class TreeBuilder {
  readonly #composed: YamlDocument;

  constructor(composed: YamlDocument) {
    this.#composed = composed;
  }

  /** @param parent where the value belongs: a value left out has no place of its own */
  node(value: unknown, parent: number, depth: number): TreeNode {
    const { placeAt, fail } = this.#composed;
    const offset = isNode(value) ? (value.range?.[0] ?? parent) : parent;
    const { line } = placeAt(offset);
    if (!isMap(value) && !isSeq(value))
      return isScalar(value) ? this.#scalar(value, offset) : { type: 'null', line };
    if (depth > limits.documentDepth)
      fail(`The document nests deeper than ${limits.documentDepth} levels.`, offset, 'tooDeep');
    if (isSeq(value)) {
      const items = value.items.map((item) => this.node(item, offset, depth + 1));
      return { type: 'list', items, line };
    }
    const map = new MapBuilder();
    for (const { key, value: member } of value.items)
      map.add(this.#key(key), this.node(member, keyOffset(key), depth + 1));
    return map.build(line);
  }

  #key(key: unknown): string {
    const name = nameOf(key);
    if (typeof name !== 'string') return this.#composed.fail('A key is not a text.', keyOffset(key));
    if (name.length > limits.keyLength)
      this.#composed.fail('A string is longer than the limit.', keyOffset(key));
    return name;
  }

  #scalar(scalar: Scalar, offset: number): TreeNode {
    const { placeAt, fail } = this.#composed;
    const { line } = placeAt(offset);
    const { value, source = '' } = scalar;
    if (source.length > limits.stringLength) fail('A string is longer than the limit.', offset);
    switch (typeof value) {
      case 'bigint':
        return isAgreedInteger.test(source)
          ? { type: 'integer', value: exact(value), line }
          : { type: 'string', value: source, line };
      case 'number':
        return isAgreedReal.test(source)
          ? { type: 'real', value, line }
          : { type: 'string', value: source, line };
      case 'boolean':
        return { type: 'boolean', value, line };
      case 'string':
        return { type: 'string', value, line };
      default:
        return { type: 'null', line };
    }
  }
}
