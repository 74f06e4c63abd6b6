/** A fleet as far as people can look at it: all counts, and its worst phones with their findings. */
import type { Report } from '../model/report.ts';
import type { JudgedSubject } from '../model/sink.ts';
import type { ReadContext } from '../sources/define.ts';
import type { FleetOptions, OpenedFile } from './fleet.ts';
import { judgedOf } from './judged.ts';
import { FilePieces } from './blocks.ts';
import type { FleetEnd } from './report.ts';
import { NotPlain } from './not-plain.ts';
import { reportOf } from './shown-report.ts';
import { StrictReader } from './rows.ts';
import type { Weighty } from './worst.ts';

export function shownReport(
  options: FleetOptions,
  end: FleetEnd,
  opened: readonly OpenedFile[],
  context: ReadContext,
): Report {
  const judged = end.worst.map((one) =>
    'judged' in one ? one.judged : judgedRow(options, one, opened[one.file], context),
  );
  return reportOf(options.head, end, judged, end.summary.population.devices);
}

/** The row once more, by the ordinary code. */
function judgedRow(
  { profiles, asOf }: FleetOptions,
  { from, to, line, ordinal }: Weighty,
  opened: OpenedFile | undefined,
  context: ReadContext,
): JudgedSubject {
  if (opened === undefined) throw new Error('a row of no file');
  const { file, list } = opened;
  const pieces = new FilePieces(file.path, file.size);
  try {
    const strict = new StrictReader(file.frame, list, file.name, context);
    const { items } = strict.read({ text: pieces.text(from, to), line, ordinal });
    const found = items.find((item) => item.kind === 'subject');
    if (found?.kind !== 'subject') throw new NotPlain('the file changed while it was read');
    return judgedOf({ ...found, input: file.name }, profiles, asOf);
  } finally {
    pieces.close();
  }
}
