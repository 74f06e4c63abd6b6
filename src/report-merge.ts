/**
 * Joins the reports of all shards of a fleet into the report of the whole: line by line, so that it does not matter how large they
 * are, and byte for byte what one run would have written.
 */
import { PassmusterError } from './errors.ts';
import { Count } from './evaluate/count.ts';
import type { GateOptions } from './evaluate/gate.ts';
import type { ReportEnd, ReportHead, ShardRecord } from './model/sink.ts';
import { endLine, headLine } from './report/ndjson-lines.ts';
import { mostSeries, ToldSeries } from './report/ndjson-series.ts';
import { type CountedVerdicts, type Item, ShardReader } from './report-shard.ts';

/** Takes the lines of the whole report. */
export type WriteLine = (text: string) => Promise<void> | void;

/**
 * @param most series that the report remembers, as the shards did: see `ToldSeries`
 * @throws PassmusterError report-invalid for what is no report of a shard, or does not go with the others; path-unreadable
 */
export async function mergeShards(
  paths: readonly string[],
  write: WriteLine,
  most = mostSeries,
): Promise<ReportEnd> {
  const verdicts: CountedVerdicts = new Map();
  const shards: ShardReader[] = [];
  try {
    for (const path of paths) shards.push(await ShardReader.open(path, verdicts, most));
    return await merged(shards, write, most);
  } finally {
    for (const shard of shards) await shard.close();
  }
}

async function merged(shards: readonly ShardReader[], write: WriteLine, most: number): Promise<ReportEnd> {
  const { shard, ...head } = wholeOf(shards);
  const weighted = head.profiles.map(({ id, advisory, rules }) => ({
    id,
    ...(advisory === undefined ? {} : { advisory }),
    rules: rules.map((rule) => withWeight(rule.id, shard.weights[`${id} ${rule.id}`])),
  }));
  const { staleAfterDays } = shard;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by the same version of the program, which is checked
  const gate = shard.gate as GateOptions;
  const count = new Count({ profiles: weighted, asOf: head.asOf, gate, staleAfterDays });
  await write(headLine(head));
  const told = new ToldSeries(most);
  for (;;) {
    const next = firstSubject(shards);
    if (next !== undefined) {
      const { item, reader } = next;
      const { kind } = item.subject;
      for (const one of item.series.flatMap(({ kept }) => kept)) count.finding(kind, one);
      await write(item.series.map((series) => told.linesOf(series)).join('') + item.text);
      for (const { text, finding } of item.findings) {
        await write(text);
        count.finding(kind, finding);
      }
      await reader.advance();
      continue;
    }
    const items = shards.map(({ current }) => current);
    const [first] = items;
    if (first?.type === 'summary') break;
    if (first?.type !== 'input' || items.some((one) => one?.type !== 'input' || one.text !== first.text))
      throw new PassmusterError('report-invalid', 'The shards are not of the same inputs.');
    count.input(first.record);
    await write(first.text);
    for (const reader of shards) await reader.advance();
  }
  for (const { current, fail } of shards) {
    if (current?.type !== 'summary') return fail('it ends before its summary');
    const { population } = current.end.summary;
    count.devices(population.devices);
    count.population.merge(population);
  }
  const end = count.end();
  await write(endLine(end));
  return end;
}

const withWeight = (id: string, weight: number | undefined) =>
  weight === undefined ? { id } : { id, weight };

/** Of the subjects that come next the one that the whole run would have written first. */
function firstSubject(shards: readonly ShardReader[]) {
  let first: { item: Extract<Item, { type: 'subject' }>; reader: ShardReader } | undefined;
  for (const reader of shards) {
    const { current } = reader;
    if (current?.type === 'subject' && (first === undefined || current.order < first.item.order))
      first = { item: current, reader };
  }
  return first;
}

/** The head of the whole, where the shards are all of it and each once. */
function wholeOf(shards: readonly ShardReader[]): ReportHead & { readonly shard: ShardRecord } {
  const [first] = shards;
  if (first === undefined) throw new PassmusterError('usage', 'Name the reports of all shards.');
  const { of } = first.head.shard;
  const numbers = shards.map(({ head }) => head.shard.number);
  const missing = Array.from({ length: of }, (_, index) => index + 1).filter((one) => !numbers.includes(one));
  if (missing.length > 0 || shards.length !== of)
    throw new PassmusterError(
      'report-invalid',
      missing.length > 0
        ? `Of ${of} shards ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing.`
        : `A shard stands twice; there are ${of}.`,
    );
  const bare = ({ head }: ShardReader): string =>
    JSON.stringify({ ...head, shard: { ...head.shard, number: 0 } });
  const other = shards.find((reader) => bare(reader) !== bare(first));
  if (other !== undefined) return other.fail(`it is of another run than ${first.path}`);
  return first.head;
}
