import { defineSource, type Detection, type DetectionInput } from '../define.ts';
import { policyFields } from './map-fields.ts';

export default defineSource({
  id: 'android-management-policy',
  title: 'Android Management API policy',
  platforms: ['android'],
  recognised:
    'JSON with the name enterprises/…/policies/…, or two or more fields of a policy; a page, an array, one policy, a fragment of one, or one a line',
  detect,
  async *read(input, context) {
    yield* (await import('./read.ts')).read(input, context);
  },
});

function detect({ json }: DetectionInput): Detection {
  if (json === undefined) return 'no';
  const isPage = json.keys.has('policies');
  const row = isPage ? json.rows.get('policies') : json.root === 'array' ? json.rows.get('') : json.keys;
  if (row === undefined) return isPage && json.keys.has('nextPageToken') ? 'maybe' : 'no'; // a page without rows
  // Intune has fields of the same names; its exports carry OData annotations, which Google's never do.
  if ([...json.keys.keys(), ...row.keys()].some((key) => key.includes('@odata'))) return 'no';
  const name = row.get('name') ?? '';
  if (/^enterprises\/[^/]+\/policies\//.test(name)) return 'yes';
  if (/^enterprises\/[^/]+\/devices\//.test(name)) return 'no';
  const known = [...row.keys()].filter((key) => policyFields.has(key)).length;
  if (known >= 2) return 'yes';
  return known === 1 && row.has('name') ? 'maybe' : 'no'; // the smallest fragment: a title and one field
}
