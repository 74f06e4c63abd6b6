import { defineSource, type Detection, type DetectionInput } from '../define.ts';

export default defineSource({
  id: 'google-cloud-identity',
  title: 'Google Cloud Identity devices and device users',
  platforms: ['ios', 'android'],
  recognised:
    'JSON with names devices/…, devices/…/deviceUsers/… or devices/…/deviceUsers/…/clientStates/…; a page, an array, one object, or one a line',
  detect,
  async *read(input, context) {
    yield* (await import('./read.ts')).read(input, context);
  },
});

function detect({ json }: DetectionInput): Detection {
  if (json === undefined) return 'no';
  if (json.keys.has('deviceUsers') || json.keys.has('clientStates')) return 'yes';
  const rows = [json.keys, ...json.rows.values()];
  return rows.some((row) => /^devices\/[^/]/.test(row.get('name') ?? '')) ? 'yes' : 'no';
}
