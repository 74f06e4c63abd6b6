/**
 * GitLab code quality: a list of what fails, for the widget of merge requests, which shows only what is new against the
 * target branch. Entries with one fingerprint would be one entry there. docs.gitlab.com/ci/testing/code_quality
 */
import type { Report } from '../model/report.ts';
import type { Reporter } from './define.ts';
import { type FindingGroup, findingGroups, reachOf, ruleKey } from './groups.ts';
import { ownLines } from './handling.ts';
import { jsonText } from './json-text.ts';
import { severityWordsOf } from './outcomes.ts';
import { repositoryPath } from './paths.ts';
import { harmless } from './words.ts';

export const gitlabCodequality: Reporter = { id: 'gitlab-codequality', extension: '.json', render };

/** Nothing to say is an empty list: a file that is missing would keep the old state. */
function* render(report: Report): Generator<string> {
  let before = '[';
  const own = ownLines(report).join(' ');
  for (const group of findingGroups(report, (one) => one === 'fail')) {
    yield `${before}\n  ${jsonText(entryOf(group, own))}`;
    before = ',';
  }
  yield before === '[' ? '[]\n' : '\n]\n';
}

/** @param own what the report says of itself; the list has no place for it, so each entry has */
function entryOf(group: FindingGroup, own: string) {
  const { first, path, fingerprint } = group;
  const [evidence] = first.evidence;
  // A line of an entry is no line of the archive it lies in.
  const begin = evidence?.entry === undefined ? (evidence?.line ?? 1) : 1;
  return {
    description: harmless(`${first.title}: ${first.message} ${reachOf(group)}`),
    check_name: ruleKey(first),
    fingerprint,
    severity: severityWordsOf[first.severity].gitlab,
    ...(own === '' ? {} : { content: { body: harmless(own) } }),
    location: { path: repositoryPath(path), lines: { begin } },
  };
}
