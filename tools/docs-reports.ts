/** Writes the tables of docs/reports.md: npm run docs:reports. A test fails when they are stale. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { severities, severityWeights } from '../src/model/profile.ts';
import { outcomeClasses, severityWordsOf, wordsOf } from '../src/report/outcomes.ts';
import { reporterTitles } from '../src/report/registry.ts';

const page = join(import.meta.dirname, '..', 'docs', 'reports.md');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`)
    .join('');

const formats = (): string =>
  table(
    ['Format', 'What it is'],
    Object.entries(reporterTitles).map(([id, title]) => [`\`${id}\``, title]),
  );

const uploaded = (sarif: string | undefined) => (sarif === undefined ? 'notification' : `\`${sarif}\``);

function outcomeTable(): string {
  const head = [
    'Outcome',
    'Terminal, HTML, Markdown',
    '`sarif-full` kind',
    'JUnit',
    'XCCDF result',
    'OSCAL state, reason',
    'HDF',
    'CKLB',
    'OCSF compliance, finding',
  ];
  return table(
    head,
    outcomeClasses.map((one) => {
      const { shape, sarif, junit, xccdf, oscal, hdf, cklb, ocsf } = wordsOf[one];
      const mark = junit.mark ?? 'plain case';
      return [
        `**${one}**`,
        `${shape.symbol} ${shape.word}`,
        uploaded(sarif),
        junit.type === undefined ? mark : `${mark} \`${junit.type}\``,
        `\`${xccdf}\``,
        oscal === undefined ? 'no finding' : `${oscal.state}, ${oscal.reason}`,
        `\`${hdf}\``,
        `\`${cklb}\``,
        `${ocsf.id} ${ocsf.status}${ocsf.finding === undefined ? '' : `, ${ocsf.finding === 1 ? '1 New' : '3 Suppressed'}`}`,
      ];
    }),
  );
}

function severityTable(): string {
  return table(
    [
      'Severity',
      'SARIF level',
      '`security-severity`',
      'XCCDF',
      'Weight',
      'HDF impact',
      'CKLB',
      'OCSF',
      'GitLab',
    ],
    severities.map((severity) => {
      const { sarif, securitySeverity, xccdf, hdf, cklb, ocsf, gitlab } = severityWordsOf[severity];
      return [
        `**${severity}**`,
        sarif,
        securitySeverity ?? 'none',
        xccdf,
        String(severityWeights[severity]),
        String(hdf),
        cklb,
        `${ocsf.id} ${ocsf.caption}`,
        gitlab,
      ];
    }),
  );
}

/** The page with the parts between its marks renewed. */
export function renewedReports(text: string): string {
  const parts = { formats: formats(), outcomes: outcomeTable(), severities: severityTable() };
  return Object.entries(parts).reduce((result, [name, content]) => {
    const [begin, end] = [`<!-- begin: ${name} -->\n`, `<!-- end: ${name} -->`];
    const [from, to] = [result.indexOf(begin), result.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`docs/reports.md has lost the marks of ${name}`);
    return `${result.slice(0, from + begin.length)}\n${content}\n${result.slice(to)}`;
  }, text);
}

if (process.argv[1] === import.meta.filename) writeFileSync(page, renewedReports(readFileSync(page, 'utf8')));
