/**
 * The whole report, one record a line, for log pipelines and fleets: `run` first, then `input`, `subject`, `finding`,
 * and `summary` last. A file that does not end with its summary was cut off.
 */
import type { Report } from '../model/report.ts';
import type { Reporter } from './define.ts';
import { jsonText } from './json-text.ts';

export const ndjson: Reporter = { id: 'ndjson', extension: '.ndjson', render };

function* render({ inputs, subjects, findings, summary, gates, ...run }: Report): Generator<string> {
  yield line('run', run);
  for (const input of inputs) yield line('input', input);
  for (const subject of subjects) yield line('subject', subject);
  for (const finding of findings) yield line('finding', finding);
  yield line('summary', { ...summary, gates });
}

const line = (type: string, record: object): string => `${jsonText({ type, ...record })}\n`;
