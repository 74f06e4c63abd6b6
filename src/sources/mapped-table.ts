/** Rows of a table by a mapping: CSV, and the sheets that are read like it. */
import { foldColumn, hasColumns } from '../formats/csv-peek.ts';
import type { CsvOptions } from '../formats/csv.ts';
import { MapBuilder, type TreeNode } from '../formats/node.ts';
import { completeness } from '../inventory/envelope.ts';
import type { Input } from '../io/input.ts';
import type { CompiledMapping, NativeRow } from '../mapping/compile.ts';
import type { MatchFile } from '../mapping/file.ts';
import { notice, type ReadContext, type ReadItem } from './define.ts';
import { cellNode } from './device-cells.ts';
import { MappedRows } from './mapped-rows.ts';

/** @throws PassmusterError csv-malformed with the line */
export async function* readMappedTable(
  input: Input,
  context: ReadContext,
  mapping: CompiledMapping,
): AsyncGenerator<ReadItem> {
  const { readCsv } = await import('../formats/csv.ts');
  const rows = new MappedRows(mapping, context);
  const names = new ColumnNames(mapping);
  for await (const item of readCsv(input.stream(), optionsOf(mapping.file.match))) {
    if (item.kind === 'broken') {
      rows.count += 1;
      yield notice('record-unreadable', `A row cannot be read: ${item.why}`, {
        locator: `row ${item.number}`,
        line: item.line,
      });
    } else if (item.kind === 'row') {
      const { line } = item;
      const cells = [
        ...item.cells,
        ...[...item.repeated].flatMap(([column, values]) => values.map((value) => [column, value] as const)),
      ].map(([column, value]) => [column, cellNode(column, value, line)] as const);
      yield* rows.read(names.row(cells, { place: `row ${item.number}`, line, input: input.name }));
    } else if (item.kind === 'end' && item.lastRowUnended)
      yield notice('last-row-unended', 'The last row has no line end: the file may have been cut there.');
  }
  for (const one of completeness(undefined, rows.count, mapping.envelope))
    yield { kind: 'notice', notice: one };
  yield* rows.end();
}

function optionsOf({ keys, delimiter = 'auto', encoding, headerSearchLines }: MatchFile): CsvOptions {
  return {
    isHeader: (cells) => hasColumns(cells, keys),
    ...(delimiter === 'auto' ? {} : { separator: delimiter === 'tab' ? '\t' : delimiter }),
    ...(encoding === undefined ? {} : { encoding }),
    ...(headerSearchLines === undefined ? {} : { searchLines: headerSearchLines }),
  };
}

interface RowPlace {
  readonly place: string;
  readonly line: number;
  readonly input: string;
}

/** Column names compare without case, blanks, hyphens and underscores: a row has them as the mapping spells them. */
export class ColumnNames {
  readonly #spelling: ReadonlyMap<string, string>;

  constructor({ uses }: CompiledMapping) {
    this.#spelling = new Map([...uses].map((name) => [foldColumn(name), name]));
  }

  row(cells: readonly (readonly [string, TreeNode])[], { place, line, input }: RowPlace): NativeRow {
    const builder = new MapBuilder();
    const written = new Map<string, string>();
    for (const [column, node] of cells) {
      const name = this.#spelling.get(foldColumn(column)) ?? column;
      written.set(name.toLowerCase(), column);
      builder.add(name, node);
    }
    return {
      node: builder.build(line),
      place,
      input,
      locate: ([column = '']) => `${place}, column ${written.get(column.toLowerCase()) ?? column}`,
    };
  }
}
