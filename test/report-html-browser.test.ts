/** The page in a real browser: no request, no dialog, filters that work, both themes, print, and no need of script. */
import { spawnSync } from 'node:child_process';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RuleRecord } from '../src/model/report.ts';
import { html } from '../src/report/html.ts';
import { isMissing, titled, Visitor } from './support/browser.ts';
import { handsetReport } from './support/handset.ts';
import { poisoned, renderOptions, richReport } from './support/report-renderings.ts';
import { sampleReport } from './support/sample-report.ts';

const hasPdftotext = spawnSync('pdftotext', ['-v']).error === undefined;

function firstRule(): RuleRecord {
  const [rule] = sampleReport.profiles[0]?.rules ?? [];
  if (!rule) throw new Error('the sample is too small');
  return rule;
}

describe.skipIf(isMissing)(titled('the page in a browser'), () => {
  let visitor: Visitor;
  let address: string;
  let handset: string;

  beforeAll(async () => {
    visitor = await Visitor.launch();
    address = visitor.page('report.html', sampleReport);
    handset = visitor.page('handset.html', await handsetReport());
  }, 60_000);

  afterAll(() => visitor.close(), 60_000);

  const visit = (
    act: (page: Page) => Promise<void>,
    context: BrowserContextOptions = {},
    at: string = address,
  ) => visitor.visit(at, act, context);
  const quiet = () => ({ requests: [address], refused: [], noise: [] });
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

  it('orders the rules by a column, the other way, and as they were', async () => {
    const visited = await visit(async (page) => {
      const ids = () =>
        page.locator('tbody[data-item]').evaluateAll((all) => all.map(({ id }) => id.split('__')[2]));
      const printed = await ids();
      const head = (name: string) => page.locator('table.rules th').filter({ hasText: name });
      await head('unknown').getByRole('button').click();
      expect(await head('unknown').getAttribute('aria-sort')).toBe('descending');
      expect((await ids()).slice(0, 2)).toEqual(['backup-encrypted', 'security-notifications']);
      await page.keyboard.press('Enter');
      expect((await ids()).at(-1)).toBe('backup-encrypted');
      await page.keyboard.press('Enter');
      expect(await ids()).toEqual(printed);
      await head('Severity').getByRole('button').click();
      expect((await ids()).at(0)).toBe('os-current');
      expect(await page.locator('table.rules [aria-sort]').count()).toBe(1);
    });
    expect(visited).toEqual(quiet());
  });

  it('filters by platform, rules and subjects alike', async () => {
    await visit(async (page) => {
      await page.click('button[data-value="android"]');
      expect(await seen(page, 'details.subject')).toBe(2);
      expect(await seen(page, '#subject__device-1002')).toBe(1);
    });
  });

  it('leads from the worst rules and devices to what there is to say of them', async () => {
    await visit(async (page) => {
      await page.locator('.worst a').filter({ hasText: 'at least six characters' }).click();
      const about = page.locator('#rule__sample-basics__passcode-length .about');
      await about.waitFor();
      await about.getByRole('link', { name: 'Passcode and backup' }).click();
      await page.locator('#subject__com_2e_example_2e_passcode .finding.fail').waitFor();
    });
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

  it.skipIf(!hasPdftotext)(
    hasPdftotext
      ? 'prints sheets with marking, number and the heads of tables'
      : 'prints sheets (skipped: no pdftotext; apt-get install poppler-utils)',
    async () => {
      const many = Array.from({ length: 40 }, (_, index) => ({ ...firstRule(), id: `rule-${index}` }));
      const marked = visitor.page('marked.html', {
        ...sampleReport,
        profiles: sampleReport.profiles.map((one) => ({ ...one, rules: [...one.rules, ...many] })),
        handling: { marking: 'OFFICIAL-SENSITIVE' },
      });
      let sheets: string[] = [];
      const print = async (page: Page) => {
        const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true });
        const { stdout } = spawnSync('pdftotext', ['-layout', '-', '-'], { input: pdf, encoding: 'utf8' });
        sheets = stdout.split('\f').slice(0, -1);
      };
      expect(await visit(print, {}, marked)).toEqual({ requests: [marked], refused: [], noise: [] });
      expect(sheets.length).toBeGreaterThan(6);
      for (const [index, sheet] of sheets.entries()) {
        expect(sheet.split('OFFICIAL-SENSITIVE').length, `sheet ${index + 1}`).toBeGreaterThan(2);
        expect(sheet).toContain(`page ${index + 1} of ${sheets.length}`);
        expect(sheet).toContain('Passmuster 0.1.0, as of 2026-11-20T23:59:59Z');
        // A rule's row on a sheet without the heads would leave its numbers without a meaning.
        if (/rule-\d+ why/.test(sheet)) expect(sheet).toMatch(/Rule +Severity/);
      }
      expect(sheets.filter((sheet) => /rule-\d+ why/.test(sheet)).length).toBeGreaterThan(2);
      const text = sheets.join('');
      for (const { title } of sampleReport.findings) expect(text).toContain(title);
      expect(text).not.toContain('Showing ');
    },
  );

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
    expect(visited).toEqual({ requests: [handset], refused: [], noise: [] });
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

  it('does nothing that a hostile report asks for, whatever a reader does with the page', async () => {
    const hostile = visitor.page('hostile.html', poisoned(richReport));
    const visited = await visit(
      async (page) => {
        await page.click('#open-all');
        for (const button of await page.locator('button[data-filter], button.sort').all())
          await button.click();
        await page.fill('#query', '<img src=x onerror=alert(1)>');
        await page.locator('#chips').filter({ hasText: '<img src=x' }).waitFor();
        await page.getByRole('button', { name: 'clear all' }).click();
        await page.evaluate(`for (const one of document.querySelectorAll('a[href^="#"]')) one.click()`);
        await page.emulateMedia({ media: 'print' });
        await page.pdf();
        const made = 'img, iframe, object, embed, form, link, base, audio, video, [style], [onerror], [src]';
        expect(await page.locator(made).count()).toBe(0);
        expect(await page.locator('script').count()).toBe(1);
        const away = await page.locator('a:not([href^="#"]):not([href^="https://"])').count();
        expect(away).toBe(0);
      },
      {},
      hostile,
    );
    expect(visited.noise).toEqual([]);
    expect(new Set(visited.requests.map((url) => url.replace(/#.*/, '')))).toEqual(new Set([hostile]));
  });

  it('is stopped by its content policy when markup does get in', async () => {
    const hole = '<p class="brand">';
    const attack = `<script>alert(1)</script><img src="https://example.invalid/x" onerror="alert(2)">${hole}`;
    const text = [...html.render(sampleReport, renderOptions)].join('');
    const bad = visitor.file('bad.html', text.replace(hole, attack));
    const { requests, refused, noise } = await visit(async () => {}, {}, bad);
    expect(requests).toEqual([bad, ...refused]);
    expect(refused).toEqual(['https://example.invalid/x']);
    expect(noise).not.toEqual([]);
    expect(noise.filter((line) => !line.includes('Content Security Policy'))).toEqual([]);
  });
});
