/** What receivers get: the schema of ours, the limits of theirs, and nothing that belongs to somebody. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { Report, ReportHistory } from '../../src/model/report.ts';
import { bodyOf, notifyFormats } from '../../src/notify/formats.ts';
import { messageOf } from '../../src/notify/message.ts';
import { notificationSchema } from '../../src/notify/schema.ts';
import { emptyReport, poisoned, richReport } from '../support/report-renderings.ts';
import { sampleReport } from '../support/sample-report.ts';

const plain = { exitCode: 1, namesDevices: false };
const isMessage = new Ajv2020({ strict: true, strictRequired: false }).compile(notificationSchema);
const poison = poisoned(richReport);

/** As a history leaves it: the run before, and since when each fail has been one. */
function withHistory(report: Report): Report {
  let count = 0;
  const findings = report.findings.map((finding) =>
    finding.outcome === 'fail'
      ? { ...finding, failingSince: count++ % 2 === 0 ? report.asOf : '2026-10-01T00:00:00Z' }
      : finding,
  );
  const history: ReportHistory = {
    run: 7,
    series: 'default',
    hash: '0'.repeat(64),
    trend: [],
    previous: { run: 6, asOf: '2026-11-19T23:59:59Z' },
    appeared: [{ id: 'device-x', kind: 'device' }],
    vanished: [],
  };
  return { ...report, findings, history };
}

const reports: readonly (readonly [string, Report])[] = [
  ['the sample', sampleReport],
  ['everything', richReport],
  ['hostile texts', poison],
  ['nothing read', emptyReport],
  ['a history', withHistory(richReport)],
];

describe('the message', () => {
  it.each(reports)('of %s follows the published schema', (_name, report) => {
    for (const namesDevices of [false, true]) {
      const message: unknown = JSON.parse(bodyOf('json', messageOf(report, { exitCode: 3, namesDevices })));
      expect(isMessage(message), JSON.stringify(isMessage.errors)).toBe(true);
    }
  });

  it('counts what the report counts', () => {
    const message = messageOf(richReport, plain);
    const { summary } = richReport;
    expect(message.outcomes).toEqual(summary.outcomes);
    expect(message.score).toBe(summary.score);
    expect(message.bySeverity.high.fail).toBe(summary.bySeverity.high.fail);
    const fails = richReport.findings.filter(({ outcome }) => outcome === 'fail').length;
    expect(message.worstRules.reduce((sum, one) => sum + one.fails, 0)).toBeLessThanOrEqual(fails);
    expect(message.worstRules[0]?.fails).toBeGreaterThan(0);
  });

  it('says what is new where a history knows the run before, and is silent where none does', () => {
    expect(messageOf(richReport, plain)).not.toHaveProperty('new');
    const known = withHistory(richReport);
    const fresh = known.findings.filter(
      (one) => 'failingSince' in one && one.failingSince === known.asOf && one.outcome === 'fail',
    );
    const { new: news } = messageOf(known, plain);
    expect(fresh.length).toBeGreaterThan(0);
    expect(Object.values(news?.fails ?? {}).reduce((sum, one) => sum + one, 0)).toBe(fresh.length);
    expect(news).toMatchObject({ since: '2026-11-19T23:59:59Z', appeared: 1, vanished: 0 });
  });

  it('of a public report has the counts of its rules', () => {
    const [profile] = richReport.profiles;
    const [rule] = profile?.rules ?? [];
    const counts = { pass: 1, fail: 9, unknown: 0, 'not-applicable': 0, waived: 0, error: 0 };
    const report: Report = {
      ...richReport,
      subjects: [],
      findings: [],
      ruleCounts: [{ profile: profile?.id ?? '', rule: rule?.id ?? '', outcomes: counts }],
    };
    expect(messageOf(report, plain).worstRules).toMatchObject([{ rule: rule?.id, fails: 9 }]);
  });
});

