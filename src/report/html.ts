/**
 * One page for managers and auditors: self-contained, asking nothing from anywhere, readable without script. The content
 * policy lets in our one style and our one script by their hashes and nothing else, should markup ever slip through.
 */
import type { Report } from '../model/report.ts';
import type { Reporter } from './define.ts';
import { isPublic } from './handling.ts';
import { marking, notAssessed, withheldTable } from './html/handling.ts';
import { hashSource, inline, type Markup, markup, nothing } from './html/escape.ts';
import { controlsSection, hasControls } from './html/controls.ts';
import { inputsTable, unknownsTable } from './html/evidence.ts';
import { filterBar } from './html/filters.ts';
import { cards, figures, gates, header, panels, severityBars } from './html/overview.ts';
import { rulesTable } from './html/rules.ts';
import { script } from './html/script.ts';
import { markingStyle, style } from './html/style.ts';
import { subjectsList } from './html/subjects.ts';
import { missingSubjects, trendSection } from './html/trend.ts';
import { tally } from './html/tally.ts';
import { hasWaivers, waiversTable } from './html/waivers.ts';

/** The page as a reporter; equal reports give equal bytes. */
export const html: Reporter = {
  id: 'html',
  extension: '.html',
  render,
};

function* render(report: Report): Generator<string> {
  for (const part of parts(report)) yield part.text;
}

function* parts(report: Report): Generator<Markup> {
  const counted = tally(report);
  yield head(report);
  yield marking(report, 'top');
  yield header(report);
  yield contents(report);
  yield markup`<main id="main">
`;
  yield missingSubjects(report);
  if (!isPublic(report)) yield panels(report, counted);
  yield cards(report);
  yield markup`<div class="pair">
${figures(report)}${gates(report)}</div>
`;
  yield severityBars(report);
  yield trendSection(report);
  if (!isPublic(report)) yield filterBar(report);
  yield* rulesTable(counted);
  if (!isPublic(report)) {
    yield controlsSection(report);
    yield* subjectsList(report, counted);
    yield waiversTable(report);
    yield unknownsTable(counted);
    yield inputsTable(report);
  }
  yield notAssessed(report);
  yield withheldTable(report);
  yield foot(report);
}

function head(report: Report): Markup {
  const { marking: text } = report.handling ?? {};
  const styles = text === undefined ? [style] : [style, markingStyle(text)];
  const policy = [
    "default-src 'none'",
    ['style-src', ...styles.map(hashSource)].join(' '),
    isPublic(report) ? "script-src 'none'" : `script-src ${hashSource(script)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Passmuster report as of ${report.asOf}</title>
${styles.map((one) => inline('style', one))}
</head>
<body>
<a class="skip" href="#main">Skip to the verdict</a>
`;
}

const sections = [
  ['outcomes', 'Outcomes'],
  ['scores', 'Scores'],
  ['gates', 'Gates'],
  ['severities', 'Severity'],
  ['trend', 'Trend'],
  ['rules', 'Rules'],
  ['controls', 'By control'],
  ['subjects', 'Subjects'],
  ['waivers', 'Waivers'],
  ['unknowns', 'What to collect'],
  ['inputs', 'Inputs'],
  ['not-assessed', 'Not assessed'],
] as const;
const ofSinglePhones: readonly string[] = ['controls', 'subjects', 'waivers', 'unknowns', 'inputs'];

function contents(report: Report): Markup {
  const shown = sections
    .filter(([id]) => id !== 'controls' || hasControls(report))
    .filter(([id]) => id !== 'trend' || report.history !== undefined)
    .filter(([id]) => id !== 'waivers' || hasWaivers(report))
    .filter(([id]) => !isPublic(report) || !ofSinglePhones.includes(id));
  const items = shown.map(([id, words]) => markup`<li><a href="#${id}">${words}</a></li>`);
  return markup`<nav aria-label="Contents"><ul>${items}</ul></nav>
`;
}

function foot(report: Report): Markup {
  const { tool, schema } = report;
  return markup`</main>
<footer class="quiet"><p>Made by Passmuster ${tool.version} from a ${schema} report. A pass says that the evidence named here shows it, and no more than that. Filters change what is displayed and never a count or a verdict.</p></footer>
${marking(report, 'bottom')}${isPublic(report) ? nothing : inline('script', script)}
</body>
</html>
`;
}
