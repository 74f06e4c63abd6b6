/** Official schemas, from a folder outside the repository: PASSMUSTER_OUTPUT_SCHEMAS=<folder>; skipped without. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv4Module from 'ajv-draft-04';
import addFormatsModule from 'ajv-formats';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { kept } from '../support/kept-report.ts';
import { emptyReport, poisoned, rendered, reportOf, richReport } from '../support/report-renderings.ts';
import { sampleReport } from '../support/sample-report.ts';

const folder = process.env['PASSMUSTER_OUTPUT_SCHEMAS'] ?? '';
const Ajv4 = Ajv4Module.default;
const addFormats = addFormatsModule.default;

const schemaOf = (path: string): object => JSON.parse(readFileSync(join(folder, path), 'utf8')) as object;

const reports: readonly (readonly [string, Report])[] = [
  ['the sample', sampleReport],
  ['a report with controls and statements', richReport],
  ['a run of a history', kept],
  ['hostile texts', poisoned(richReport)],
  ['nothing read', emptyReport],
];

/** The faults that a validator of others finds, at most a few. */
function faults(ajv: Ajv, schema: object, text: string): string[] {
  const validate = ajv.compile(schema);
  validate(JSON.parse(text));
  return (validate.errors ?? []).map((one) => `${one.instancePath} ${one.message ?? ''}`).slice(0, 5);
}

describe.skipIf(!existsSync(join(folder, 'sarif')))('by their official schemas', () => {
  it.each(reports)('SARIF of %s is valid', async (_name, report) => {
    const ajv = new Ajv4({ strict: false, allErrors: true });
    addFormats(ajv);
    const schema = schemaOf('sarif/sarif-schema-2.1.0.json');
    for (const format of ['sarif', 'sarif-full']) {
      expect(faults(ajv, schema, await rendered(format, report))).toEqual([]);
      ajv.removeSchema();
    }
  });

  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);

  it('OSCAL is valid, and the word of no other format is', async () => {
    const validate = ajv.compile(schemaOf('oscal/oscal_assessment-results_schema.json'));
    for (const [name, report] of reports) {
      validate(JSON.parse(await rendered('oscal', report)));
      expect(validate.errors ?? [], name).toEqual([]);
    }
    const wrong = (await rendered('oscal', richReport)).replaceAll('"not-satisfied"', '"waived"');
    expect(validate(JSON.parse(wrong))).toBe(false);
  });

  it('HDF is valid', async () => {
    const validate = ajv.compile(schemaOf('hdf/exec-json.json'));
    const all = [
      ...richReport.subjects.map(({ id }) => reportOf(id, richReport)),
      reportOf('device-1001', kept),
      poisoned(reportOf('device-1001', richReport)),
      emptyReport,
    ];
    for (const report of all) {
      validate(JSON.parse(await rendered('hdf', report)));
      expect(validate.errors ?? []).toEqual([]);
    }
  });
});

interface Attribute {
  readonly requirement?: string;
}
interface Definition {
  readonly extends?: string;
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly constraints?: { readonly at_least_one?: readonly string[] };
}

/** A class or an object of OCSF with what it inherits. */
function definitionOf(name: string): Definition {
  const places = ['objects', 'events', 'events/findings'].map((part) =>
    join(folder, 'ocsf', part, `${name}.json`),
  );
  const path = places.find((one) => existsSync(one));
  if (path === undefined) return { attributes: {} };
  const own = JSON.parse(readFileSync(path, 'utf8')) as Definition;
  const base = own.extends === undefined ? { attributes: {} } : definitionOf(own.extends);
  return { ...base, ...own, attributes: { ...base.attributes, ...own.attributes } };
}

/** OCSF publishes no schema to compile: what it requires is read from its sources. */
function ocsfFaults(name: string, value: Record<string, unknown>): string[] {
  const { attributes, constraints } = definitionOf(name);
  const missing = Object.entries(attributes)
    .filter(([key, { requirement }]) => requirement === 'required' && value[key] === undefined)
    .map(([key]) => `${name}.${key} is required`);
  const unknown = Object.keys(value)
    .filter((key) => attributes[key] === undefined)
    .map((key) => `${name}.${key} is unknown`);
  const least = constraints?.at_least_one;
  const lacking = least !== undefined && !least.some((key) => value[key] !== undefined);
  return [...missing, ...unknown, ...(lacking ? [`${name} needs one of ${least.join(', ')}`] : [])];
}

interface OcsfEvent extends Record<string, unknown> {
  readonly metadata: { readonly product: Record<string, unknown> } & Record<string, unknown>;
  readonly finding_info: Record<string, unknown>;
  readonly compliance: Record<string, unknown>;
  readonly resources: readonly Record<string, unknown>[];
  readonly evidences?: readonly Record<string, unknown>[];
  readonly remediation?: Record<string, unknown>;
}

describe.skipIf(!existsSync(join(folder, 'ocsf')))('OCSF', () => {
  it('has what the class and its objects require and nothing that they do not know', async () => {
    const text = await rendered('ocsf', poisoned(richReport));
    const events = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as OcsfEvent);
    expect(events).toHaveLength(richReport.findings.length);
    for (const event of events) {
      expect(ocsfFaults('compliance_finding', event)).toEqual([]);
      expect(ocsfFaults('metadata', event.metadata)).toEqual([]);
      expect(ocsfFaults('product', event.metadata.product)).toEqual([]);
      expect(ocsfFaults('finding_info', event.finding_info)).toEqual([]);
      expect(ocsfFaults('compliance', event.compliance)).toEqual([]);
      for (const one of event.resources) expect(ocsfFaults('resource_details', one)).toEqual([]);
      for (const one of event.evidences ?? []) expect(ocsfFaults('evidences', one)).toEqual([]);
      if (event.remediation !== undefined) expect(ocsfFaults('remediation', event.remediation)).toEqual([]);
    }
  });
});
