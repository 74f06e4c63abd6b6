import { defineSource, type Detection, type DetectionInput } from '../define.ts';

export default defineSource({
  id: 'simplemdm-devices',
  title: 'SimpleMDM devices and installed apps',
  platforms: ['ios'],
  recognised:
    'JSON with data of the type device whose attributes hold unique_identifier, or of the type installed_app; a page or one device',
  detect,
  async *read(input, context) {
    yield* (await import('./read.ts')).read(input, context);
  },
});

/** Many services wrap answers like this; `has_more` and the names of types and attributes are what SimpleMDM adds. */
function detect({ json, text = '' }: DetectionInput): Detection {
  if (json?.root !== 'object' || !json.keys.has('data')) return 'no';
  const first = json.rows.get('data');
  const type = first?.get('type') ?? (first === undefined ? loneType.exec(text)?.[1] : undefined);
  if (type === 'installed_app' && /"short_version"\s*:/.test(text)) return 'yes';
  if (type === 'device' && /"unique_identifier"\s*:/.test(text)) return 'yes';
  return first === undefined && json.keys.has('has_more') ? 'maybe' : 'no'; // a page without rows
}

const loneType = /^\uFEFF?\s*\{\s*"data"\s*:\s*\{\s*"type"\s*:\s*"(device|installed_app)"/;
