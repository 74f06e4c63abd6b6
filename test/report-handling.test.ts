/** A report is recorded information: marking, last day, what was not assessed, what is withheld, and the public rendering. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { checkHandling, handled, shown } from '../src/cli/handling.ts';
import type { Report } from '../src/model/report.ts';
import { fewestSubjects, publicReport, undecidedRules, withHandling } from '../src/report/handling.ts';
import { sheetStyle } from '../src/report/html/style.ts';
import { findReporter, publicFormats, reporterIds } from '../src/report/registry.ts';
import { reportSchema } from '../src/report/schema.ts';
import { sampleReport } from './support/sample-report.ts';

const options = { width: 100, color: false, unicode: true, verbose: true };
async function rendered(report: Report, format: string): Promise<string> {
  const reporter = await findReporter(format);
  return [...(reporter?.render(report, options) ?? [])].join('');
}
const isReport = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(reportSchema);

/** Enough subjects to count by rule; each fails one rule. */
function fleet(size: number): Report {
  const [subject] = sampleReport.subjects;
  const fail = sampleReport.findings.find(({ outcome }) => outcome === 'fail');
  if (!subject || !fail) throw new Error('the sample is too small');
  const ids = Array.from({ length: size }, (_, index) => `phone-${index}`);
  return {
    ...sampleReport,
    subjects: ids.map((id) => ({ ...subject, id })),
    findings: ids.map((id) => ({ ...fail, subject: id })),
  };
}

describe('the marking and the last day', () => {
  const marked = withHandling(sampleReport, { marking: 'OFFICIAL-SENSITIVE', retainUntil: '2027-03-31' });

  it.each(reporterIds)('stand in the format %s', async (format) => {
    const text = await rendered(marked, format);
    expect(text).toContain('OFFICIAL-SENSITIVE');
    expect(text).toContain('2027-03-31');
    expect(await rendered(sampleReport, format)).not.toContain('OFFICIAL-SENSITIVE');
  });

  it('stand above and below, and as numbers in the style for every printed sheet', async () => {
    const page = await rendered(marked, 'html');
    expect(page).toMatch(
      /<p class="marking top">OFFICIAL-SENSITIVE<\/p>[\s\S]*<p class="marking bottom">OFFICIAL-SENSITIVE<\/p>/,
    );
    const sheets = sheetStyle({ ...marked, asOf: '"}</style>', handling: { marking: '"}</style>' } });
    expect(sheets).toContain(String.raw`@top-center { content: "\22 \7d \3c \2f \73 `);
    expect(sheets).not.toContain('</style>');
    const lines = (await rendered(marked, 'terminal')).trimEnd().split('\n');
    expect([lines.at(0), lines.at(-1)]).toEqual(['OFFICIAL-SENSITIVE', 'OFFICIAL-SENSITIVE']);
  });

  it('of a hostile text are harmless', async () => {
    const hostile = withHandling(sampleReport, { marking: '</p><script>alert(1)</script>\u001b[31m' });
    expect(await rendered(hostile, 'html')).not.toContain('<script>alert(1)');
    expect(await rendered(hostile, 'terminal')).not.toContain('\u001b');
  });

  it('come from the flags: a day, or days after the time of the evaluation', () => {
    expect(handled(sampleReport, { 'retain-until': '2027-03-31' }).handling).toEqual({
      retainUntil: '2027-03-31',
    });
    expect(handled(sampleReport, { retain: 30 }).handling).toEqual({ retainUntil: '2026-12-20' });
    expect(handled(sampleReport, {})).toBe(sampleReport);
  });

  it.each(['2027-02-30', '31.03.2027', '2027-3-31', '', 'soon'])('refuse %j', (day) => {
    expect(() => checkHandling({ 'retain-until': day }, [])).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringContaining('a calendar day') }),
    );
  });

  it('take the place of what a saved report had', () => {
    expect(handled(marked, { marking: 'OFFICIAL' }).handling).toEqual({
      marking: 'OFFICIAL',
      retainUntil: '2027-03-31',
    });
  });
});

describe('what was not assessed', () => {
  const [profile] = sampleReport.profiles;
  const told: Report = {
    ...sampleReport,
    profiles: profile ? [{ ...profile, advisory: true, notAssessable: ['Private e-mail.'] }] : [],
  };

  it.each(reporterIds)('stands in the format %s', async (format) => {
    expect(await rendered(told, format)).toContain('Private e-mail.');
  });

  it('is a report of the schema', () => {
    expect(isReport(JSON.parse(JSON.stringify(told)))).toBe(true);
  });

  it('counts a rule only when it was decided nowhere', () => {
    expect(undecidedRules(sampleReport).map(({ rule }) => rule)).toEqual(['security-notifications']);
  });
});

