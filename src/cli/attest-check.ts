/** What there is to say about attestations that are in order. */
import type { LoadedAttestations } from '../attestations/load.ts';
import { StatedRecords } from '../attestations/match.ts';
import type { Attestation } from '../model/attestation.ts';
import { timeOf } from '../model/time.ts';
import type { ReadOptions } from '../read/events.ts';
import { devicePseudonyms } from '../read/pseudonyms.ts';
import { readPaths } from '../read/paths.ts';
import { counted, harmless } from '../report/words.ts';
import { table } from './table.ts';

const day = 86_400_000;
/** Records of one list. */
const shownRecords = 1000;

/** Lines about the files, what has ended and what ends within so many days. */
export function* validityText(
  { files, records, superseded }: LoadedAttestations,
  asOf: string,
  within: number,
): Generator<string> {
  for (const file of files) yield `${harmless(file.path)}: ${counted(file.records, 'record')}, no problem\n`;
  if (superseded > 0) yield `${counted(superseded, 'record')} replaced by a later one\n`;
  const now = timeOf(asOf) ?? 0;
  const byEnd = records
    .map((record) => ({ record, end: timeOf(record.until) ?? 0 }))
    .sort((a, b) => a.end - b.end);
  const ended = byEnd.filter(({ end }) => end <= now);
  const ending = byEnd.filter(({ end }) => end > now && end <= now + within * day);
  yield* section(
    `Expired as of ${asOf}`,
    ended.map(({ record }) => record),
  );
  yield* section(
    `Expire within ${counted(within, 'day')} of ${asOf}`,
    ending.map(({ record }) => record),
  );
}

/** Lines about records that match nobody among the inputs; `whole` is false when an input was not read to its end. */
export async function* matchText(
  loaded: LoadedAttestations,
  paths: readonly string[],
  options: ReadOptions,
): AsyncGenerator<string> {
  const { pseudonymise, identityKey } = options;
  const isHidden = pseudonymise === true && identityKey !== undefined;
  const stated = new StatedRecords(loaded, isHidden ? { pseudonymOf: devicePseudonyms(identityKey) } : {});
  const damaged: string[] = [];
  for await (const event of readPaths(paths, options)) {
    if (event.kind === 'subject') stated.observationsOf(event.subject, event.observations, event.otherIds);
    else if (event.record.status !== 'read' && event.record.status !== 'ignored')
      damaged.push(event.record.path);
  }
  const unmatched = stated.unmatched();
  yield unmatched.length === 0
    ? '\nEvery record matches.\n'
    : `\n${counted(unmatched.length, 'record')} matching nothing, or not clearly\n`;
  for (const { record, message } of unmatched) yield `  ${harmless(`${place(record)}  ${message}`)}\n`;
  if (damaged.length > 0)
    yield `Not read to the end, so a subject may be missing: ${harmless(damaged.join(', '))}\n`;
}

function* section(title: string, records: readonly Attestation[]): Generator<string> {
  if (records.length === 0) return;
  yield `\n${title}\n`;
  yield table(
    records
      .slice(0, shownRecords)
      .map((record) => [`  ${record.until}`, record.id, record.setting, place(record)]),
  );
  if (records.length > shownRecords) yield `  and ${records.length - shownRecords} more\n`;
}

const place = ({ place: { input, line } }: Attestation): string => `${input}:${line}`;
