/**
 * Makes the pictures of the HTML report in docs/images, from the examples as of the day that the guides name. Look at them before
 * keeping them. Needs Debian's chromium and fonts-dejavu-core, or CHROMIUM_PATH. Run: npm run screenshots
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { audit, type AuditOptions } from '../src/audit.ts';
import { attestationsOf } from '../src/cli/attestations.ts';
import { packageVersion } from '../src/io/package-files.ts';
import { findProfiles } from '../src/profiles/find.ts';
import { html } from '../src/report/html.ts';

const root = join(import.meta.dirname, '..');
const images = join(root, 'docs', 'images');
const asOf = '2026-11-20T23:59:59Z';

async function pageOf(
  paths: readonly string[],
  profiles: readonly string[],
  more: Partial<AuditOptions> = {},
) {
  const report = await audit({
    paths,
    profiles: await findProfiles(profiles, {}),
    asOf,
    gate: { failOn: 'low' },
    version: packageVersion(),
    ...more,
  });
  return [...html.render(report, { width: 80, color: false, unicode: true, verbose: false })].join('');
}

interface Shot {
  readonly name: string;
  readonly page: 'fleet' | 'handset';
  readonly context: BrowserContextOptions;
  /** What is to be seen; absent: the top of the page. */
  readonly show?: (page: Page) => Promise<void>;
  /** The part of the page; absent: what the window shows. */
  readonly of?: string;
}

const desk = { width: 1280, height: 900 };

const shots: readonly Shot[] = [
  { name: 'report-light', page: 'fleet', context: { colorScheme: 'light', viewport: desk } },
  {
    name: 'report-dark',
    page: 'fleet',
    context: { colorScheme: 'dark', viewport: desk },
    show: async (page) => {
      await page.locator('details.subject summary').first().click();
      await page.evaluate('document.getElementById("devices").scrollIntoView()');
    },
  },
  {
    name: 'report-phone',
    page: 'fleet',
    context: { colorScheme: 'light', viewport: { width: 390, height: 844 }, deviceScaleFactor: 1.5 },
  },
  {
    name: 'handset-report',
    page: 'handset',
    context: { colorScheme: 'light', viewport: { width: 1100, height: 760 } },
  },
  {
    name: 'handset-verdict',
    page: 'handset',
    context: { colorScheme: 'light', viewport: { width: 1100, height: 900 } },
    show: async (page) => {
      await page.fill('#query', 'moj-wa-two-step');
      await page.locator('#chips button').waitFor();
      await page.click('button[data-filter="outcome"][data-value="pass"]');
      await page.locator('details.subject[data-platform="ios"] summary').click();
    },
    of: 'details.subject[data-platform="ios"]',
  },
];

const folder = mkdtempSync(join(tmpdir(), 'passmuster-screenshots-'));
process.chdir(root); // the report names its inputs as the guides do
const pages = {
  fleet: await pageOf(['examples/fleet'], ['uk-ncsc-ios', 'examples/phone-basics.yaml']),
  handset: await pageOf(['examples/handset/evidence'], ['uk-moj-whatsapp'], {
    ...(await attestationsOf({ attestations: ['examples/handset/attestations.yaml'] }, asOf, {})),
    identityKey: 'synthetic key of the example',
  }),
};
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars'], // no sandbox: the pages are ours, and this may run as root
});
try {
  for (const { name, page: which, context, show, of } of shots) {
    const address = join(folder, `${which}.html`);
    writeFileSync(address, pages[which]);
    const page = await (
      await browser.newContext({ offline: true, reducedMotion: 'reduce', ...context })
    ).newPage();
    await page.goto(pathToFileURL(address).href);
    await show?.(page);
    const path = join(images, `${name}.png`);
    await (of === undefined ? page.screenshot({ path }) : page.locator(of).first().screenshot({ path }));
    process.stdout.write(`${relative(root, path)}\n`);
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
