/**
 * A run is written in one transaction: the texts that are new, the findings that changed, and one row for the run itself.
 * What did not change costs nothing but its place in that row.
 */
import type { Finding } from '../model/finding.ts';
import type { Report, SubjectRecord } from '../model/report.ts';
import { type Change, digestOf, noHash, RowsHash, runHash } from './chain.ts';
import { type Appended, type Driver, type Row, tables } from './define.ts';
import { figuresOf, figuresText } from './figures.ts';
import { historyOf } from './history.ts';
import { loadRun } from './load.ts';
import { PlaceWriter } from './places.ts';
import { type RunSubject, subjectNumbers } from './run-subjects.ts';
import { factsOf, packed, runsIn } from './runs.ts';
import { isFailing, type Series, seriesOf, type Told, withSince } from './since.ts';
import { addPlaces, addRecord, moving, recordText, type State, stateOf } from './state.ts';
import { Texts } from './texts.ts';

/** Subjects whose last state is looked up at once. */
const batchSize = 500;

interface Judged {
  readonly record: SubjectRecord;
  readonly findings: readonly Finding[];
}

/** The last state of a finding. */
interface Last extends Series {
  readonly state: number;
}

/** The same report twice is one run: a job may be run again when it is not known whether it was kept. */
export async function appendRun(driver: Driver, report: Report, series: string): Promise<Appended> {
  if (report.left !== undefined) throw new TypeError('a history keeps whole reports');
  const digest = digestOf(report);
  const facts = factsOf(report);
  return driver.write(async () => {
    const runs = await runsIn(driver);
    const known = runs.find((one) => one.series === series && one.digest === digest);
    if (known !== undefined) {
      const { findings, history } = await loadRun(driver, known.run);
      return { run: known.run, isNew: false, report: { ...report, findings, history } };
    }
    const last = runs.at(-1);
    const run = (last?.run ?? 0) + 1;
    const writer = new RunWriter(driver, await Texts.open(driver, run), { run, series, asOf: report.asOf });
    const judged = judgedSubjects(report);
    for (let at = 0; at < judged.length; at += batchSize) await writer.add(judged.slice(at, at + batchSize));
    const before = last?.hash ?? noHash;
    const parts = { run, series, as_of: report.asOf, digest, facts: JSON.stringify(facts) };
    const hash = await writer.finish(report, parts, before);
    const times = new Map([...runs.map((one) => [one.run, one.asOf] as const), [run, report.asOf]]);
    const history = await historyOf(driver, run);
    return {
      run,
      isNew: true,
      report: { ...report, findings: dated(report, writer.series, times), history: { ...history, hash } },
    };
  });
}

/** Subjects with their findings, in the order of the report. */
function judgedSubjects({ subjects, findings }: Report): Judged[] {
  const bySubject = Map.groupBy(findings, ({ subject }) => subject);
  return subjects.map((record) => ({ record, findings: bySubject.get(record.id) ?? [] }));
}

function dated(
  { findings }: Report,
  series: ReadonlyMap<Finding, Series>,
  times: ReadonlyMap<number, string>,
): Finding[] {
  return findings.map((finding) => withSince(finding, series.get(finding), times));
}

interface Decided extends State {
  /** Number of the text, where it is that of the last time. */
  readonly known?: number;
}

interface RunOf {
  readonly run: number;
  readonly series: string;
  readonly asOf: string;
}

class RunWriter {
  readonly #driver: Driver;
  readonly #texts: Texts;
  readonly #of: RunOf;
  readonly #subjects: RunSubject[] = [];
  readonly #places = new PlaceWriter();
  readonly #digits: string[] = [];
  readonly #changes: Change[] = [];
  readonly #moving = new Map<number, string>();
  readonly #told = new Map<number, Told>();
  /** Of findings that fail. */
  readonly series = new Map<Finding, Series>();

  constructor(driver: Driver, texts: Texts, of: RunOf) {
    this.#driver = driver;
    this.#texts = texts;
    this.#of = of;
  }

