/**
 * JUnit XML for the test tabs of CI systems: a suite per subject, a case per rule. Attributes and elements are those of
 * the strict schema of the Jenkins xUnit plugin (junit-10.xsd); GitLab keeps only the first of two cases with the same
 * `classname` and `name`, so the two together are unique. A run without evidence must not look green: see runSuite.
 */
import { XMLBuilder } from 'fast-xml-parser';
import type { Finding } from '../model/finding.ts';
import type { Report, SubjectRecord } from '../model/report.ts';
import type { Reporter } from './define.ts';
import { ownFacts } from './handling.ts';
import {
  type Case,
  findingCase,
  inputCase,
  type Mark,
  markOf,
  nothingEvaluated,
  ruleCase,
} from './junit-cases.ts';
import { repositoryPath } from './paths.ts';
import { waiverIndex } from './waivers.ts';
import { xmlLine } from './xml-text.ts';

/** What differs between those who read it. */
export interface JunitFlavour {
  /** Beyond this many findings a case stands for a rule. */
  readonly caseLimit: number;
  /** Cases name the file that they are about; the strict schema refuses that. */
  readonly hasFiles: boolean;
}

export const junit: Reporter = {
  id: 'junit',
  extension: '.xml',
  render: (report) => junitOf(report, { caseLimit: 50_000, hasFiles: false }),
};

interface Suite {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly cases: readonly Case[];
}

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  format: true,
  suppressEmptyNode: true,
  // Else an attribute that reads "true" would lose its value.
  suppressBooleanAttributes: false,
});

/** Suite by suite; only the counts at the root have to be known before. */
export function* junitOf(report: Report, flavour: JunitFlavour): Generator<string> {
  const marks = marksOf(report, flavour);
  const failures = marks.filter((mark) => mark === 'failure').length;
  const errors = marks.filter((mark) => mark === 'error').length;
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `<testsuites name="passmuster" tests="${marks.length}" failures="${failures}" errors="${errors}" time="0">\n`;
  for (const suite of suitesOf(report, flavour)) yield suiteXml(suite, report.asOf, flavour);
  yield '</testsuites>\n';
}

function marksOf(report: Report, flavour: JunitFlavour): (Mark | undefined)[] {
  const ofRun = runSuite(report, '').cases.map(({ mark }) => mark);
  if (!isGrouped(report, flavour))
    return [...ofRun, ...report.findings.map((finding) => markOf(finding).mark)];
  const ofRules = [...ruleSuites(report, (name) => name, flavour)].flatMap(({ cases }) => cases);
  return [...ofRun, ...ofRules.map(({ mark }) => mark)];
}

const isGrouped = ({ findings }: Report, { caseLimit }: JunitFlavour) => findings.length > caseLimit;

function countsOf({ cases }: Suite) {
  const of = (mark: Mark) => cases.filter((one) => one.mark === mark).length;
  return { tests: cases.length, failures: of('failure'), errors: of('error'), skipped: of('skipped') };
}

function* suitesOf(report: Report, flavour: JunitFlavour): Generator<Suite> {
  const nameOf = uniqueNames();
  const { notAssessable, ...facts } = ownFacts(report);
  const told = notAssessable === undefined ? facts : { ...facts, notAssessable: notAssessable.join(' ') };
  const run = runSuite(report, nameOf('passmuster run'));
  const suites = isGrouped(report, flavour)
    ? ruleSuites(report, nameOf, flavour)
    : subjectSuites(report, nameOf);
  const dressed = (suite: Suite): Suite => ({ ...suite, properties: { ...suite.properties, ...told } });
  if (run.cases.length > 0) yield dressed(run);
  for (const suite of suites) yield dressed(suite);
}

/** Inputs that were not read whole, and a run that judged nothing: what nobody could judge is an error, not silence. */
function runSuite({ inputs, findings, tool, profiles }: Report, name: string): Suite {
  const unread = inputs.filter(({ status }) => status === 'partial' || status === 'unreadable');
  const cases = unread.map((input) => inputCase(input, name));
  return {
    name,
    properties: {
      tool: `${tool.name} ${tool.version}`,
      profiles: profiles.map(({ id, version }) => `${id} ${version}`).join(', '),
    },
    cases: unique(findings.length === 0 ? [...cases, nothingEvaluated(name)] : cases),
  };
}

