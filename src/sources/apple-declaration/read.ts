/** Reads a file of declarations as one set: what a device would be asked that gets them together. */
import { type DeclarationPlace, readDeclarations } from '../../artifacts/apple/declaration.ts';
import { memberOf, stringOf } from '../../formats/node.ts';
import type { Input } from '../../io/input.ts';
import type { Subject } from '../../model/subject.ts';
import { notice, type ReadItem, subject } from '../define.ts';
import { detectionInput } from '../detect.ts';
import { type JsonRecord, jsonRecords } from '../json-records.ts';

export async function* read(input: Input): AsyncGenerator<ReadItem> {
  const peek = detectionInput(input.name, input.head).json ?? {
    root: 'array',
    keys: new Map(),
    rows: new Map(),
    lines: false,
    closed: true,
  };
  const places: DeclarationPlace[] = [];
  for await (const record of jsonRecords(input, peek, [])) places.push(placeOf(record));
  if (places.length === 0) {
    yield notice('count-mismatch', 'The file holds no declaration.');
    return;
  }
  const { observations, notices } = readDeclarations(places, { input: input.name });
  for (const one of notices) yield { kind: 'notice', notice: one };
  yield subject(subjectOf(places, input.name), observations);
}

function placeOf({ node, pointer }: JsonRecord): DeclarationPlace {
  const isLine = pointer.startsWith('line');
  return {
    node,
    locate: (below) => (isLine && below !== '' ? `${pointer}: ${below}` : `${pointer}${below}` || '/'),
  };
}

/** One declaration is called by its identifier, a set by its file. */
function subjectOf(places: readonly DeclarationPlace[], name: string): Subject {
  const [first] = places;
  const identifier = stringOf(memberOf(first?.node, 'Identifier'));
  const types = places.flatMap(({ node }) => stringOf(memberOf(node, 'Type')) ?? []);
  return {
    id: places.length === 1 && identifier ? identifier : name,
    kind: 'policy',
    platform: 'ios',
    labels: types.length === 0 ? {} : { declarations: [...new Set(types)].sort().join(', ') },
  };
}
