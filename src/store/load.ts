/** A report as it was when its run was kept. */
import type { Finding } from '../model/finding.ts';
import type { InputRecord, ProfileRecord, Report, ReportHistory, SubjectRecord } from '../model/report.ts';
import { type Driver, tables } from './define.ts';
import { historyOf } from './history.ts';
import { LastStates } from './last-states.ts';
import { PlaceReader, RunPaths } from './places.ts';
import { type RunSubject, subjectsIn } from './run-subjects.ts';
import { type Head, runRow, unpacked } from './runs.ts';
import { withSince } from './since.ts';
import { restored, restoredRecord, type Template, templateOf } from './state.ts';
import { textIn, textsOf } from './texts.ts';

/** Within a transaction. @throws PassmusterError usage for a run that is not there */
export async function loadRun(driver: Driver, run: number): Promise<Report & { history: ReportHistory }> {
  const row = await runRow(driver, run);
  const head = JSON.parse(unpacked(row['head']).toString('utf8')) as Head;
  const subjects = subjectsIn(row);
  const states = await LastStates.upTo(driver, run);
  const texts = await textsOf(driver, [...numbersOf(head, subjects, states)]);
  const reader = new RunReader(head, states, texts, await timesOf(driver));
  const places = new PlaceReader(unpacked(row['body']), RunPaths.from(head.paths));
  const read = reader.read(subjects, places);
  return {
    ...head.report,
    profiles: head.profiles.map((id) => JSON.parse(textIn(texts, id)) as ProfileRecord),
    inputs: head.inputs.map((id) => JSON.parse(textIn(texts, id)) as InputRecord),
    ...read,
    history: await historyOf(driver, run),
  };
}

function numbersOf(head: Head, subjects: readonly RunSubject[], states: LastStates): Set<number> {
  const own = subjects.flatMap(({ record, items }) => [record, items]);
  return new Set([...head.profiles, ...head.inputs, ...own, ...states.numbers()]);
}

async function timesOf(driver: Driver): Promise<Map<number, string>> {
  const rows = await driver.all(`SELECT run, as_of FROM ${tables.runs}`);
  return new Map(rows.map((row) => [Number(row['run']), String(row['as_of'])]));
}

class RunReader {
  readonly #head: Head;
  readonly #states: LastStates;
  readonly #texts: ReadonlyMap<number, string>;
  readonly #times: ReadonlyMap<number, string>;
  readonly #templates = new Map<number, Template>();
  readonly #lists = new Map<number, readonly number[]>();

  constructor(
    head: Head,
    states: LastStates,
    texts: ReadonlyMap<number, string>,
    times: ReadonlyMap<number, string>,
  ) {
    this.#head = head;
    this.#states = states;
    this.#texts = texts;
    this.#times = times;
  }

  read(
    subjects: readonly RunSubject[],
    places: PlaceReader,
  ): { subjects: SubjectRecord[]; findings: Finding[] } {
    const { asOf } = this.#head.report;
    const digits = digitsOf(this.#head.digits);
    const records: SubjectRecord[] = [];
    const findings: Finding[] = [];
    for (const { subject, record: text, items } of subjects) {
      const record = restoredRecord(textIn(this.#texts, text), asOf, places);
      records.push(record);
      for (const item of this.#list(items)) {
        const last = this.#states.of(subject, item);
        const finding = restored(this.#template(last.state), record, places, digits);
        findings.push(withSince(finding, last, this.#times));
      }
    }
    return { subjects: records, findings };
  }

  #list(id: number): readonly number[] {
    const known = this.#lists.get(id) ?? (JSON.parse(textIn(this.#texts, id)) as number[]);
    this.#lists.set(id, known);
    return known;
  }

  #template(id: number): Template {
    const known = this.#templates.get(id) ?? templateOf(textIn(this.#texts, id));
    this.#templates.set(id, known);
    return known;
  }
}

function digitsOf(text: string): () => string {
  const all = text.split(' ');
  let next = 0;
  return () => all[next++] ?? '';
}
