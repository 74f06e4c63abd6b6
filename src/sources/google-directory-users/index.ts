import { defineSource, type Detection, type DetectionInput } from '../define.ts';

export default defineSource({
  id: 'google-directory-users',
  title: 'Google Directory API users (two-step verification of accounts)',
  platforms: ['ios', 'android'],
  recognised:
    'JSON of the kind admin#directory#users or admin#directory#user, or rows with primaryEmail and isEnrolledIn2Sv; a page, an array, one user, or one a line',
  detect,
  async *read(input, context) {
    yield* (await import('./read.ts')).read(input, context);
  },
});

const kinds: ReadonlySet<string | undefined> = new Set(['admin#directory#users', 'admin#directory#user']);
const facts = ['isEnrolledIn2Sv', 'isEnforcedIn2Sv'];

function detect({ json }: DetectionInput): Detection {
  if (json === undefined) return 'no';
  const rows = [json.keys, ...json.rows.values()];
  const isUser = (row: ReadonlyMap<string, string | undefined>): boolean =>
    kinds.has(row.get('kind')) || (row.has('primaryEmail') && facts.some((key) => row.has(key)));
  return rows.some(isUser) ? 'yes' : 'no';
}
