/** Each rendering read back with other code: as many of every outcome as the report has. */
import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { parse } from 'csv-parse/sync';
import { outcomes } from '../../src/model/finding.ts';
import { classOf, type OutcomeClass, outcomeClasses } from '../../src/report/outcomes.ts';
import { emptyReport, rendered, richReport } from '../support/report-renderings.ts';
import { sampleReport } from '../support/sample-report.ts';

function countBy<Key extends string>(keys: readonly Key[]): Partial<Record<Key, number>> {
  const counts: Partial<Record<Key, number>> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

/** The classes of the sample, gathered under the words of a format. */
function expectedBy(word: (one: OutcomeClass) => string | undefined): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const finding of sampleReport.findings) {
    const key = word(classOf(finding));
    if (key !== undefined) counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

const lines = (text: string): Record<string, unknown>[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const summary = Object.fromEntries(Object.entries(sampleReport.summary.outcomes));

describe('counts', () => {
  it('the sample holds every class', () => {
    expect(new Set(sampleReport.findings.map(classOf))).toEqual(new Set(outcomeClasses));
  });

  it('of CSV', async () => {
    const rows: Record<string, string>[] = parse(await rendered('csv'), { columns: true });
    expect(countBy(rows.map(({ outcome = '' }) => outcome))).toEqual(summary);
  });

  it('of NDJSON, which ends with the summary', async () => {
    const records = lines(await rendered('ndjson'));
    expect(records[0]).toMatchObject({ type: 'run', asOf: sampleReport.asOf });
    expect(records.at(-1)).toMatchObject({ type: 'summary', outcomes: summary });
    const found = records.filter(({ type }) => type === 'finding');
    expect(countBy(found.map(({ outcome }) => String(outcome)))).toEqual(summary);
    expect(found.map(({ type: _type, ...finding }) => finding)).toEqual(
      JSON.parse(JSON.stringify(sampleReport.findings)),
    );
  });

  it('of XCCDF', async () => {
    const parser = new XMLParser({ isArray: (name) => ['TestResult', 'rule-result'].includes(name) });
    const { Benchmark } = parser.parse(await rendered('xccdf', sampleReport)) as {
      Benchmark: { TestResult: { 'rule-result': { result: string }[] }[] };
    };
    const results = Benchmark.TestResult.flatMap((one) => one['rule-result'].map(({ result }) => result));
    expect(countBy(results)).toEqual(
      expectedBy(
        (one) =>
          ({
            pass: 'pass',
            fail: 'fail',
            waived: 'informational',
            'not-applicable': 'notapplicable',
            unknown: 'notchecked',
            conflict: 'unknown',
            manual: 'notchecked',
            error: 'error',
          })[one],
      ),
    );
  });

  it('of ARF, where each result is about an asset and was asked for', async () => {
    const parser = new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: '@',
      removeNSPrefix: true,
      isArray: (name) => ['relationship', 'asset', 'report', 'rule-result'].includes(name),
    });
    const { 'asset-report-collection': collection } = parser.parse(await rendered('arf')) as {
      'asset-report-collection': {
        relationships: { relationship: { '@type': string; '@subject': string; ref: string }[] };
        assets: { asset: { '@id': string }[] };
        reports: { report: { '@id': string; content: { TestResult: { 'rule-result': unknown[] } } }[] };
      };
    };
    const { relationships, assets, reports } = collection;
    const judged = new Set(sampleReport.findings.map(({ subject }) => subject));
    expect(assets.asset.length).toBe(judged.size);
    const results = reports.report.flatMap(({ content }) => content.TestResult['rule-result']);
    expect(results.length).toBe(sampleReport.findings.length);
    for (const { '@id': id } of reports.report) {
      const own = relationships.relationship.filter((one) => one['@subject'] === id);
      expect(own.map((one) => one['@type'])).toEqual(['arfvocab:createdFor', 'arfvocab:isAbout']);
      expect(assets.asset.some((one) => one['@id'] === own[1]?.ref)).toBe(true);
    }
  });

  it('of full SARIF, where a defect is a notification', async () => {
    const log = JSON.parse(await rendered('sarif-full')) as {
      runs: [
        {
          results: { kind: string; occurrenceCount: number; properties: { outcome: string } }[];
          invocations: [{ toolExecutionNotifications: { descriptor: { id: string } }[] }];
        },
      ];
    };
    const [{ results, invocations }] = log.runs;
    const counts: Record<string, number> = { error: 0 };
    for (const { properties, occurrenceCount } of results)
      counts[properties.outcome] = (counts[properties.outcome] ?? 0) + occurrenceCount;
    for (const { descriptor } of invocations[0].toolExecutionNotifications)
      if (descriptor.id === 'rule-defect') counts['error'] = (counts['error'] ?? 0) + 1;
    expect(counts).toEqual(summary);
  });

  it('of OCSF', async () => {
    const events = lines(await rendered('ocsf'));
    const unmapped = events.map((event) => event['unmapped'] as { outcome: string });
    expect(countBy(unmapped.map(({ outcome }) => outcome))).toEqual(summary);
    const statuses = events.map((event) => String((event['compliance'] as { status_id: number }).status_id));
    expect(countBy(statuses)).toEqual(
      expectedBy(
        (one) =>
          ({
            pass: '1',
            fail: '3',
            waived: '3',
            'not-applicable': '99',
            unknown: '2',
            conflict: '2',
            manual: '2',
            error: '0',
          })[one],
      ),
    );
    expect(events.every(({ time }) => time === Date.parse(sampleReport.asOf))).toBe(true);
  });

  it('of Prometheus, without time stamps and without two samples of one series', async () => {
    const text = await rendered('prometheus');
    const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    const counts: Record<string, number> = {};
    for (const sample of samples) {
      expect(sample).toMatch(/^[a-z_]+(\{.*\})? [\d.]+$/);
      const [, outcome, value] = /^passmuster_findings\{.*outcome="([a-z-]+)".*\} (\d+)$/.exec(sample) ?? [];
      if (outcome !== undefined) counts[outcome] = (counts[outcome] ?? 0) + Number(value);
    }
    expect(counts).toEqual(summary);
    const series = samples.map((sample) => sample.slice(0, sample.lastIndexOf(' ')));
    expect(new Set(series).size).toBe(series.length);
    expect(text).toContain('passmuster_run_complete 0\n');
    expect(text).toContain(`passmuster_last_run_timestamp_seconds ${Date.parse(sampleReport.asOf) / 1000}\n`);
  });

  it('of OpenMetrics, the same samples as those of Prometheus, with an end mark', async () => {
    const lines = (await rendered('openmetrics', richReport)).split('\n');
    const samplesOf = (all: string[]) => all.filter((line) => line !== '' && !line.startsWith('#'));
    expect(samplesOf(lines)).toEqual(samplesOf((await rendered('prometheus', richReport)).split('\n')));
    expect(lines.slice(-2)).toEqual(['# EOF', '']);
    expect(lines.slice(0, -1)).not.toContain('');
  });

  it('of OSCAL, finding by finding and in the properties of the result', async () => {
    const document = JSON.parse(await rendered('oscal', richReport)) as {
      'assessment-results': {
        results: [
          {
            props: { name: string; value: string }[];
            observations: { subjects: unknown[]; methods: string[]; expires?: string }[];
            findings: { target: { 'target-id': string; status: { state: string; reason: string } } }[];
            risks: { status: string }[];
          },
        ];
      };
    };
    const [result] = document['assessment-results'].results;
    const props = Object.fromEntries(result.props.map(({ name, value }) => [name, value]));
    for (const outcome of outcomes)
      expect(props[outcome]).toBe(String(sampleReport.summary.outcomes[outcome]));
    const states = Object.fromEntries(
      result.findings.map(({ target }) => [
        target['target-id'],
        `${target.status.state} ${target.status.reason}`,
      ]),
    );
    expect(states).toEqual({
      'cp-9.8': 'not-satisfied other',
      'ac-6': 'not-satisfied fail',
      'sc-42': 'not-satisfied fail',
      'si-2': 'not-satisfied fail',
      'ia-5.1': 'not-satisfied fail',
      'sample-basics.security-notifications': 'not-satisfied other',
      'sample-basics.usb-debugging': 'not-satisfied other',
    });
    expect(result.risks.map(({ status }) => status)).toEqual(['deviation-approved']);
    const asked = result.observations.filter(({ methods }) => methods[0] === 'INTERVIEW');
    expect(asked).toMatchObject([{ collected: '2026-11-03T10:15:00Z', expires: '2027-02-01T00:00:00Z' }]);
  });

  it('of GitLab: what fails and nothing else, an empty list for nothing', async () => {
    const entries = JSON.parse(await rendered('gitlab-codequality')) as { fingerprint: string }[];
    expect(entries).toHaveLength(sampleReport.summary.outcomes.fail);
    expect(new Set(entries.map(({ fingerprint }) => fingerprint)).size).toBe(entries.length);
    expect(await rendered('gitlab-codequality', emptyReport)).toBe('[]\n');
  });
});