type NameOf = (name: string) => string;

function* subjectSuites(report: Report, nameOf: NameOf): Generator<Suite> {
  const { subjects, findings, profiles } = report;
  const waivers = waiverIndex(report);
  const records = new Map(subjects.map((record) => [record.id, record]));
  const remediation = new Map(
    profiles.flatMap(({ id, rules }) => rules.map((rule) => [`${id} ${rule.id}`, rule.remediation])),
  );
  for (const [id, own] of groupBy(findings, ({ subject }) => subject)) {
    const name = nameOf(xmlLine(id));
    const cases = own.map((one) =>
      findingCase(one, name, remediation.get(`${one.profile} ${one.rule}`), waivers),
    );
    yield { name, properties: factsOf(records.get(id)), cases: unique(cases) };
  }
}

function factsOf(subject: SubjectRecord | undefined): Record<string, string> {
  if (subject === undefined) return {};
  const { kind, platform, osVersion, input, labels } = subject;
  const title = labels['title'];
  return {
    kind,
    platform,
    ...(osVersion === undefined ? {} : { osVersion }),
    ...(title === undefined ? {} : { title }),
    input,
  };
}

function* ruleSuites({ findings }: Report, nameOf: NameOf, { caseLimit }: JunitFlavour): Generator<Suite> {
  const grouped = `A case stands for a rule on all subjects, because the run has ${findings.length} findings (more than ${caseLimit}).`;
  for (const [profile, own] of groupBy(findings, (finding) => finding.profile)) {
    const name = nameOf(xmlLine(profile));
    const rules = [...groupBy(own, ({ rule }) => rule)].sort(([a], [b]) => (a < b ? -1 : 1));
    const cases = rules.map(([rule, same]) => ruleCase(name, rule, same));
    yield { name, properties: { grouped }, cases: unique(cases) };
  }
}

function groupBy(
  findings: readonly Finding[],
  keyOf: (finding: Finding) => string,
): Map<string, [Finding, ...Finding[]]> {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of findings) {
    const group = groups.get(keyOf(finding));
    if (group === undefined) groups.set(keyOf(finding), [finding]);
    else group.push(finding);
  }
  return groups;
}

/** Names that differ only in characters that XML cannot carry would be one case. */
function unique(cases: readonly Case[]): Case[] {
  const nameOf = uniqueNames();
  return cases.map((one) => {
    const [classname, name] = [xmlLine(one.classname), xmlLine(one.name)];
    return { ...one, classname, name: nameOf(`${classname}\n${name}`).slice(classname.length + 1) };
  });
}

function uniqueNames(): NameOf {
  const used = new Set<string>();
  return (name) => {
    let free = name;
    for (let times = 2; used.has(free); times += 1) free = `${name} (${times})`;
    used.add(free);
    return free;
  };
}

function suiteXml({ name, properties, cases }: Suite, asOf: string, { hasFiles }: JunitFlavour): string {
  const { tests, failures, errors, skipped } = countsOf({ name, properties, cases });
  return builder.build({
    testsuite: {
      ...attributes({ name, tests, failures, errors, skipped, time: 0 }),
      // The format's time stamps have no zone; this one is UTC.
      ...attributes({ timestamp: asOf.replace(/Z$/, '') }),
      properties: {
        property: Object.entries(properties).map(([key, value]) => attributes({ name: key, value })),
      },
      testcase: cases.map((one) => caseXml(one, hasFiles)),
    },
  });
}

function caseXml({ classname, name, mark, type, message, details, file }: Case, hasFiles: boolean): object {
  const text = details.map(xmlLine).join('\n');
  const head = {
    ...attributes({ classname, name, time: 0 }),
    ...(hasFiles && file !== undefined ? attributes({ file: repositoryPath(file) }) : {}),
  };
  if (mark === undefined) return { ...head, 'system-out': text };
  const told = attributes({ message, ...(type === undefined ? {} : { type }) });
  return mark === 'skipped'
    ? { ...head, skipped: told, 'system-out': text }
    : { ...head, [mark]: { ...told, '#text': text } };
}

function attributes(values: Readonly<Record<string, string | number>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [`@${key}`, xmlLine(String(value))]),
  );
}
