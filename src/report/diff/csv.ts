/** One row for each finding that is not what it was. */
import type { Diff, DiffEntry } from '../../model/diff.ts';
import { csvRow } from '../csv.ts';

const columns: Readonly<Record<string, (entry: DiffEntry) => string | number | boolean | undefined>> = {
  class: (one) => one.class,
  profile: ({ profile }) => profile,
  rule: ({ rule }) => rule,
  title: ({ title }) => title,
  severity: ({ severity }) => severity,
  subject: ({ subject }) => subject,
  kind: ({ kind }) => kind,
  scope: ({ scope }) => scope,
  before: ({ before }) => before?.outcome,
  after: ({ after }) => after?.outcome,
  reason: ({ after }) => after?.reason,
  before_expected: ({ before }) => before?.expected,
  after_expected: ({ after }) => after?.expected,
  before_actual: ({ before }) => before?.actual,
  after_actual: ({ after }) => after?.actual,
  input: ({ before, after }) => witness({ before, after })?.input,
  entry: ({ before, after }) => witness({ before, after })?.entry,
  locator: ({ before, after }) => witness({ before, after })?.locator,
  line: ({ before, after }) => witness({ before, after })?.line,
  notes: ({ notes }) => notes.join(' '),
  gates: ({ gates }) => gates,
};

const witness = ({ before, after }: { before: DiffEntry['before']; after: DiffEntry['after'] }) =>
  after?.evidence[0] ?? before?.evidence[0];

export function* diffCsv({ findings }: Diff): Generator<string> {
  yield csvRow(Object.keys(columns));
  for (const one of findings) yield csvRow(Object.values(columns).map((cell) => cell(one)));
}
