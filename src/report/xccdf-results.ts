/** The test result of one subject in XCCDF: a result for each finding, and the scores that follow from them. */
import type { Finding } from '../model/finding.ts';
import { severityWeights } from '../model/profile.ts';
import type { Report, SubjectRecord } from '../model/report.ts';
import { classOf, severityWordsOf, wordsOf } from './outcomes.ts';
import { type WaiverIndex, waiversOf, waiverText } from './waivers.ts';
import { personOf, placeOf, statementOf } from './words.ts';
import { checkOf, identsOf, idOf, ruleId, type Rules } from './xccdf-parts.ts';
import { element, type Xml } from './xml-write.ts';

export function resultXml(
  subject: SubjectRecord,
  findings: readonly Finding[],
  rules: Rules,
  report: Report,
  waivers: WaiverIndex,
  { benchmark, attributes }: { benchmark: string; attributes: Readonly<Record<string, string>> },
): Xml {
  const { asOf, tool } = report;
  const own = {
    ...attributes,
    id: idOf('testresult', subject.id),
    'start-time': asOf,
    'end-time': asOf,
    'test-system': `passmuster ${tool.version}`,
    version: '1',
  };
  return element('TestResult', own, [
    element('benchmark', { href: `#${benchmark}`, id: benchmark }),
    element('title', {}, `Audit of ${subject.id}`),
    element('target', {}, subject.id),
    factsOf(subject),
    ...findings.map((finding) => ruleResult(finding, rules, asOf, waivers)),
    ...scoresOf(findings),
  ]);
}

function factsOf({ kind, platform, osVersion, model, input }: SubjectRecord): Xml {
  const facts = Object.entries({ kind, platform, osVersion, model, input });
  return element(
    'target-facts',
    {},
    facts.flatMap(([name, value]) =>
      value === undefined
        ? []
        : [element('fact', { name: `urn:passmuster:fact:${name}`, type: 'string' }, value)],
    ),
  );
}

function ruleResult(finding: Finding, rules: Rules, asOf: string, waivers: WaiverIndex): Xml {
  const { profile, rule, severity, scope, outcome } = finding;
  const result = wordsOf[classOf(finding)].xccdf;
  const attributes = {
    idref: ruleId(profile, rule),
    severity: severityWordsOf[severity].xccdf,
    time: asOf,
    weight: String(severityWeights[severity]),
  };
  return element('rule-result', attributes, [
    element('result', {}, result),
    // Section 6.6.4.3: the result is the new one.
    ...(outcome === 'waived' ? [overrideOf(finding, result, asOf, waivers)] : []),
    ...identsOf(rules.get(`${profile} ${rule}`)),
    ...messagesOf(finding, waivers).map((text) => element('message', { severity: 'info' }, text)),
    ...(scope === undefined ? [] : [element('instance', { context: 'scope' }, scope)]),
    checkOf(`${profile}/${rule}`),
  ]);
}

/** Whoever approved it is the authority; without the terms there is only the waiver's name. */
function overrideOf(finding: Finding, result: string, asOf: string, waivers: WaiverIndex): Xml {
  const [terms] = waiversOf(finding, waivers);
  const attributes = {
    time: terms === undefined ? asOf : `${terms.approvedAt}T00:00:00Z`,
    authority: terms === undefined ? (finding.waiver ?? 'waived') : personOf(terms.approvedBy),
  };
  return element('override', attributes, [
    element('old-result', {}, 'fail'),
    element('new-result', {}, result),
    element('remark', {}, `Waived: ${waiverText(finding, waivers) ?? 'no waiver is named'}`),
  ]);
}

function messagesOf(finding: Finding, waivers: WaiverIndex): string[] {
  const { outcome, message, reason, expected, actual, evidence, attested } = finding;
  const waiver = waiverText(finding, waivers);
  return [
    message,
    ...(reason === undefined ? [] : [`reason: ${reason}`]),
    ...(expected === undefined ? [] : [`expected: ${expected}`]),
    ...(actual === undefined ? [] : [`actual: ${actual}`]),
    ...evidence.map((one) => `evidence: ${placeOf(one)}`),
    ...evidence.flatMap(({ statement }) =>
      statement === undefined ? [] : [`stated: ${statementOf(statement)}`],
    ),
    ...(attested === true ? ['The result rests on what people state.'] : []),
    ...(outcome === 'waived' || waiver === undefined ? [] : [`waiver: ${waiver}`]),
  ];
}

/** Sums of weights over what was written, not shares: unknown and error count as nothing, what was not checked is out. */
function scoresOf(findings: readonly Finding[]): Xml[] {
  let [passed, all, passedCount, count] = [0, 0, 0, 0];
  for (const finding of findings) {
    const result = wordsOf[classOf(finding)].xccdf;
    if (result === 'notapplicable' || result === 'notchecked' || result === 'informational') continue;
    const weight = severityWeights[finding.severity];
    all += weight;
    count += 1;
    if (result !== 'pass') continue;
    passed += weight;
    passedCount += 1;
  }
  return [scoreXml('flat', passed, all), scoreXml('flat-unweighted', passedCount, count)];
}

const scoreXml = (model: string, score: number, maximum: number): Xml =>
  element(
    'score',
    { system: `urn:xccdf:scoring:${model}`, maximum: String(Math.max(maximum, 1)) },
    String(score),
  );
