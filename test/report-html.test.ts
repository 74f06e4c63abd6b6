import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { outcomes } from '../src/model/finding.ts';
import type { Report } from '../src/model/report.ts';
import type { WaiverState } from '../src/model/waiver.ts';
import { anchor, link, markup } from '../src/report/html/escape.ts';
import { themes } from '../src/report/html/style.ts';
import { count } from '../src/report/html/marks.ts';
import { html, htmlSink } from '../src/report/html.ts';
import { shownFindings, shownInFull, shownSubjects } from '../src/report/shown.ts';
import { percent } from '../src/report/words.ts';
import { sampleReport } from './support/sample-report.ts';

const options = { width: 80, color: false, unicode: true, verbose: false };
const render = (report: Report) => [...html.render(report, options)].join('');
const page = render(sampleReport);
const withoutOurs = page.replace(/<style>.*<\/style>/s, '').replace(/<script>.*<\/script>/s, '');

/** Many subjects, alike in all rules: every third fails, every third is unknown, the others pass. */
function fleet(size: number, profiles = sampleReport.profiles): Report {
  const [subject] = sampleReport.subjects;
  const finding = sampleReport.findings.find(({ outcome }) => outcome === 'fail');
  if (!subject || !finding) throw new Error('the sample is too small');
  const ids = Array.from({ length: size }, (_, index) => `phone-${index}`);
  const cycle = ['pass', 'unknown', 'fail'] as const;
  return {
    ...sampleReport,
    profiles,
    subjects: ids.map((id) => ({ ...subject, id })),
    findings: ids.flatMap((id, index) =>
      profiles.flatMap(({ rules }) =>
        rules.map((rule) => ({
          ...finding,
          rule: rule.id,
          severity: rule.severity,
          subject: id,
          outcome: cycle[index % 3] ?? 'pass',
        })),
      ),
    ),
  };
}

describe('the page', () => {
  it('is the golden page', async () => {
    await expect(page).toMatchFileSnapshot(join(import.meta.dirname, 'fixtures', 'reports', 'sample.html'));
  });

  it('is the same for the same report', () => {
    expect(render(structuredClone(sampleReport))).toBe(page);
  });

  it('is the same when it is fed by an audit as it goes on, in whatever order', async () => {
    const { subjects, findings, inputs, summary, gates, ...begin } = sampleReport;
    const chunks: string[] = [];
    const sink = htmlSink((text) => void chunks.push(text));
    await sink.begin(begin);
    for (const subject of subjects.toReversed())
      await sink.subject({ subject, findings: findings.filter((one) => one.subject === subject.id) });
    for (const input of inputs) await sink.input(input);
    await sink.end({ summary, gates });
    expect(chunks.join('')).toBe(page);
  });

  it('shows the counts of the summary for all six outcomes', () => {
    for (const outcome of outcomes) {
      const [, shown] =
        new RegExp(`<li class="card ${outcome}"><span class="number">(\\d+)<`).exec(page) ?? [];
      expect(Number(shown), outcome).toBe(sampleReport.summary.outcomes[outcome]);
      const listed = page.split(`<article class="finding ${outcome}"`).length - 1;
      expect(listed, `${outcome} listed`).toBe(sampleReport.summary.outcomes[outcome]);
    }
  });

  it('says so when nothing was decided', () => {
    const zero = { pass: 0, fail: 0, unknown: 0, 'not-applicable': 0, waived: 0, error: 0 };
    const scores = {
      outcomes: zero,
      score: null,
      coverage: null,
      scoreWithoutWaivers: null,
      attested: { pass: 0, fail: 0 },
      coverageWithoutAttestations: null,
    };
    const bySeverity = { critical: zero, high: zero, medium: zero, low: zero, info: zero };
    const empty = render({
      ...sampleReport,
      inputs: [],
      subjects: [],
      findings: [],
      summary: {
        ...scores,
        bySeverity,
        byKind: { device: scores, policy: scores },
        complete: true,
        population: { ...sampleReport.summary.population, devices: 0, stale: 0, otherRecords: 0 },
      },
    });
    expect(empty).toContain('Nothing was decided, so the lack of fails shows nothing.');
    expect(empty).toContain('No input was read.');
    expect(empty).toContain('<td>–</td>');
    expect(empty).not.toContain('100.0 %');
    expect(empty).not.toContain('Every input was read to its end');
  });

  it('puts the worst rules and subjects first', () => {
    const rules = [...page.matchAll(/<tbody id="rule__sample-basics__([a-z-]+)"/g)].map(([, id]) => id);
    expect(rules).toEqual([
      'os-current',
      'passcode-length',
      'backup-encrypted',
      'camera-permission',
      'usb-debugging',
      'security-notifications',
    ]);
    const subjects = [...page.matchAll(/<details class="subject" id="subject__([^"]+)"/g)].map(
      ([, id]) => id,
    );
    expect(subjects).toEqual(['device-1002', 'device-1001', 'com_2e_example_2e_passcode', 'policy-7']);
  });
});

