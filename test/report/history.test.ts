/** What a history knows, in every format that has room for it. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { ReportHistory } from '../../src/model/report.ts';
import { publicReport } from '../../src/report/handling.ts';
import { historyText } from '../../src/report/history-text.ts';
import { reportSchema } from '../../src/report/schema.ts';
import { failing, kept, since } from '../support/kept-report.ts';
import { poisoned, rendered, renderOptions, reportOf, richReport } from '../support/report-renderings.ts';

const phone = reportOf('device-1001', kept);

describe('since when something fails', () => {
  it.each([
    ['terminal', 'failing since 2026-11-01 (19 days), at times not decided'],
    ['html', 'failing since 2026-11-01 (19 days), at times not decided'],
    ['markdown', 'failing since 2026-11-01 (19 days)'],
    ['csv', '"2026-11-01T23:59:59Z",19\r\n'],
    ['json', '"failingSince":"2026-11-01T23:59:59Z","failingGap":true'],
    ['ndjson', '"failingSince":"2026-11-01T23:59:59Z"'],
    ['sarif', '"failingSince":"2026-11-01T23:59:59Z"'],
    ['hdf', '"failing_since":"2026-11-01T23:59:59Z"'],
    ['hdf', 'failing since 2026-11-01 (19 days)'],
    ['cklb', 'failing since 2026-11-01 (19 days)'],
    ['ocsf', `"first_seen_time":${Date.parse(since)}`],
  ])('is in %s as %j', async (format, text) => {
    expect((await rendered(format, phone)).includes(text)).toBe(true);
    expect((await rendered(format, reportOf('device-1001', failing))).includes(text)).toBe(false);
  });

  it('is told by age of a run', () => {
    const text = [...historyText(kept, { ...renderOptions, details: false })].join('');
    expect(text).toMatch(/^high +0 +0 +\d/m);
    expect(text).toContain('! 1 subject no longer there: Phone nine');
    const all = [...historyText(poisoned(kept), { ...renderOptions, details: true })].join('');
    expect(all.split('\n').filter((line) => /[\p{Cc}\p{Cf}\u2028\u2029]/u.test(line))).toEqual([]);
  });
});

describe('the runs before', () => {
  it('are in a report of the schema, and in one for the public without names', () => {
    const isReport = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(reportSchema);
    expect(isReport(kept), JSON.stringify(isReport.errors)).toBe(true);
    const shown = publicReport(kept);
    expect(isReport(shown)).toBe(true);
    expect(JSON.stringify(shown)).not.toContain('Phone nine');
    expect(shown.history?.trend).toHaveLength(5);
  });

  it('are a chart in the page: a line that breaks where nothing was decided, a mark where profiles changed', async () => {
    const page = await rendered('html', kept);
    expect(page.match(/<polyline class="score"/g)).toHaveLength(2);
    expect(page.match(/<polyline class="coverage"/g)).toHaveLength(1);
    expect(page.match(/<line class="break"/g)).toHaveLength(1);
    expect(page).toContain('1 subject of the run before');
    expect(page).toContain('The clock of this run is before that of the last one.');
    expect(page.indexOf('1 subject of the run before')).toBeLessThan(page.indexOf('class="panels"'));
    expect(await rendered('html', richReport)).not.toContain('id="trend"');
  });

  it('tell in the page what is new, where there is a run to compare with', async () => {
    expect(await rendered('html', kept)).toContain('None is new since the run before.');
    const findings = kept.findings.map((one) =>
      one.outcome === 'fail' ? { ...one, failingSince: kept.asOf } : one,
    );
    const fresh = await rendered('html', { ...kept, findings });
    const fails = findings.filter(({ outcome }) => outcome === 'fail').length;
    expect(fresh).toContain(` ${fails} new since the run before.`);
    expect(fresh).toMatch(/fails on 1 of \d+ subjects; 1 new/);
    const { previous: _previous, ...history } = kept.history ?? {};
    const first = await rendered('html', { ...kept, findings, history: { ...history } as ReportHistory });
    expect(first).not.toMatch(/new since|; \d+ new/);
  });

  it('show no text of an input as markup', async () => {
    expect(await rendered('html', poisoned(kept))).not.toMatch(/<img|onerror=alert\(1\)>/);
  });

  it('are named in the terminal before any percentage', async () => {
    const text = await rendered('terminal', kept);
    expect(text).toContain('History   run 5 of nightly, after run 4 of 2026-11-14T23:59:59Z');
    expect(text.indexOf('no longer there')).toBeLessThan(text.indexOf('%'));
  });
});
