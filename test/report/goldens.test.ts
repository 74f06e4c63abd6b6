/** Every format as it stands for the sample report. Read the difference before keeping it. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { reporterIds } from '../../src/report/registry.ts';
import { emptyReport, poisoned, rendered, reportOf, richReport } from '../support/report-renderings.ts';
import { sampleReport } from '../support/sample-report.ts';

const reports = join(import.meta.dirname, '..', 'fixtures', 'reports');

const goldens: readonly (readonly [string, string, Report])[] = [
  ['markdown', 'sample.md', sampleReport],
  ['ndjson', 'sample.ndjson', sampleReport],
  ['csv', 'sample.csv', sampleReport],
  ['sarif', 'sample.sarif', sampleReport],
  ['sarif-full', 'sample.full.sarif', sampleReport],
  ['gitlab-codequality', 'sample.codequality.json', sampleReport],
  ['xccdf', 'sample.xccdf.xml', richReport],
  ['arf', 'sample.arf.xml', richReport],
  ['oscal', 'sample.oscal.json', richReport],
  ['hdf', 'sample.hdf.json', reportOf('device-1001', richReport)],
  ['cklb', 'sample.cklb', reportOf('device-1001', richReport)],
  ['ocsf', 'sample.ocsf.ndjson', sampleReport],
  ['prometheus', 'sample.prom', sampleReport],
  ['junit-gitlab', 'sample.junit.gitlab.xml', sampleReport],
  ['openmetrics', 'sample.openmetrics.txt', richReport],
];

it.each(goldens)('%s is the golden %s', async (format, file, report) => {
  await expect(await rendered(format, report)).toMatchFileSnapshot(join(reports, file));
});

describe.each(reporterIds.filter((id) => id !== 'json' && id !== 'html').map((id) => [id]))(
  '%s',
  (format) => {
    it('is the same for the same report', async () => {
      expect(await rendered(format, structuredClone(richReport))).toBe(await rendered(format, richReport));
    });

    it('carries no character that steers a terminal, whatever the report holds', async () => {
      if (format.startsWith('junit')) return; // Bidirectional marks are kept there: test/report-junit.test.ts
      const text = (await rendered(format, poisoned(richReport))).replaceAll('\r\n', '\n');
      expect(text).toMatch(/img src=x/);
      const steering = text.split('\n').filter((line) => /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u.test(line));
      expect(steering.slice(0, 1)).toEqual([]);
    });

    it('begins no line with a command for a CI log', async () => {
      const text = await rendered(format, poisoned(richReport));
      expect(text.split(/[\r\n]/).filter((line) => /^\s*(::|##vso)/.test(line))).toEqual([]);
    });

    it('says something when nothing was read', async () => {
      if (format === 'ocsf') return expect(await rendered(format, emptyReport)).toBe(''); // events alone
      expect((await rendered(format, emptyReport)).trim()).not.toBe('');
    });
  },
);
