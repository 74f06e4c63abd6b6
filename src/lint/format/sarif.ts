/** SARIF 2.1.0 (OASIS, errata 01), for code scanning services and editors. */
import { artifactOf, physicalLocation, plain, sarifLog } from '../../report/sarif-log.ts';
import { codePages, type LintCode } from '../codes.ts';
import type { LintFinding } from '../define.ts';
import type { LintDocument, LintInput } from '../document.ts';
import { codePage } from '../page.ts';

export function* renderSarif(document: LintDocument): Generator<string> {
  const codes = [...new Set(document.findings.map(({ code }) => code))].sort();
  yield* sarifLog(
    runOf(document, codes),
    document.findings.map((finding) => resultOf(finding, codes.indexOf(finding.code))),
  );
}

function runOf({ tool, inputs, summary }: LintDocument, codes: readonly LintCode[]) {
  return {
    tool: { driver: { name: 'Passmuster', version: tool.version, rules: codes.map(ruleOf) } },
    columnKind: 'utf16CodeUnits',
    invocations: [
      {
        executionSuccessful: summary.complete,
        toolExecutionNotifications: inputs.filter(({ problem }) => problem !== undefined).map(notificationOf),
      },
    ],
    artifacts: inputs.filter(({ status }) => status === 'linted' || status === 'partial').map(artifactOf),
  };
}

function ruleOf(code: LintCode) {
  const { title, means, why, mend, level } = codePages[code];
  return {
    id: code,
    shortDescription: { text: plain(title) },
    fullDescription: { text: plain(`${means} ${why}`) },
    help: { text: plain(mend), markdown: codePage(code) },
    defaultConfiguration: { level },
  };
}

function resultOf({ code, level, message, input, locator, line, column }: LintFinding, ruleIndex: number) {
  return {
    ruleId: code,
    ruleIndex,
    level,
    message: { text: plain(message) },
    locations: [
      {
        physicalLocation: physicalLocation(input, line, column),
        ...(locator === '' ? {} : { logicalLocations: [{ fullyQualifiedName: locator, kind: 'member' }] }),
      },
    ],
  };
}

function notificationOf({ path, status, problem }: LintInput) {
  return {
    level: status === 'ignored' ? 'note' : 'error',
    descriptor: { id: problem?.code ?? 'unknown' },
    message: { text: plain(problem?.message ?? '') },
    locations: [{ physicalLocation: physicalLocation(path, problem?.line) }],
  };
}