  async add(batch: readonly Judged[]): Promise<void> {
    const texts = this.#texts;
    const named = batch.map(({ record, findings }) => ({
      subject: JSON.stringify(record.id),
      record: recordText(record),
      items: itemTexts(this.#of.series, findings),
    }));
    await texts.keep(named.flatMap(({ subject, record, items }) => [subject, record, ...items]));
    const numbered = named.map(({ subject, record, items }, index) => ({
      ...(batch[index] as Judged),
      subject: texts.idOf(subject),
      recordId: texts.idOf(record),
      items: items.map((item) => texts.idOf(item)),
    }));
    const before = await this.#lastStates(numbered.map(({ subject }) => subject));
    const decided = numbered.map(({ subject, record, findings, items }) =>
      findings.map((finding, index) =>
        this.#decide(finding, record.lastSeen, before.get(subject)?.get(items[index] ?? 0)),
      ),
    );
    await texts.keep([
      ...numbered.map(({ items }) => JSON.stringify(items)),
      ...decided.flatMap((states) =>
        states.flatMap(({ text, known }) => (known === undefined ? [text] : [])),
      ),
    ]);
    for (const [index, { subject, record, recordId, findings, items }] of numbered.entries()) {
      this.#subjects.push({ subject, record: recordId, items: texts.idOf(JSON.stringify(items)) });
      addRecord(record, this.#of.asOf, this.#places);
      for (const [at, finding] of findings.entries()) {
        const state = decided[index]?.[at];
        const item = items[at];
        if (state !== undefined && item !== undefined)
          this.#record(finding, state, subject, item, before.get(subject)?.get(item));
      }
    }
  }

  async #lastStates(subjects: readonly number[]): Promise<Map<number, Map<number, Last>>> {
    const rows = await this.#driver.all(
      `SELECT subject, item, state, since, gap FROM ${tables.changes} WHERE ${this.#driver.among('subject')} ORDER BY subject, item, run`,
      [this.#driver.list(subjects)],
    );
    const found = new Map<number, Map<number, Last>>();
    for (const row of rows) {
      const subject = Number(row['subject']);
      const own = found.get(subject) ?? new Map<number, Last>();
      found.set(subject, own);
      own.set(Number(row['item']), {
        state: Number(row['state']),
        since: Number(row['since']),
        gap: row['gap'] === 1,
      });
    }
    await this.#texts.recall(
      [...found.values()].flatMap((own) => [...own.values()].map(({ state }) => state)),
    );
    return found;
  }

  /** What differs from the last time in digits alone becomes a moving text, and stays one while nothing else changes. */
  #decide(finding: Finding, lastSeen: string | undefined, before: Last | undefined): Decided {
    const literal = stateOf(finding, lastSeen, false);
    if (before === undefined) return literal;
    const text = this.#texts.textOf(before.state);
    if (text === literal.text) return { ...literal, known: before.state };
    const likeBefore = this.#moving.get(before.state) ?? moving(text);
    this.#moving.set(before.state, likeBefore);
    const moved = stateOf(finding, lastSeen, true);
    if (moved.text !== likeBefore) return literal;
    return text === likeBefore ? { ...moved, known: before.state } : moved;
  }

  #record(finding: Finding, state: Decided, subject: number, item: number, before: Last | undefined): void {
    const { run } = this.#of;
    addPlaces(finding, this.#places);
    for (const digits of state.digits) this.#digits.push(digits);
    const id = state.known ?? this.#texts.idOf(state.text);
    const told = before === undefined ? undefined : { ...this.#toldOf(before.state), ...before };
    const series = before?.state === id ? before : seriesOf(finding, run, told);
    if (before?.state !== id) this.#changes.push([subject, item, run, id, series.since, series.gap ? 1 : 0]);
    if (isFailing(finding)) this.series.set(finding, series);
  }

  #toldOf(state: number): Told {
    const known = this.#told.get(state) ?? (JSON.parse(this.#texts.textOf(state)) as Told);
    this.#told.set(state, known);
    return known;
  }

  /** Writes the changes and, last, the run itself. */
  async finish(report: Report, parts: Row, before: string): Promise<string> {
    const head = await this.#head(report);
    this.#changes.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    const columns = ['subject', 'item', 'run', 'state', 'since', 'gap'];
    await this.#driver.insert(tables.changes, columns, this.#changes);
    const rows = new RowsHash();
    for (const [id, hash] of this.#texts.added) rows.text(id, hash);
    for (const change of this.#changes) rows.change(change);
    const row: Row = {
      ...parts,
      figures: packed(figuresText(figuresOf(report))),
      head: packed(head),
      subjects: packed(subjectNumbers(this.#subjects)),
      body: packed(this.#places.numbers.bytes()),
      before,
    };
    const hash = runHash(row, rows.digest(), before);
    const whole = { ...row, hash };
    await this.#driver.insert(tables.runs, Object.keys(whole), [Object.values(whole)]);
    return hash;
  }

  async #head(report: Report): Promise<string> {
    const { history: _history, ...told } = report;
    const profiles = report.profiles.map((one) => JSON.stringify(one));
    const inputs = report.inputs.map((one) => JSON.stringify(one));
    await this.#texts.keep([...profiles, ...inputs]);
    return JSON.stringify({
      report: { ...told, profiles: [], inputs: [], subjects: [], findings: [] },
      paths: this.#places.paths.lists(),
      profiles: profiles.map((text) => this.#texts.idOf(text)),
      inputs: inputs.map((text) => this.#texts.idOf(text)),
      digits: this.#digits.join(' '),
    });
  }
}

/** What is judged: the rule of a profile, on an app where it speaks of apps; counted where that is not unique. */
function itemTexts(series: string, findings: readonly Finding[]): string[] {
  const seen = new Map<string, number>();
  return findings.map(({ profile, rule, scope }) => {
    const key = [series, profile, rule, ...(scope === undefined ? [] : [scope])];
    const text = JSON.stringify(key);
    const count = seen.get(text) ?? 0;
    seen.set(text, count + 1);
    return count === 0 ? text : JSON.stringify([...key, ...(scope === undefined ? [''] : []), count]);
  });
}
