/** Every reporter: one line each. Loaded on demand, since one run needs one or two. */
import type { BookReporter, Reporter } from './define.ts';

/** What it is for, in one line for `--help`, and where it is. */
interface Entry {
  readonly title: string;
  readonly load: () => Promise<Reporter>;
}

// oxfmt-ignore
const loaders: Readonly<Record<string, Entry>> = {
  terminal: { title: 'text for a terminal: subjects with the worst first, evidence, summary', load: async () => (await import('./terminal.ts')).terminal },
  html: { title: 'one self-contained page for reading, printing and filing', load: async () => (await import('./html.ts')).html },
  markdown: { title: 'a pull-request comment or a job summary', load: async () => (await import('./markdown.ts')).markdown },
  json: { title: 'the whole report (passmuster-report/1)', load: async () => (await import('./json.ts')).json },
  ndjson: { title: 'the whole report, one record a line, for log pipelines', load: async () => (await import('./ndjson.ts')).ndjson },
  csv: { title: 'one row per finding, for spreadsheets and tickets', load: async () => (await import('./csv.ts')).csv },
  junit: { title: 'JUnit XML for the test tabs of CI systems', load: async () => (await import('./junit.ts')).junit },
  'junit-gitlab': { title: 'JUnit XML for the tests of GitLab: cases name the file they are about', load: async () => (await import('./junit-gitlab.ts')).junitGitlab },
  sarif: { title: 'SARIF 2.1.0 for code scanning: what fails, safe to upload', load: async () => (await import('./sarif.ts')).sarif },
  'sarif-full': { title: 'SARIF 2.1.0 with every outcome, for viewers and archives', load: async () => (await import('./sarif-full.ts')).sarifFull },
  'gitlab-codequality': { title: 'GitLab code quality for the merge-request widget: what fails', load: async () => (await import('./gitlab-codequality.ts')).gitlabCodequality },
  xccdf: { title: 'XCCDF 1.2 benchmark with results, for SCAP tools', load: async () => (await import('./xccdf.ts')).xccdf },
  arf: { title: 'ARF 1.1: the same results with their assets, for SCAP tools', load: async () => (await import('./arf.ts')).arf },
  oscal: { title: 'OSCAL assessment results, for 800-53 style assessments', load: async () => (await import('./oscal.ts')).oscal },
  hdf: { title: 'HDF of one subject, for Heimdall and the SAF tools', load: async () => (await import('./hdf.ts')).hdf },
  cklb: { title: 'checklist of one subject for STIG Viewer 3 and STIG Manager', load: async () => (await import('./cklb.ts')).cklb },
  ocsf: { title: 'OCSF compliance findings, one a line, for SIEMs', load: async () => (await import('./ocsf.ts')).ocsf },
  prometheus: { title: 'gauges for the textfile collector of the node exporter', load: async () => (await import('./prometheus.ts')).prometheus },
  openmetrics: { title: 'the same gauges as OpenMetrics 1.0 text, with an end mark', load: async () => (await import('./openmetrics.ts')).openmetrics },
};

/** Formats whose files are no text. A pack holds more than a report, so it is made elsewhere. */
const fileLoaders: Readonly<Record<string, { title: string; load?: () => Promise<BookReporter> }>> = {
  xlsx: {
    title: 'workbook: summary, rules, findings, what to collect, subjects, inputs, waivers',
    load: async () => (await import('./xlsx.ts')).xlsx,
  },
  pack: {
    title: 'evidence pack: the report, the rules and digests of all inputs, for "passmuster verify"',
  },
};

/** Ids for --format, with what each is for. */
export const reporterTitles: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(loaders).map(([id, { title }]) => [id, title]),
);

export const fileFormatTitles: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(fileLoaders).map(([id, { title }]) => [id, title]),
);

/** Those that can show counts and rule texts without findings. */
export const publicFormats: readonly string[] = ['terminal', 'html', 'json'];
export const publicFileFormats: readonly string[] = ['xlsx', 'pack'];

export const reporterIds: readonly string[] = Object.keys(loaders);

/** All that --format may name. */
export const formatIds: readonly string[] = [...reporterIds, ...Object.keys(fileLoaders)];

export function findBookReporter(id: string): Promise<BookReporter> | undefined {
  return Object.hasOwn(fileLoaders, id) ? fileLoaders[id]?.load?.() : undefined;
}

export function findReporter(id: string): Promise<Reporter> | undefined {
  return Object.hasOwn(loaders, id) ? loaders[id]?.load() : undefined;
}
