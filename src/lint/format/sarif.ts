/** SARIF 2.1.0 (OASIS, errata 01), for code scanning services and editors. */
import { codePages, type LintCode } from '../codes.ts';
import type { LintFinding } from '../define.ts';
import type { LintDocument, LintInput } from '../document.ts';
import { codePage } from '../page.ts';

export function* renderSarif(document: LintDocument): Generator<string> {
  const codes = [...new Set(document.findings.map(({ code }) => code))].sort();
  const { results: _none, ...run } = runOf(document, codes);
  yield '{\n  "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",\n';
  yield `  "version": "2.1.0",\n  "runs": [\n${indented(run).slice(0, -6)},\n      "results": [`;
  let separator = '\n        ';
  for (const finding of document.findings) {
    yield separator + JSON.stringify(resultOf(finding, codes.indexOf(finding.code)));
    separator = ',\n        ';
  }
  yield `${document.findings.length > 0 ? '\n      ' : ''}]\n    }\n  ]\n}\n`;
}

const indented = (value: object): string =>
  JSON.stringify(value, null, 2)
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');

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
    artifacts: inputs
      .filter(({ status }) => status === 'linted' || status === 'partial')
      .map(({ path, bytes, sha256 }) => ({
        location: { uri: uriOf(path) },
        length: bytes,
        ...(sha256 === '' ? {} : { hashes: { 'sha-256': sha256 } }),
      })),
    results: [],
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
  const region =
    line === undefined ? {} : { region: { startLine: line, ...(column ? { startColumn: column } : {}) } };
  return {
    ruleId: code,
    ruleIndex,
    level,
    message: { text: plain(message) },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: uriOf(input) }, ...region },
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
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(path) },
          ...(problem?.line === undefined ? {} : { region: { startLine: problem.line } }),
        },
      },
    ],
  };
}

/** Brackets would be links and braces placeholders in a message (SARIF 3.11.5, 3.11.6). */
function plain(text: string): string {
  return text.replace(/[\\[\]]/g, '\\$&').replace(/[{}]/g, '$&$&');
}

/** A relative reference, each part of the path by itself; a colon in the first would look like a scheme. */
function uriOf(path: string): string {
  const parts = path.toWellFormed().split('/').map(encodeURIComponent);
  return parts.join('/');
}