describe('a rule', () => {
  it('says how to meet it for each management system that its profile speaks of', () => {
    const remediations = [
      { where: 'Configuration profile', text: 'Set allowCamera to false.' },
      { where: 'Intune', text: 'Set cameraBlocked <true>.' },
    ];
    const shown = render({
      ...sampleReport,
      profiles: sampleReport.profiles.map((profile) => ({
        ...profile,
        rules: profile.rules.map((rule) => ({ ...rule, remediation: 'all of it', remediations })),
      })),
    });
    expect(shown).toContain('<dt>Intune</dt><dd class="value">Set cameraBlocked &lt;true&gt;.</dd></dl>');
    expect(shown).not.toContain('all of it');
  });
});

describe('a waiver', () => {
  it('leaves the fail in the score without waivers, and stands with its finding', () => {
    expect(page).toMatch(/<strong>\d+\.\d.%<\/strong> without waivers: 1 fail is waived\./);
    expect(page).toMatch(
      /<article class="finding waived".*\n.*\n.*\n.*\n.*<dt>Waiver<\/dt><dd>.*w-2026-007, .*approved by/,
    );
  });

  it('that has ended or soon will is told on the first screen', () => {
    const { waivers = [] } = sampleReport;
    const shown = (state: WaiverState) =>
      render({ ...sampleReport, waivers: waivers.map((waiver) => ({ ...waiver, state })) });
    const told = `<a href="#waivers">Waivers</a>: ${waivers.length}`;
    expect(shown('expired')).toContain(`${told} expired.`);
    expect(shown('expiring')).toContain(`${told} expiring.`);
    expect(shown('active')).not.toContain(told);
    expect(waivers.length).toBeGreaterThan(0);
  });
});

describe('hostile text', () => {
  it('never becomes markup', () => {
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page.match(/<\/script/g)).toHaveLength(1);
    expect(withoutOurs).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;\\u{202e}');
    expect(withoutOurs).not.toMatch(/<[^>]+\s(?:on\w+|style|src)\s*=/);
    expect(withoutOurs).not.toMatch(/<b>/);
  });

  it('leads nowhere: links go to the page itself or to https references of rules', () => {
    const targets = [...withoutOurs.matchAll(/href="([^"]*)"/g)].map(([, target]) => target ?? '');
    const away = targets.filter((target) => !target.startsWith('#'));
    expect(away).toEqual([
      'https://csrc.nist.gov/pubs/sp/800/124/r2/final',
      'https://example.com/guide?part=4&amp;view=full#backup',
    ]);
    for (const target of targets.filter((one) => one.startsWith('#')))
      expect(page, target).toContain(` id="${target.slice(1)}"`);
    for (const url of [
      'javascript:alert(1)',
      'http://example.com',
      'JaVaScRiPt:x',
      '//example.com',
      '',
      'data:,x',
    ])
      expect(link('words', url).text).toBe('words');
  });

  it('hides nothing: controls, bidi and zero-width characters are written out', () => {
    // oxlint-disable-next-line no-control-regex -- the point of the test
    expect(page).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/,
    );
    expect(
      markup`${'a\u0000\u001b\u009b\u00ad\u061c\u200b\u2028\u2066\ufeff\ud800\uffff\u3164\u{e0041}\nz'}`.text,
    ).toBe(
      'a\\u{0}\\u{1b}\\u{9b}\\u{ad}\\u{61c}\\u{200b}\\u{2028}\\u{2066}\\u{feff}\\u{d800}\\u{ffff}\\u{3164}\\u{e0041}\\u{a}z',
    );
    expect(markup`${'café 日本 👍🏽 ✈️'}`.text).toBe('café 日本 👍🏽 ✈️');
  });

  it('cannot make two names share an anchor', () => {
    const names = [['a.b'], ['a_b'], ['a', 'b'], ['a_2e_b'], ['a__b'], ['a_', 'b'], ['a', '_b'], ['A.B']];
    expect(new Set(names.map((name) => anchor(...name))).size).toBe(names.length);
    expect(anchor('"><x', '\u202e')).toMatch(/^[\w-]+$/);
  });
});

