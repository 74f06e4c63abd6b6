/** What neither the schema of SARIF nor its validators find, and what code scanning asks for. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';
import { relativeUri } from '../../src/report/paths.ts';
import { emptyReport, poisoned, rendered, richReport } from '../support/report-renderings.ts';
import { sampleReport } from '../support/sample-report.ts';

interface Location {
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string };
    readonly region?: { readonly startLine: number };
  };
}
interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly kind: string;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly Location[];
  readonly relatedLocations?: readonly Location[];
  readonly occurrenceCount: number;
  readonly suppressions?: readonly { readonly justification: string }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly properties: { readonly outcome: string; readonly subjects: number; readonly concerned: number };
}
interface Run {
  readonly tool: {
    readonly driver: {
      readonly rules: readonly {
        readonly id: string;
        readonly properties: { readonly tags: readonly string[] };
      }[];
      readonly notifications: readonly { readonly id: string }[];
    };
  };
  readonly automationDetails: { readonly id: string };
  readonly invocations: readonly [
    {
      readonly executionSuccessful: boolean;
      readonly toolExecutionNotifications: readonly {
        readonly level: string;
        readonly descriptor: { readonly id: string; readonly index: number };
        readonly message: { readonly text: string };
      }[];
    },
  ];
  readonly results: readonly Result[];
}

async function runOf(format: 'sarif' | 'sarif-full', report: Report): Promise<Run> {
  const { runs } = JSON.parse(await rendered(format, report)) as { runs: readonly [Run] };
  expect(runs).toHaveLength(1);
  return runs[0];
}

const formats = ['sarif', 'sarif-full'] as const;

describe.each(formats)('%s', (format) => {
  it.each([
    ['the sample', sampleReport],
    ['hostile texts', poisoned(richReport)],
  ])('of %s: levels, places, rules', async (_name, report) => {
    const { results, tool } = await runOf(format, report);
    for (const { kind, level, locations, relatedLocations = [], ruleId, ruleIndex } of results) {
      expect(level === 'none').toBe(kind !== 'fail');
      expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
      expect(locations).toHaveLength(1);
      for (const { physicalLocation } of [...locations, ...relatedLocations]) {
        expect(physicalLocation.artifactLocation.uri).not.toMatch(/^\/|^[a-z]+:|(^|\/)\.\.(\/|$)|[ <>"]/i);
        expect(physicalLocation.region?.startLine ?? 1).toBeGreaterThan(0);
      }
    }
    const suppressed = results.filter(({ suppressions }) => suppressions !== undefined).length;
    expect([0, results.length]).toContain(suppressed);
    expect(tool.driver.rules.every(({ properties }) => properties.tags.length <= 10)).toBe(true);
  });

  it('names each notification that it uses', async () => {
    const { invocations, tool } = await runOf(format, sampleReport);
    for (const { descriptor } of invocations[0].toolExecutionNotifications)
      expect(tool.driver.notifications[descriptor.index]?.id).toBe(descriptor.id);
  });

  it.each([
    ['incomplete', sampleReport, false],
    ['nothing read', emptyReport, false],
    [
      'whole',
      {
        ...sampleReport,
        findings: sampleReport.findings.filter(({ outcome }) => outcome !== 'error'),
        summary: {
          ...sampleReport.summary,
          complete: true,
          outcomes: { ...sampleReport.summary.outcomes, error: 0 },
        },
      },
      true,
    ],
  ] as const)('of a run that is %s: may it close alerts', async (_name, report, may) => {
    expect((await runOf(format, report)).invocations[0].executionSuccessful).toBe(may);
  });

  it('makes text of links and placeholders', async () => {
    const [finding] = sampleReport.findings;
    if (finding === undefined) throw new Error('the sample has no findings');
    const message = '[x](https://example.invalid) {0} \\';
    const { results } = await runOf(format, {
      ...sampleReport,
      findings: [{ ...finding, outcome: 'fail', message }],
    });
    expect(results[0]?.message.text).toMatch(/^\\\[x\\\]\(https:\/\/example\.invalid\) \{\{0\}\} \\\\ On/);
  });
});

const failing = sampleReport.findings.find(({ outcome }) => outcome === 'fail');
if (failing === undefined) throw new Error('the sample has no fail');

/** Every phone of one export fails a rule, each with a value of its own. */
function fleet(phones: number, change: (index: number) => Partial<Finding> = () => ({})): Report {
  const findings = Array.from({ length: phones }, (_, index) => ({
    ...failing,
    ...({ subject: `phone-${index}`, actual: String(index), message: `It is ${index}.` } as const),
    evidence: [{ ...failing?.evidence[0], line: index + 1, value: String(index) }],
    ...change(index),
  })) as Finding[];
  return { ...sampleReport, findings };
}

