/** The page in a real browser: no request, no dialog, filters that work, both themes, print, and no need of script. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../src/model/report.ts';
import { html } from '../src/report/html.ts';
import { handsetReport } from './support/handset.ts';
import { sampleReport } from './support/sample-report.ts';

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const isMissing = !existsSync(executablePath);
const title = isMissing
  ? 'the page in a browser (skipped: no chromium; apt-get install chromium fonts-dejavu-core, or set CHROMIUM_PATH)'
  : 'the page in a browser';

describe.skipIf(isMissing)(title, () => {
  let browser: Browser;
  let folder: string;
  let address: string;
  let handset: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'passmuster-html-'));
    address = written('report.html', sampleReport);
    handset = written('handset.html', await handsetReport());
    browser = await chromium.launch({
      executablePath,
      // No sandbox only because tests may run as root in a container; the page is our own output.
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
      ],
    });
  });

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  function written(name: string, report: Report): string {
    const file = join(folder, name);
    const options = { width: 80, color: false, unicode: true, verbose: false };
    writeFileSync(file, [...html.render(report, options)].join(''));
    return pathToFileURL(file).href;
  }

  /** Opens the page, lets the test act on it, and returns all that a quiet page does not do. */
  async function visit(
    act: (page: Page) => Promise<void>,
    context: BrowserContextOptions = {},
    at: string = address,
  ) {
    const opened = await browser.newContext({ offline: true, ...context });
    const page = await opened.newPage();
    const [requests, noise]: [string[], string[]] = [[], []];
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (line) => noise.push(line.text()));
    page.on('pageerror', (error) => noise.push(error.message));
    page.on('dialog', (dialog) => {
      noise.push(dialog.message());
      void dialog.dismiss();
    });
    await page.goto(at);
    await act(page);
    await opened.close();
    return { requests, noise };
  }

  const quiet = () => ({ requests: [address], noise: [] });
  const seen = (page: Page, selector: string) => page.locator(`${selector}:visible`).count();
  const shown = (page: Page) => page.locator('#shown').textContent();

  it('filters by outcome, severity and kind, and says how much it shows', async () => {
    const all = 'Showing 6 of 6 rules, 4 of 4 listed subjects, 21 of 21 listed findings';
    const visited = await visit(async (page) => {
      expect(await shown(page)).toBe(all);
      await page.click('#open-all');
      expect(await seen(page, '.finding')).toBe(21);
      await page.click('button[data-value="fail"]');
      expect(await shown(page)).toBe('Showing 3 of 6 rules, 2 of 4 listed subjects, 3 of 21 listed findings');
      expect(await seen(page, '.finding')).toBe(3);
      expect(await seen(page, 'tbody[data-item]')).toBe(3);
      expect(await page.getAttribute('button[data-value="fail"]', 'aria-pressed')).toBe('true');
      await page.click('button[data-value="critical"]');
      expect(await seen(page, '.finding')).toBe(1);
      await page.click('button[data-value="policy"]');
      expect(await seen(page, '.finding')).toBe(0);
      await page.getByRole('button', { name: 'Remove filter critical' }).click();
      expect(await seen(page, '.finding')).toBe(1);
      expect(await page.evaluate('document.activeElement.textContent')).toBe('fail ×');
      await page.getByRole('button', { name: 'clear all' }).click();
      expect(await shown(page)).toBe(all);
      expect(await page.locator('#chips button').count()).toBe(0);
    });
    expect(visited).toEqual(quiet());
  });

  it('searches findings with the words of their subject, and treats hostile words as words', async () => {
    const visited = await visit(async (page) => {
      const status = page.locator('#shown');
      await page.fill('#query', 'FIELD team');
      await status.filter({ hasText: '0 of 6 rules, 1 of 4 listed subjects, 7 of 21' }).waitFor();
      await page.fill('#query', '<script>alert(1)');
      await status.filter({ hasText: '1 of 6 rules' }).waitFor();
      expect(await page.locator('#chips button').textContent()).toBe('“<script>alert(1)” ×');
    });
    expect(visited).toEqual(quiet());
  });

  it('opens what a link leads to, even when a filter hid it', async () => {
    const visited = await visit(async (page) => {
      await page.click('button[data-value="low"]');
      expect(await seen(page, '#rule__sample-basics__os-current')).toBe(0);
      await page.goto(`${address}#rule__sample-basics__os-current`);
      await page.locator('#rule__sample-basics__os-current .about').waitFor();
      await page.locator('#shown').filter({ hasText: '6 of 6 rules' }).waitFor();
    });
    expect(visited.noise).toEqual([]);
    expect(new Set(visited.requests.map((url) => url.replace(/#.*/, '')))).toEqual(new Set([address]));
  });

  it('can be used by keyboard alone', async () => {
    await visit(async (page) => {
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the verdict');
      await page.focus('button[data-value="fail"]');
      await page.keyboard.press('Space');
      expect(await seen(page, 'details.subject')).toBe(2);
      await page.focus('details.subject summary');
      await page.keyboard.press('Enter');
      expect(await seen(page, '.finding')).toBe(2);
    });
  });

  it('shows the same without script, but for the filters', async () => {
    const visited = await visit(
      async (page) => {
        expect(await seen(page, '#filters')).toBe(0);
        expect(await seen(page, 'tbody[data-item]')).toBe(6);
        await page.locator('details.subject summary').first().click();
        expect(await seen(page, '.finding')).toBe(6);
        await page.emulateMedia({ media: 'print' });
        expect(await seen(page, '.finding')).toBe(21);
        expect(await seen(page, '.rules .about')).toBe(6);
      },
      { javaScriptEnabled: false },
    );
    expect(visited).toEqual(quiet());
  });

  it('prints everything, whatever is filtered or closed', async () => {
    await visit(async (page) => {
      await page.click('button[data-value="fail"]');
      await page.emulateMedia({ media: 'print' });
      expect(await seen(page, '.finding')).toBe(21);
      expect(await seen(page, '#filters')).toBe(0);
    });
  });

  it.each(['light', 'dark'] as const)('has a %s theme and fits a phone', async (colorScheme) => {
    const visited = await visit(
      async (page) => {
        const ground = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
        expect(ground).toBe(colorScheme === 'light' ? 'rgb(245, 246, 248)' : 'rgb(18, 22, 27)');
        expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
      },
      { colorScheme, viewport: { width: 360, height: 740 } },
    );
    expect(visited).toEqual(quiet());
  });

  it('shows of two phones what was joined, and who states what until when', async () => {
    const visited = await visit(
      async (page) => {
        const phone = page.locator('details.subject').filter({ hasText: 'device, ios' });
        await phone.locator('summary').first().click();
        const facts = await phone.locator('dl.facts').innerText();
        expect(facts).toMatch(/intune-devices\.json, \S*lon-017-iphone/);
        const finding = async (outcome: string, words: string) => {
          const found = phone.locator(`.finding.${outcome}`).filter({ hasText: words }).first();
          await found.waitFor(); // until it can be seen; its innerText is empty while it is out of sight
          return (await found.textContent()) ?? '';
        };
        expect((await finding('pass', 'moj-wa-two-step')).replaceAll(/\s+/g, ' ')).toContain(
          'witnessed by Line manager (p-91c2), seen by Security analyst (p-0b77), 2026-11-18T10:15:00Z, until 2026-12-18T10:15:00Z',
        );
        const expired = await finding('unknown', 'attestation-expired');
        expect(expired).toContain('☐');
        expect(expired).toMatch(/self-report by User of the phone.*until 2026-11-01T16:40:00Z/);
        expect(await finding('unknown', 'ambiguous')).toContain('≠');
        expect(await finding('fail', 'moj-wa-local-backup')).toContain('IsEncrypted = false');
        expect(await page.locator('main').innerText()).toMatch(
          /4 passes and \d+ fails? rests? on what people state/,
        );
        expect(await page.locator('table.inputs').innerText()).toMatch(/attestations\.yaml/);
      },
      {},
      handset,
    );
    expect(visited).toEqual({ requests: [handset], noise: [] });
  });

  it.each([360, 1100])('fits what it says of two phones into %d pixels', async (width) => {
    const visited = await visit(
      async (page) => {
        await page.click('#open-all');
        expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
          width,
        );
        const wide = await page
          .locator('.card')
          .evaluateAll((cards) =>
            cards.filter((card) => card.scrollWidth > card.clientWidth).map((card) => card.textContent),
          );
        expect(wide).toEqual([]);
      },
      { viewport: { width, height: 740 } },
      handset,
    );
    expect(visited.noise).toEqual([]);
  });

  it('is stopped by its content policy when markup does get in', async () => {
    const bad = join(folder, 'bad.html');
    const [hole, options] = ['<p class="brand">', { width: 80, color: false, unicode: true, verbose: false }];
    const text = [...html.render(sampleReport, options)].join('');
    writeFileSync(
      bad,
      text.replace(
        hole,
        `<script>alert(1)</script><img src="https://example.invalid/x" onerror="alert(2)">${hole}`,
      ),
    );
    const opened = await browser.newContext({ offline: true });
    const page = await opened.newPage();
    const [dialogs, refusals]: [string[], string[]] = [[], []];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    page.on('console', (line) => refusals.push(line.text()));
    await page.goto(pathToFileURL(bad).href);
    await opened.close();
    expect(dialogs).toEqual([]);
    expect(refusals.filter((line) => line.includes('Content Security Policy'))).not.toEqual([]);
  });
});
