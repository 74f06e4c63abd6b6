/**
 * JUnit as GitLab reads it: a case names the file that it is about, which the merge request links. GitLab takes files below
 * 30 MB and has refused larger ones for the number of their elements, so a case stands for a rule earlier.
 * https://docs.gitlab.com/ci/testing/unit_test_reports/
 */
import type { Reporter } from './define.ts';
import { junitOf } from './junit.ts';

export const junitGitlab: Reporter = {
  id: 'junit-gitlab',
  extension: '.xml',
  render: (report) => junitOf(report, { caseLimit: 30_000, hasFiles: true }),
};
