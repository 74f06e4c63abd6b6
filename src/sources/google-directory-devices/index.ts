import { defineSource, type Detection, type DetectionInput } from '../define.ts';

export default defineSource({
  id: 'google-directory-devices',
  title: 'Google Directory API mobile devices',
  platforms: ['ios', 'android'],
  recognised:
    'JSON of the kind admin#directory#mobiledevices or admin#directory#mobiledevice; a page, an array, one device, or one a line',
  detect,
  async *read(input, context) {
    yield* (await import('./read.ts')).read(input, context);
  },
});

const kinds: ReadonlySet<string | undefined> = new Set([
  'admin#directory#mobiledevices',
  'admin#directory#mobiledevice',
]);

/** Tools that clean up answers leave `kind` out; a device then has both of its identifiers. */
function detect({ json }: DetectionInput): Detection {
  if (json === undefined) return 'no';
  const rows = [json.keys, ...json.rows.values()];
  const isOurs =
    json.keys.has('mobiledevices') ||
    rows.some((row) => kinds.has(row.get('kind')) || (row.has('resourceId') && row.has('deviceId')));
  return isOurs ? 'yes' : 'no';
}