it('admits exactly its own style and script', () => {
  const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page) ?? [];
  for (const element of ['style', 'script']) {
    const bodies = [...page.matchAll(new RegExp(`<${element}>(.*?)</${element}>`, 'gs'))];
    const hashes = bodies.map(
      ([, body = '']) => `&#39;sha256-${createHash('sha256').update(body).digest('base64')}&#39;`,
    );
    expect(hashes).not.toEqual([]);
    expect(`${policy};`).toContain(` ${element}-src ${hashes.join(' ')};`);
  }
  expect(policy).toMatch(/^default-src &#39;none&#39;;/);
  expect(policy).not.toContain('unsafe');
});

describe('figures', () => {
  it('are rounded down and never up to a hundred', () => {
    expect([0.9999, 1, 0.57, 0.29, 0.0004, 0, null].map(percent)).toEqual([
      '99.9 %',
      '100.0 %',
      '57.0 %',
      '29.0 %',
      '0.0 %',
      '0.0 %',
      '–',
    ]);
  });

  it('have the same separators everywhere', () => {
    expect([0, 999, 1000, 1_234_567].map(count)).toEqual(['0', '999', '1,000', '1,234,567']);
  });
});

describe('a fleet', () => {
  it('is cut earlier when each of its subjects has many findings', () => {
    const [profile] = sampleReport.profiles;
    const [rule] = profile?.rules ?? [];
    if (!profile || !rule) throw new Error('the sample is too small');
    const rules = Array.from({ length: 100 }, (_, index) => ({ ...rule, id: `rule-${index}` }));
    const large = render(fleet(300, [{ ...profile, rules }]));
    expect(large.split('<article ').length - 1).toBe(shownFindings.device);
    expect(large).toContain('The 60 worst of 300 devices are listed; of the other 240, 40 have fails.');
  });

  const size = 10_000;
  const large = render(fleet(size));

  it('stays a page that opens', () => {
    expect(large.length).toBeLessThan(3_000_000);
    expect(large.split('<details class="subject"').length - 1).toBe(shownSubjects.device);
    expect(large).not.toContain('<article class="finding pass"');
  });

  it('says what was left to the reports for machines', () => {
    expect(large).toContain(
      'The 200 worst of 10,000 devices are listed; of the other 9,800, 3,133 have fails. Passes and what does not apply are counted and not listed. Every finding is in the report as JSON or NDJSON',
    );
  });

  it('is listed in full while it is small', () => {
    const small = render(fleet(shownInFull));
    expect(small).not.toContain('Every finding is in the report as');
    expect(small.split('<article ').length - 1).toBe(shownInFull * 6);
  });
});

/** Relative luminance and contrast, WCAG 2.2. https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(a: string, b: string): number {
  const luminance = (colour: string) => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
      const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

describe.each(['light', 'dark'] as const)('in the %s theme', (name) => {
  const { ground, sheet, line: _, control, ...inks } = themes[name];

  it('every ink can be read on every ground', () => {
    for (const [ink, colour] of Object.entries(inks)) {
      expect(contrast(colour, ground), `${ink} on ground`).toBeGreaterThanOrEqual(4.5);
      expect(contrast(colour, sheet), `${ink} on sheet`).toBeGreaterThanOrEqual(4.5);
    }
    // Borders that show a control: WCAG 2.2, 1.4.11.
    expect(contrast(control, sheet)).toBeGreaterThanOrEqual(3);
  });
});
