import { defineSource, type Detection, type DetectionInput } from '../define.ts';

export default defineSource({
  id: 'apple-status-report',
  title: 'Apple status reports (declarative management)',
  platforms: ['ios'],
  recognised: 'JSON with StatusItems; one report, an array, or one a line',
  detect,
  async *read(input, context) {
    yield* (await import('./read.ts')).read(input, context);
  },
});

/** Apple, statusreport: `StatusItems` is required, and no other document has it at its root. */
function detect({ json }: DetectionInput): Detection {
  if (json === undefined) return 'no';
  const row = json.root === 'object' ? json.keys : (json.rows.get('') ?? new Map<string, undefined>());
  return [...row.keys()].some((key) => key.toLowerCase() === 'statusitems') ? 'yes' : 'no';
}
