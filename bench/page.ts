/**
 * The page of a whole fleet: how long it takes to make, how large it is, how fast it opens in the browser, and how fast a filter
 * and a search answer. Needs Debian's chromium, or CHROMIUM_PATH.
 *
 *   node bench/page.ts 100000 100 5
 */
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { htmlSink } from '../src/report/html.ts';
import { middle } from './measure.ts';
import { tellFleet } from './page-fleet.ts';

const [devices = 100_000, rules = 100, rounds = 5] = process.argv.slice(2).map(Number);

async function made(path: string): Promise<{ seconds: number; mebibytes: number }> {
  const file = openSync(path, 'w');
  const start = performance.now();
  let most = 0;
  const sink = htmlSink((text) => void writeSync(file, text));
  await tellFleet(
    {
      ...sink,
      subject(judged) {
        most = Math.max(most, process.memoryUsage.rss());
        return sink.subject(judged);
      },
    },
    devices,
    rules,
  );
  closeSync(file);
  return { seconds: (performance.now() - start) / 1000, mebibytes: most / 1024 / 1024 };
}

/** Milliseconds from the navigation until the page has loaded and its script has run; until a filter and a search have answered. */
async function opened(browser: Browser, address: string) {
  const page = await (await browser.newContext({ offline: true })).newPage();
  await page.goto(address);
  const [load, paint] = await page.evaluate<[number, number]>(
    `new Promise((done) => requestAnimationFrame(() => setTimeout(() => done([
      performance.getEntriesByType('navigation')[0].loadEventEnd,
      performance.getEntriesByName('first-contentful-paint')[0].startTime,
    ]))))`,
  );
  const timed = (act: string) =>
    page.evaluate<number>(
      `(async () => {
        const start = performance.now();
        ${act}
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        return performance.now() - start;
      })()`,
    );
  const filter = await timed(`document.querySelector('button[data-value="fail"]').click();`);
  const all = await timed(`document.querySelector('#open-all').click();`);
  await page.close();
  return { load, paint, filter, all };
}

const folder = mkdtempSync(join(tmpdir(), 'passmuster-page-'));
try {
  const path = join(folder, 'report.html');
  const { seconds, mebibytes } = await made(path);
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'], // no sandbox: the page is ours, and this may run as root
  });
  const turns: Awaited<ReturnType<typeof opened>>[] = [];
  for (let turn = 0; turn < rounds; turn += 1) turns.push(await opened(browser, pathToFileURL(path).href));
  const of = (key: 'load' | 'paint' | 'filter' | 'all') =>
    `${Math.round(middle(turns.map((one) => one[key])))} ms`;
  process.stdout.write(
    [
      `${devices} devices, ${rules} rules, Chromium ${browser.version()}, middle of ${rounds}`,
      `made in        ${seconds.toFixed(1)} s, ${Math.round(mebibytes)} MiB`,
      `size           ${(statSync(path).size / 1e6).toFixed(1)} MB`,
      `first painted  ${of('paint')}`,
      `loaded         ${of('load')}`,
      `filtered       ${of('filter')}`,
      `all opened     ${of('all')}`,
      '',
    ].join('\n'),
  );
  await browser.close();
} finally {
  rmSync(folder, { recursive: true });
}
