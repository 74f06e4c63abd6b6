/**
 * One page for managers and auditors: self-contained, asking nothing from anywhere, readable without script. The content
 * policy lets in our own styles and our one script by their hashes and nothing else, should markup ever slip through.
 */
import type { InputRecord } from '../model/report.ts';
import type { AuditSink, ReportEnd, ReportHead } from '../model/sink.ts';
import type { Reporter } from './define.ts';
import { isPublic } from './handling.ts';
import { hashSource, inline, type Markup, markup, nothing } from './html/escape.ts';
import { controlsSection } from './html/controls.ts';
import { inputsSection, unknownsSection } from './html/evidence.ts';
import { figuresSection } from './html/figures.ts';
import { filterSection } from './html/filters.ts';
import { marking, notAssessedSection, withheldSection } from './html/handling.ts';
import { outcomesSection, systemsSection } from './html/charts.ts';
import { header, verdictSection } from './html/overview.ts';
import type { Page, Section } from './html/page.ts';
import { rulesSection } from './html/rules.ts';
import { script } from './html/script.ts';
import { sheetStyle, style } from './html/style.ts';
import { devicesSection, policiesSection } from './html/subjects.ts';
import { missingSection, trendSection } from './html/trend.ts';
import { waiversSection } from './html/waivers.ts';
import { worstSection } from './html/worst.ts';
import { Collector, shownOf } from './shown.ts';

/** The page as a reporter; equal reports give equal bytes. */
export const html: Reporter = {
  id: 'html',
  extension: '.html',
  *render(report) {
    for (const part of parts({ report, shown: shownOf(report) })) yield part.text;
  },
};

/** The same while the report comes: it holds what is shown, never a whole fleet. */
export class GrowingPage {
  /** Takes the subjects. */
  readonly subjects: Collector;
  readonly #head: ReportHead;
  readonly #inputs: InputRecord[] = [];

  constructor(head: ReportHead) {
    this.#head = head;
    this.subjects = new Collector(head);
  }

  input(record: InputRecord): void {
    this.#inputs.push(record);
  }

  *text(end: ReportEnd): Generator<string> {
    const report = { ...this.#head, inputs: this.#inputs, ...end };
    for (const part of parts({ report, shown: this.subjects.shown() })) yield part.text;
  }
}

/** The page of an audit as it goes on. */
export function htmlSink(write: (text: string) => Promise<void> | void): AuditSink {
  let page: GrowingPage;
  return {
    begin(head) {
      page = new GrowingPage(head);
    },
    subject: ({ subject, findings }) => page.subjects.add(subject, findings),
    input: (record) => page.input(record),
    async end(end) {
      for (const text of page.text(end)) await write(text);
    },
  };
}

/** The page from top to bottom; a new part is one line here. */
const sections: readonly Section[] = [
  missingSection,
  verdictSection,
  worstSection,
  trendSection,
  figuresSection,
  outcomesSection,
  systemsSection,
  filterSection,
  rulesSection,
  controlsSection,
  devicesSection,
  policiesSection,
  waiversSection,
  unknownsSection,
  inputsSection,
  notAssessedSection,
  withheldSection,
];

function* parts(page: Page): Generator<Markup> {
  const { report } = page;
  const shown = sections.filter(
    ({ isPrivate, isShown }) => !(isPrivate && isPublic(report)) && (isShown?.(page) ?? true),
  );
  yield head(page);
  yield header(page);
  yield contents(shown);
  yield markup`<main id="main" tabindex="-1">
`;
  for (const section of shown) yield* section.render(page);
  yield foot(page);
}

function head({ report }: Page): Markup {
  const styles = [style, sheetStyle(report)];
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

function contents(shown: readonly Section[]): Markup {
  const items = shown.flatMap((section) =>
    section.contents.map(([id, words]) => markup`<li><a href="#${id}">${words}</a></li>`),
  );
  return markup`<nav aria-label="Contents"><ul>${items}</ul></nav>
`;
}

function foot({ report }: Page): Markup {
  const { tool, schema } = report;
  return markup`</main>
<footer class="quiet">
<p>Made by Passmuster ${tool.version} from a ${schema} report. A pass says that the evidence named here shows it, and no more than that. Filters change what is displayed and never a count or a verdict.</p>
${marking(report, 'bottom')}</footer>
${isPublic(report) ? nothing : inline('script', script)}
</body>
</html>
`;
}
