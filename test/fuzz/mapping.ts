/** Tables, lists and workbooks by mappings, and mapping files themselves. */
import { loadMapping } from '../../src/mapping/load.ts';
import type { MappingFile } from '../../src/mapping/file.ts';
import { attemptAsync, Violation } from './check.ts';
import { fuzzInput } from './sources.ts';

const fields = `
subject:
  kind: device
  id: { firstOf: [Asset, id] }
  serial: serial
  platform: { firstOf: [System, os], extract: '^(iPhone|iOS|Android)', values: { iPhone: ios, iOS: ios, Android: android }, otherwise: skip }
  osVersion: { firstOf: [Version, os_version], extract: '(\\d+(?:\\.\\d+)*)' }
  lastSeen: { from: Seen, time: [epoch-s, iso8601, day], zone: utc }
settings:
  passcode.present: { from: Code, values: { 'Yes': true, 'No': false, '1': true } }
  passcode.minimumLength: { from: Length }
`;
const mappings: readonly MappingFile[] = ['csv', 'json', 'xml'].map((format) => {
  const keys = format === 'csv' ? '[Asset, System]' : '[id, os]';
  const { mapping } = loadMapping(
    Buffer.from(
      `schema: passmuster-mapping/1\nid: ${format}\ntitle: x\nmatch: { format: ${format}, keys: ${keys} }\n${format === 'csv' ? fields : fields.replace('settings:', "settings:\n  storage.encrypted: { path: [volumes, '*', enc], combine: all }")}${format === 'xml' ? 'rows: $.phones.phone\n' : ''}`,
    ),
    [],
  );
  if (mapping === undefined) throw new Violation('the mapping of the fuzzer is none');
  return mapping;
});

export async function fuzz(data: Uint8Array): Promise<void> {
  await fuzzInput(data, 'list', mappings);
  await attemptAsync(data, async () => {
    const { mapping, problems } = loadMapping(data, []);
    if ((mapping === undefined) === (problems.length === 0))
      throw new Violation('a mapping with problems, or none without');
  });
}
