/**
 * Which source or mapping reads an input: an operator's mapping that takes the place of a source, a source that is sure, an
 * operator's mapping, a source that is not, a mapping that comes with the program.
 */
import type { CompiledMapping } from '../mapping/compile.ts';
import type { Input } from '../io/input.ts';
import type { DetectionInput, ReadContext, Source } from './define.ts';
import { detectionInput, detectSource } from './detect.ts';
import { sources } from './registry.ts';

export type Chosen = Pick<Source, 'id' | 'read' | 'rows'>;

/** @throws PassmusterError what is wrong with a workbook */
export async function chooseSource(input: Input, context: ReadContext): Promise<Chosen | undefined> {
  const facts = detectionInput(input.name, input.head);
  const { yes, maybe } = detectSource(facts, sources);
  if (context.mappings === undefined && (yes ?? maybe) !== undefined) return yes ?? maybe;
  if (yes === undefined && isZip(input.head))
    return (await import('./mapped-sheet.ts')).sheetSource(input, context);
  if (facts.json === undefined && facts.csv.length === 0 && !/^\uFEFF?\s*</.test(facts.text ?? ''))
    return yes ?? maybe;
  const { claims, ownMappings, mappedSource } = await import('./mapped.ts');
  const own = ownMappings(context).filter((mapping) => claims(mapping, facts));
  const overriding = own.find(({ file }) => yes !== undefined && file.overrides === yes.id);
  if (overriding !== undefined) return mappedSource(overriding, facts);
  if (yes !== undefined) return yes;
  const [first] = own;
  if (first !== undefined) return mappedSource(first, facts);
  if (maybe !== undefined) return maybe;
  const ready = await readyMadeFor(facts, claims);
  return ready && mappedSource(ready, facts);
}

const isZip = (head: Uint8Array): boolean =>
  Buffer.from(head.subarray(0, 4)).toString('latin1') === 'PK\u0003\u0004';

async function readyMadeFor(
  facts: DetectionInput,
  claims: (mapping: CompiledMapping, facts: DetectionInput) => boolean,
): Promise<CompiledMapping | undefined> {
  const { readyMade } = await import('../mapping/ready-made.ts');
  return readyMade().find((mapping) => claims(mapping, facts));
}
