/** A saved report, checked against the schema before anything is drawn from it. */
import { PassmusterError, placeText } from './errors.ts';
import { parseJson } from './formats/json.ts';
import { hasRepeatedKeys, plainValue, type TreeNode } from './formats/node.ts';
import { decodeText } from './formats/text.ts';
import { openPath } from './io/files.ts';
import type { Report } from './model/report.ts';
import { NdjsonReport } from './report/ndjson-read.ts';
import { reportSchema } from './report/schema.ts';

/** @throws PassmusterError report-invalid when it is no report of this version; path-unreadable */
export async function openSavedReport(path: string): Promise<Report> {
  const input = await openPath({ kind: 'file', path, name: path }).catch(() => {
    throw new PassmusterError('path-unreadable', `Cannot open ${path}.`);
  });
  // A report is our own output and may be far larger than a policy.
  return savedReport(path, await input.bytes(Number.MAX_SAFE_INTEGER));
}

/** @param path for messages. @throws PassmusterError report-invalid */
export async function savedReport(path: string, bytes: Uint8Array): Promise<Report> {
  const value = isLines(bytes) ? reportOfLines(path, bytes) : wholeValue(path, bytes);
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const validate = new Ajv2020({ strict: true, ownProperties: true, allowUnionTypes: true }).compile<Report>(
    reportSchema,
  );
  if (validate(value)) return value;
  const [problem] = validate.errors ?? [];
  throw new PassmusterError(
    'report-invalid',
    `${path} is no passmuster-report/1: ${problem?.instancePath ?? ''} ${problem?.message ?? ''}.`,
  );
}

function parsed(path: string, bytes: Uint8Array): TreeNode {
  try {
    return parseJson(decodeText(bytes).text);
  } catch (error) {
    if (!(error instanceof PassmusterError)) throw error;
    const where = placeText(error.place);
    throw new PassmusterError(
      'report-invalid',
      `${path} is no saved report: ${error.message}${where === '' ? '' : ` (${where})`} What "passmuster read" writes is for "passmuster audit".`,
    );
  }
}

function wholeValue(path: string, bytes: Uint8Array): unknown {
  const node = parsed(path, bytes);
  if (hasRepeatedKeys(node)) throw new PassmusterError('report-invalid', `${path} holds a key twice.`);
  return plainValue(node);
}

const isLines = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.subarray(0, 14)).toString('latin1') === '{"type":"run",';

/** NDJSON: a line of what an audit has written says more than one finding. */
function reportOfLines(path: string, bytes: Uint8Array): unknown {
  const lines = new NdjsonReport();
  let number = 0;
  for (const text of decodeText(bytes).text.split('\n')) {
    number += 1;
    if (text === '') continue;
    const value = wholeValue(path, Buffer.from(text));
    const why = typeof value === 'object' && value !== null ? lines.add({ ...value }) : 'a line is no object';
    if (why !== undefined)
      throw new PassmusterError('report-invalid', `${path} is no saved report: ${why} (line ${number}).`);
  }
  const report = lines.report();
  if (report === undefined)
    throw new PassmusterError('report-invalid', `${path} was cut off: it does not end with its summary.`);
  return report;
}
