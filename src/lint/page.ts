/** The page of a code, as Markdown: docs/lint holds them, and --explain prints them. */
import { codePages, type LintCode, lintCodes } from './codes.ts';

export function codePage(code: LintCode): string {
  const { level, otherwise, title, means, why, example, mend, source } = codePages[code];
  return [
    `# ${code} · ${title}`,
    `Level: ${level}${otherwise === undefined ? '' : `; ${otherwise}`}.`,
    means,
    `**Why it matters.** ${why}`,
    ...(example === undefined
      ? []
      : [`\`\`\`${code.startsWith('PM2') ? 'json' : 'xml'}\n${example}\n\`\`\``]),
    `**How to mend it.** ${mend}`,
    `Source: ${source}`,
  ]
    .map((part) => `${part}\n`)
    .join('\n');
}

const groups: Readonly<Record<string, string>> = {
  PM10: 'Container',
  PM11: 'Well-formedness',
  PM12: 'Structure',
  PM13: 'Schema',
  PM14: 'Effectiveness',
  PM15: 'Merging',
  PM16: 'Lifecycle',
  PM17: 'Privacy',
  PM21: 'Android policies: well-formedness',
  PM22: 'Android policies: structure',
  PM23: 'Android policies: schema',
  PM24: 'Android policies: effectiveness',
};

/** The index of the pages. */
export function codeIndex(): string {
  const sections = Object.entries(groups).map(([prefix, name]) => {
    const rows = lintCodes
      .filter((code) => code.startsWith(prefix))
      .map((code) => `- [${code}](${code}.md) ${codePages[code].title} (${codePages[code].level})`);
    return `## ${name}\n\n${rows.join('\n')}\n`;
  });
  return [
    '# Lint codes',
    'Made from `src/lint/codes` by `npm run docs:lint`. A code is stable: it is never used again for something else. Errors and warnings are what a phone refuses or ignores; notes are advice, or what a fact about the phones would decide (`--os`, `--supervised`, `--enrolment`).',
    ...sections,
  ]
    .map((part) => `${part.trimEnd()}\n`)
    .join('\n');
}
