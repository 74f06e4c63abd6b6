import type { JsonPeek } from '../../formats/json-peek.ts';
import { defineSource, type Detection, type DetectionInput } from '../define.ts';

export default defineSource({
  id: 'fleet-hosts',
  title: 'Fleet hosts: REST API, or fleetctl get hosts as JSON or YAML',
  platforms: ['ios', 'android'],
  recognised:
    'rows of kind host (apiVersion, spec), the member hosts with osquery_version and platform in its rows, or one host in the member host; JSON or YAML',
  detect,
  async *read(input, context) {
    yield* (await import('./read.ts')).read(input, context);
  },
});

function detect({ json, yaml, text }: DetectionInput): Detection {
  const peek = json ?? yaml;
  if (peek === undefined) return 'no';
  return isOfKind(peek) || isAnswer(peek, text ?? '') ? 'yes' : 'no';
}

/** What fleetctl prints: `apiVersion`, `kind` and `spec` around each host. */
function isOfKind({ keys, rows }: JsonPeek): boolean {
  return [keys, rows.get('')].some((row) => row?.get('kind') === 'host' && row.has('spec'));
}

/** Fleet, REST API, "List hosts" and "Get host"; every host has the two keys, also those that no osquery runs on. */
function isAnswer({ keys, rows }: JsonPeek, text: string): boolean {
  const row = rows.get('hosts');
  if (row !== undefined) return row.has('osquery_version') && row.has('platform');
  return keys.has('host') && ['osquery_version', 'platform'].every((key) => text.includes(`"${key}"`));
}