describe('where information is held', () => {
  const [first, ...others] = sampleReport.subjects;
  if (first === undefined) throw new Error('the sample has no subject');
  const channel = {
    scope: 'app:wechat',
    name: 'WeChat',
    kind: 'messaging',
    owner: 'Tencent',
    countries: ['CN'],
  };
  const backups = ['the phone, to a cloud'];
  const held: Report = { ...sampleReport, subjects: [{ ...first, channels: [channel], backups }, ...others] };

  it.each(['terminal', 'html', 'json'])(
    'stands with the phone in the format %s, and not in public',
    async (format) => {
      const text = await rendered(held, format);
      for (const part of ['WeChat', 'Tencent', 'the phone, to a cloud']) expect(text).toContain(part);
      expect(await rendered(publicReport(held), format)).not.toContain('Tencent');
      expect(isReport(JSON.parse(JSON.stringify(held)))).toBe(true);
    },
  );
});

describe('the public rendering', () => {
  /** Whatever belongs to one phone, one file or one group. */
  const ofOne = (report: Report) => [
    ...report.subjects.flatMap(({ id, labels, model }) => [id, ...Object.values(labels), model ?? id]),
    ...report.inputs.flatMap(({ path, sha256 }) => [path, sha256]),
    ...report.findings.flatMap(({ message, evidence }) => [
      message,
      ...evidence.flatMap(({ input, locator }) => [input, locator]),
    ]),
  ];

  it.each(publicFormats)('in the format %s tells nothing of one phone', async (format) => {
    for (const report of [sampleReport, fleet(fewestSubjects)]) {
      const text = await rendered(publicReport(report), format);
      const shown = ofOne(report).filter((part) => part.length > 3 && text.includes(part));
      expect(shown).toEqual([]);
    }
  });

  it.each(publicFormats)(
    'in the format %s holds the texts of rules and the log of what is withheld',
    async (format) => {
      const text = await rendered(publicReport(sampleReport), format);
      expect(text).toContain('Local backups are encrypted');
      expect(text).toMatch(/withheld/i);
      expect(text).toContain('security');
    },
  );

  it('counts by rule, and not with so few subjects that a count would tell of one', () => {
    const counts = publicReport(fleet(fewestSubjects)).ruleCounts ?? [];
    expect(counts.map(({ outcomes }) => outcomes.fail).filter((fails) => fails > 0)).toEqual([
      fewestSubjects,
    ]);
    const few = publicReport(fleet(fewestSubjects - 1));
    expect(few.ruleCounts).toEqual([]);
    expect(few.handling?.withheld).toContainEqual(
      expect.objectContaining({ what: 'counts of rules', reason: 'security' }),
    );
  });

  it('keeps the summary and the verdicts of the gates, and is a report of the schema', () => {
    const rendering = publicReport(fleet(fewestSubjects));
    expect(rendering.summary).toEqual(sampleReport.summary);
    expect(rendering.gates.map(({ gate, met }) => [gate, met])).toEqual(
      sampleReport.gates.map(({ gate, met }) => [gate, met]),
    );
    expect(isReport(JSON.parse(JSON.stringify(rendering)))).toBe(true);
    expect(publicReport(rendering)).toBe(rendering);
  });

  it('says how many pseudonyms stand in place of identifiers', () => {
    const identity = { pseudonymise: true, identityKey: 'a'.repeat(64) };
    const called = handled(sampleReport, {}, identity);
    expect(called.handling?.withheld).toEqual([
      { what: 'device identifiers', count: 2, reason: 'personal-data' },
    ]);
    expect(called.handling?.pseudonymKey).toMatch(/^[0-9a-f]{16}$/);
    expect(shown(called, { public: true }).handling?.withheld?.map(({ what }) => what)).toContain(
      'device identifiers',
    );
    expect(handled(sampleReport, {}, { identityKey: 'a'.repeat(64) })).toBe(sampleReport);
  });

  it('is refused for formats that show findings one by one', () => {
    const single = reporterIds.filter((format) => !publicFormats.includes(format));
    expect(single).toContain('junit');
    for (const format of single)
      expect(() => checkHandling({ public: true }, [{ format, file: undefined }])).toThrow(
        expect.objectContaining({ code: 'usage' }),
      );
    expect(() => checkHandling({ public: true }, [{ format: 'html', file: 'a.html' }])).not.toThrow();
  });

  it('shows no zeros where nothing is counted', async () => {
    const page = await rendered(publicReport(sampleReport), 'html');
    const rules = page.slice(page.indexOf('<h2 id="rules">'), page.indexOf('<h2 id="not-assessed">'));
    expect(rules).toContain('<td>–</td>');
    expect(rules).not.toContain('class="zero"');
    expect(page).not.toContain('was decided on another');
  });

  it('runs no script', async () => {
    const page = await rendered(publicReport(sampleReport), 'html');
    expect(page).not.toContain('<script');
    expect(page).toContain('script-src &#39;none&#39;');
  });
});