describe.each(notifyFormats.map((format) => [format]))('%s', (format) => {
  it('names no phone, no file and nothing that stands in one, unless phones are asked for', () => {
    const ids = richReport.subjects.flatMap(({ id, input }) => [id, input]);
    const paths = richReport.inputs.map(({ path }) => path);
    const values = richReport.findings.flatMap(({ evidence }) => evidence.map(({ locator }) => locator));
    const text = bodyOf(format, messageOf(withHistory(richReport), plain));
    const found = [...new Set([...ids, ...paths, ...values])].filter((one) => text.includes(one));
    expect(found).toEqual([]);
    expect(bodyOf(format, messageOf(richReport, { ...plain, namesDevices: true }))).toContain('device-1002');
  });

  it('shows the marking first', () => {
    expect(bodyOf(format, messageOf(richReport, plain))).toContain('OFFICIAL');
  });
});

interface SlackText {
  readonly type: string;
  readonly text: string;
  readonly verbatim?: boolean;
}
interface SlackBlock {
  readonly type: string;
  readonly text?: SlackText;
  readonly fields?: readonly SlackText[];
  readonly elements?: readonly SlackText[];
}

describe('for Slack', () => {
  it.each(reports)('the blocks of %s are within the limits of Block Kit', (_name, report) => {
    const body = bodyOf('slack', messageOf(report, { exitCode: 1, namesDevices: true }));
    expect(body.length).toBeLessThan(13_000);
    const { text, blocks } = JSON.parse(body) as { text: string; blocks: SlackBlock[] };
    expect(text).not.toBe('');
    expect(blocks.length).toBeLessThanOrEqual(50);
    for (const { type, text: own, fields = [], elements = [] } of blocks) {
      expect(['header', 'section', 'context']).toContain(type);
      expect(own?.text.length ?? 0).toBeLessThanOrEqual(type === 'header' ? 150 : 3000);
      expect(own !== undefined || fields.length + elements.length > 0).toBe(true);
      expect(fields.length).toBeLessThanOrEqual(10);
      for (const one of [...fields, ...elements]) expect(one.text.length).toBeLessThanOrEqual(2000);
    }
  });

  it('no text of a profile becomes a mention or a link', () => {
    const body = JSON.parse(bodyOf('slack', messageOf(poison, plain))) as {
      text: string;
      blocks: SlackBlock[];
    };
    const texts = body.blocks.flatMap(({ text, fields = [], elements = [] }) => [
      ...(text ? [text] : []),
      ...fields,
      ...elements,
    ]);
    for (const { type, text, verbatim } of texts.filter((one) => one.type === 'mrkdwn')) {
      expect(verbatim, type).toBe(true);
      expect(text).not.toMatch(/[<>]/);
    }
    expect(body.text).not.toMatch(/[<>]/);
    const title = {
      ...sampleReport.profiles[0]?.rules[0],
      id: 'os-current',
      title: '<!channel> see <https://x.invalid|here> & so on',
    };
    const [profile] = sampleReport.profiles;
    const report = { ...sampleReport, profiles: [{ ...profile, rules: [title] }] } as unknown as Report;
    expect(bodyOf('slack', messageOf(report, plain))).toContain(
      '&lt;!channel&gt; see &lt;https://x.invalid|here&gt; &amp; so on',
    );
  });
});

describe('for Teams', () => {
  it.each(reports)('the card of %s is one that Workflows show', (_name, report) => {
    const body = bodyOf('teams', messageOf(report, { exitCode: 1, namesDevices: true }));
    expect(Buffer.byteLength(body)).toBeLessThan(28 * 1024);
    const { type, attachments } = JSON.parse(body) as {
      type: string;
      attachments: { contentType: string; contentUrl: null; content: Record<string, unknown> }[];
    };
    expect(type).toBe('message');
    expect(attachments).toHaveLength(1);
    const [card] = attachments;
    expect(card).toMatchObject({
      contentType: 'application/vnd.microsoft.card.adaptive',
      contentUrl: null,
      content: { type: 'AdaptiveCard', version: '1.4' },
    });
    const blocks = card?.content['body'] as { type: string; inlines: { type: string; text: string }[] }[];
    expect(blocks.length).toBeGreaterThan(5);
    // Blocks of text runs know no markup: what stands in a title stays text.
    for (const block of blocks) {
      expect(block.type).toBe('RichTextBlock');
      for (const run of block.inlines) expect([run.type, run.text.trim() === '']).toEqual(['TextRun', false]);
    }
  });
});
