/** What others say of the page: axe-core in the real browser, in both themes and on a phone, and html-validate. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { HtmlValidate } from 'html-validate';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../src/model/report.ts';
import { publicReport } from '../src/report/handling.ts';
import { isMissing, titled, Visitor } from './support/browser.ts';
import { handsetReport } from './support/handset.ts';
import { kept } from './support/kept-report.ts';
import { emptyReport, poisoned, rendered, richReport } from './support/report-renderings.ts';
import { sampleReport } from './support/sample-report.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const reports: readonly (readonly [name: string, report: () => Promise<Report> | Report])[] = [
  ['the sample', () => sampleReport],
  ['controls, statements and a marking', () => richReport],
  ['hostile texts', () => poisoned(richReport)],
  ['a run of a history', () => kept],
  ['nothing', () => emptyReport],
  ['two phones', handsetReport],
  ['a public rendering', () => publicReport(sampleReport)],
];

it.each(reports)('html-validate has nothing to say of a page with %s', async (_name, report) => {
  const validator = new HtmlValidate({ extends: ['html-validate:recommended'] });
  const { results } = await validator.validateString(await rendered('html', await report()));
  expect(results.flatMap(({ messages }) => messages)).toEqual([]);
});

describe.skipIf(isMissing)(titled('axe-core has nothing to say of a page'), () => {
  let visitor: Visitor;
  beforeAll(async () => {
    visitor = await Visitor.launch();
  }, 60_000);
  afterAll(() => visitor.close(), 60_000);

  const desk = { theme: 'light', width: 1280 } as const;
  const phone = { theme: 'dark', width: 360 } as const;
  it.each([
    { name: 'the sample', report: sampleReport, ...desk },
    { name: 'the sample', report: sampleReport, ...phone },
    { name: 'hostile texts', report: poisoned(richReport), theme: 'dark', width: 1280 } as const,
    { name: 'hostile texts', report: poisoned(richReport), theme: 'light', width: 360 } as const,
    { name: 'two phones', report: handsetReport(), ...desk },
    { name: 'two phones', report: handsetReport(), ...phone },
    { name: 'a run of a history', report: kept, ...desk },
    { name: 'nothing', report: emptyReport, ...phone },
    { name: 'a public rendering', report: publicReport(sampleReport), ...phone },
  ])('with $name in the $theme theme, $width pixels wide', async ({ name, report, theme, width }) => {
    const address = visitor.page(`${name}.html`, await report);
    const visited = await visitor.visit(
      address,
      async (page) => {
        // All that a reader can come to see, also what the browser would leave out until it is scrolled to.
        await page.evaluate(`
          const all = new CSSStyleSheet();
          all.replaceSync('.subject, .finding { content-visibility: visible !important; }');
          document.adoptedStyleSheets = [all];
          for (const one of document.querySelectorAll('details')) one.open = true;`);
        await page.evaluate(axe);
        expect(await violations(page)).toEqual([]);
        const fail = page.locator('button[data-value="fail"]');
        if ((await fail.count()) > 0) {
          await fail.click();
          await page.getByRole('button', { name: 'unknown', exact: true }).last().click();
          expect(await violations(page, '#filters, table.rules thead')).toEqual([]);
        }
      },
      { colorScheme: theme, viewport: { width, height: 900 } },
    );
    expect(visited.requests).toEqual([address]);
  });
});

/** Every rule of axe that is no experiment, best practices among them. */
async function violations(page: Page, part = 'html'): Promise<unknown[]> {
  const { violations: found } = await page.evaluate<AxeResults>(
    `axe.run(${JSON.stringify(part)}, { resultTypes: ['violations'] })`,
  );
  return found.map(({ id, nodes }) => [id, ...nodes.slice(0, 3).map(({ html }) => html)]);
}
