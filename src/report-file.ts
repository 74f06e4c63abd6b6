/** A saved report, checked against the schema before anything is drawn from it. */
import { PassmusterError, placeText } from './errors.ts';
import { parseJson } from './formats/json.ts';
import { hasRepeatedKeys, plainValue, type TreeNode } from './formats/node.ts';
import { decodeText } from './formats/text.ts';
import { openPath } from './io/files.ts';
import type { Report } from './model/report.ts';
import { reportSchema } from './report/schema.ts';

/** @throws PassmusterError report-invalid when it is no report of this version; path-unreadable */
export async function openSavedReport(path: string): Promise<Report> {
  const input = await openPath({ kind: 'file', path, name: path }).catch(() => {
    throw new PassmusterError('path-unreadable', `Cannot open ${path}.`);
  });
  // A report is our own output and may be far larger than a policy.
  const node = parsed(path, await input.bytes(Number.MAX_SAFE_INTEGER));
  const value = plainValue(node);
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const validate = new Ajv2020({ strict: true, ownProperties: true, allowUnionTypes: true }).compile<Report>(
    reportSchema,
  );
  if (hasRepeatedKeys(node)) throw new PassmusterError('report-invalid', `${path} holds a key twice.`);
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
