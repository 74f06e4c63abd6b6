/**
 * ARF 1.1 (NIST IR 7694): an asset for each subject, a report with its XCCDF test result, and the benchmark as what was asked
 * for. Whoever makes a page of it needs the benchmark in the same document.
 */
import type { Report, SubjectRecord } from '../model/report.ts';
import { fingerprintOf } from './content-id.ts';
import type { Reporter } from './define.ts';
import { benchmarkParts, testResults, xccdfNamespace } from './xccdf.ts';
import { element, type Xml } from './xml-write.ts';

export const arf: Reporter = { id: 'arf', extension: '.xml', subjects: 'any', render };

const namespaces = Object.entries({
  arf: 'http://scap.nist.gov/schema/asset-reporting-format/1.1',
  core: 'http://scap.nist.gov/schema/reporting-core/1.1',
  ai: 'http://scap.nist.gov/schema/asset-identification/1.1',
  arfvocab: 'http://scap.nist.gov/specifications/arf/vocabulary/relationships/1.0#',
})
  .map(([prefix, name]) => ` xmlns:${prefix}="${name}"`)
  .join('');

/** The one thing that was asked for. */
const request = 'request-1';
/** An NCName, different for each subject. */
const idOf = (kind: string, { id }: SubjectRecord): string => `${kind}-${fingerprintOf(id).slice(0, 24)}`;

function* render(report: Report): Generator<string> {
  const judged = new Set(report.findings.map(({ subject }) => subject));
  const subjects = report.subjects.filter(({ id }) => judged.has(id));
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `<arf:asset-report-collection${namespaces}>\n`;
  if (subjects.length > 0) {
    yield '<core:relationships>\n';
    for (const subject of subjects) yield relationsOf(subject);
    yield '</core:relationships>\n';
  }
  yield `<arf:report-requests>\n<arf:report-request id="${request}">\n<arf:content>\n`;
  yield* benchmarkParts(report);
  yield '</Benchmark>\n</arf:content>\n</arf:report-request>\n</arf:report-requests>\n';
  if (subjects.length > 0) {
    yield '<arf:assets>\n';
    for (const subject of subjects) yield assetOf(subject).text;
    yield '</arf:assets>\n';
  }
  yield '<arf:reports>\n';
  for (const { subject, xml } of testResults(report, { xmlns: xccdfNamespace }))
    yield element('arf:report', { id: idOf('report', subject) }, [element('arf:content', {}, [xml])]).text;
  // A collection has a report; that nothing was judged stands in the benchmark.
  if (subjects.length === 0) {
    yield '<arf:report id="report-none">\n<arf:content>\n';
    yield* benchmarkParts(report);
    yield '</Benchmark>\n</arf:content>\n</arf:report>\n';
  }
  yield '</arf:reports>\n</arf:asset-report-collection>\n';
}

const relationsOf = (subject: SubjectRecord): string =>
  [
    relation('arfvocab:createdFor', idOf('report', subject), request),
    relation('arfvocab:isAbout', idOf('report', subject), idOf('asset', subject)),
  ]
    .map(({ text }) => text)
    .join('');

const relation = (type: string, subject: string, to: string): Xml =>
  element('core:relationship', { type, subject }, [element('core:ref', {}, to)]);

/** By the identifier of the report alone: no serial number, no address. */
const assetOf = (subject: SubjectRecord): Xml =>
  element('arf:asset', { id: idOf('asset', subject) }, [
    element('ai:computing-device', {}, [
      element('ai:synthetic-id', { resource: 'urn:passmuster:subject', id: subject.id }),
    ]),
  ]);
