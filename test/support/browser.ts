/** Pages of ours in the real browser, where there is one: Debian's chromium, or what CHROMIUM_PATH names. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { Report } from '../../src/model/report.ts';
import { html } from '../../src/report/html.ts';
import { renderOptions } from './report-renderings.ts';

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
export const isMissing = !existsSync(executablePath);

/** What the tests are called, so that a skip says what would mend it. */
export const titled = (title: string): string =>
  isMissing
    ? `${title} (skipped: no chromium; apt-get install chromium fonts-dejavu-core, or set CHROMIUM_PATH)`
    : title;

/** All that a quiet page does not do. */
export interface Visit {
  readonly requests: string[];
  /** Of them, those that its content policy kept from being made. */
  readonly refused: string[];
  readonly noise: string[];
}

export class Visitor {
  readonly #browser: Browser;
  readonly #folder = mkdtempSync(join(tmpdir(), 'passmuster-html-'));

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async launch(): Promise<Visitor> {
    return new Visitor(
      await chromium.launch({
        executablePath,
        // No sandbox only because tests may run as root in a container; the page is our own output.
        args: [
          '--no-sandbox',
          '--disable-gpu',
          '--disable-background-networking',
          '--disable-component-update',
        ],
      }),
    );
  }

  async close(): Promise<void> {
    await this.#browser.close();
    rmSync(this.#folder, { recursive: true });
  }

  /** The address of the page that is made of a report. */
  page(name: string, report: Report): string {
    return this.file(name, [...html.render(report, renderOptions)].join(''));
  }

  file(name: string, text: string): string {
    const path = join(this.#folder, name);
    writeFileSync(path, text);
    return pathToFileURL(path).href;
  }

  /** Opens the page and lets the test act on it. */
  async visit(
    address: string,
    act: (page: Page) => Promise<void>,
    context: BrowserContextOptions = {},
  ): Promise<Visit> {
    const opened = await this.#browser.newContext({ offline: true, ...context });
    const page = await opened.newPage();
    const [requests, refused, noise]: [string[], string[], string[]] = [[], [], []];
    page.on('request', (request) => requests.push(request.url()));
    page.on('requestfailed', (request) => {
      if (request.failure()?.errorText === 'csp') refused.push(request.url());
    });
    page.on('console', (line) => noise.push(line.text()));
    page.on('pageerror', (error) => noise.push(error.message));
    page.on('dialog', (dialog) => {
      noise.push(dialog.message());
      void dialog.dismiss();
    });
    await page.goto(address);
    await act(page);
    await opened.close();
    return { requests, refused, noise };
  }
}