describe('sarif', () => {
  it('holds what fails and is not waived, and counts what it leaves out', async () => {
    const { results, invocations } = await runOf('sarif', sampleReport);
    expect(results.map(({ properties }) => properties.outcome)).toEqual(['fail', 'fail', 'fail']);
    const told = invocations[0].toolExecutionNotifications.map(
      ({ level, descriptor }) => `${level} ${descriptor.id}`,
    );
    expect(told.sort()).toEqual([
      'error input-not-whole',
      'error input-not-whole',
      'error rule-defect',
      'note input-ignored',
      'note waived',
      'warning undecided',
    ]);
  });

  it('makes one result of ten thousand phones in one file', async () => {
    const { results } = await runOf('sarif', fleet(10_000));
    expect(results).toHaveLength(1);
    expect(results[0]).toMatchObject({ occurrenceCount: 10_000, properties: { subjects: 10_000 } });
    expect(results[0]?.message.text).toBe('It is 0. On 10000 of 10000 subjects.');
    expect(results[0]?.relatedLocations).toHaveLength(50);
  });

  it('keeps a fingerprint whatever the lines, values and numbers of phones are', async () => {
    const [one] = (await runOf('sarif', fleet(3))).results;
    const [other] = (
      await runOf(
        'sarif',
        fleet(7, (index) => ({ subject: `other-${index}` })),
      )
    ).results;
    expect(one?.partialFingerprints).toEqual(other?.partialFingerprints);
    const [app] = (
      await runOf(
        'sarif',
        fleet(3, () => ({ scope: 'app:signal' })),
      )
    ).results;
    expect(app?.partialFingerprints).not.toEqual(one?.partialFingerprints);
  });

  it('keeps the worst 5,000 results and says how many are left out', async () => {
    const severities = ['low', 'critical', 'medium'] as const;
    const report = fleet(7000, (index) => ({
      setting: `setting.${index}`,
      severity: severities[index % 3] ?? 'low',
    }));
    const { results, invocations } = await runOf('sarif', report);
    expect(results).toHaveLength(5000);
    expect(results.filter(({ level }) => level === 'error')).toHaveLength(2333);
    expect(results[0]?.level).toBe('error');
    expect(invocations[0].toolExecutionNotifications.at(-1)?.message.text).toMatch(/^2000 results/);
    expect(gzipSync(await rendered('sarif', report)).length).toBeLessThan(10_000_000);
  });

  it('has one category for one set of profiles', async () => {
    expect((await runOf('sarif', sampleReport)).automationDetails.id).toBe('passmuster/sample-basics/');
  });
});

it.each([
  ['a b/c&d.json', 'a%20b/c%26d.json'],
  ['/etc/x', 'etc/x'],
  ['../../x', 'x'],
  ['C:/x', 'C%3A/x'],
  ['javascript:alert(1)', 'javascript%3Aalert(1)'],
  ['-', '-'],
  ['', '-'],
  ['./a//b', 'a/b'],
])('relativeUri of %j', (path, uri) => {
  expect(relativeUri(path)).toBe(uri);
});
