/**
 * The lines of an NDJSON report. A row's findings that say the same as those of other rows are one `verdict` line; verdicts that follow
 * each other are a `series`, which the subject names. Both stand before the first subject that they are of. Every other finding is a line of its own.
 */
import type { Finding, FindingEvidence, Outcome } from '../model/finding.ts';
import type { InputRecord, SubjectRecord } from '../model/report.ts';
import type { JudgedSubject, ReportEnd, ReportHead, RowPlace } from '../model/sink.ts';
import { jsonText } from './json-text.ts';
import { type Named, nameOf, seriesOf, ToldSeries } from './ndjson-series.ts';

/** A witness within a row: what its locator adds to the row's place, and how many lines below the row's first it stands. */
export interface PlacedEvidence extends Omit<FindingEvidence, 'input' | 'entry' | 'locator' | 'line'> {
  readonly at: string;
  readonly below?: number;
}

/** A finding without the subject, and with witnesses that stand in the row. */
export interface Verdict extends Omit<Finding, 'subject' | 'evidence'> {
  readonly evidence: readonly PlacedEvidence[];
}

/** The id is a letter for the outcome, and a digest of the content. */
export interface NamedVerdict extends Named {
  readonly verdict: Verdict;
}

const letters: Readonly<Record<Outcome, string>> = {
  pass: 'p',
  fail: 'f',
  unknown: 'u',
  'not-applicable': 'n',
  waived: 'w',
  error: 'e',
};

/** The verdict that a finding is of; undefined where one of its witnesses stands elsewhere than in the row. */
export function verdictOf(
  { subject: _subject, ...finding }: Finding,
  input: string,
  place: RowPlace,
): NamedVerdict | undefined {
  const evidence: PlacedEvidence[] = [];
  for (const witness of finding.evidence) {
    const { input: from, entry, locator, line, layer, origin, value, statement } = witness;
    const isBelow = line === undefined || (place.line > 0 && line >= place.line);
    if (from !== input || entry !== undefined || !locator.startsWith(place.at) || !isBelow || statement)
      return undefined;
    evidence.push({
      at: locator.slice(place.at.length),
      ...(line === undefined ? {} : { below: line - place.line }),
      ...(value === undefined ? {} : { value }),
      layer,
      origin,
    });
  }
  return namedVerdict({ ...finding, evidence });
}

/** What many rows come to, by its text: the digest is worked out once. Forgotten at times, so that it does not grow. */
const named = new Map<string, NamedVerdict>();
const mostNamed = 20_000;

export function namedVerdict(verdict: Verdict): NamedVerdict {
  const text = JSON.stringify(verdict);
  const known = named.get(text);
  if (known !== undefined) return known;
  const id = nameOf(letters[verdict.outcome], text);
  const made = { id, verdict, text: line('verdict', { id, ...verdict }) };
  if (named.size >= mostNamed) named.clear();
  named.set(text, made);
  return made;
}

/** The finding that a verdict is of a subject. */
export function findingOf(
  verdict: Verdict,
  { id, input }: Pick<SubjectRecord, 'id' | 'input'>,
  place: RowPlace,
): Finding {
  const { rule, profile, ...rest } = verdict;
  return {
    rule,
    profile,
    subject: id,
    ...rest,
    // In the place that it has among the members.
    evidence: verdict.evidence.map(({ at, below, ...witness }) => ({
      input,
      locator: `${place.at}${at}`,
      ...(below === undefined ? {} : { line: place.line + below }),
      ...witness,
    })),
  };
}

export const line = (type: string, record: object): string => `${jsonText({ type, ...record })}\n`;

export const headLine = (head: ReportHead): string => line('run', head);
export const inputLine = (record: InputRecord): string => line('input', record);
/** Waivers, of which it is known only now what they did, and the summary. */
export const endLine = ({ waivers = [], summary, gates }: ReportEnd): string =>
  waivers.map((waiver) => line('waiver', waiver)).join('') + line('summary', { ...summary, gates });

/** The lines of one subject after the other. */
export class SubjectLines {
  readonly #told: ToldSeries;

  /** @param most series that are remembered: see `ToldSeries` */
  constructor(most?: number) {
    this.#told = new ToldSeries(most);
  }

  /** The subject, after what it is the first to need. */
  of(judged: JudgedSubject): string {
    const verdicts = sharedVerdicts(judged);
    const series = verdicts && seriesOf(verdicts);
    const fresh = (series ?? []).map((one) => this.#told.linesOf(one)).join('');
    return fresh + subjectLines(judged, series);
  }
}

/** @param series undefined: every finding stands by itself */
export function subjectLines(
  { subject, findings, place, order }: JudgedSubject,
  series: readonly Named[] | undefined,
): string {
  const last = order === undefined ? {} : { order };
  if (series === undefined)
    return (
      line('subject', { ...subject, ...last }) + findings.map((finding) => line('finding', finding)).join('')
    );
  return line('subject', { ...subject, place, verdicts: series.map(({ id }) => id), ...last });
}

/** All findings as verdicts, or undefined, so that a subject's findings stand in one place. */
export function sharedVerdicts({
  subject,
  findings,
  place,
}: JudgedSubject): readonly NamedVerdict[] | undefined {
  if (place === undefined) return undefined;
  const verdicts: NamedVerdict[] = [];
  for (const finding of findings) {
    const verdict = verdictOf(finding, subject.input, place);
    if (verdict === undefined) return undefined;
    verdicts.push(verdict);
  }
  return verdicts;
}
