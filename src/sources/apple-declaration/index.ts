import { defineSource, type Detection, type DetectionInput } from '../define.ts';

export default defineSource({
  id: 'apple-declaration',
  title: 'Apple declarations (declarative management)',
  platforms: ['ios'],
  recognised:
    'JSON with a Type that begins with com.apple.configuration, .activation, .asset or .management; one object, an array, or one a line',
  detect,
  async *read(input) {
    yield* (await import('./read.ts')).read(input);
  },
});

const declarationType = /^com\.apple\.(configuration|activation|asset|management)\./i;

/** Apple, declarationbase: a type, and beside it an identifier or a payload. A key in wrong case must not vanish in a folder. */
function detect({ json }: DetectionInput): Detection {
  if (json === undefined) return 'no';
  const row = json.root === 'object' ? json.keys : (json.rows.get('') ?? new Map<string, undefined>());
  const keys = [...row.keys()].map((key) => key.toLowerCase());
  const isTyped = [...row].some(
    ([key, value]) => key.toLowerCase() === 'type' && declarationType.test(value ?? ''),
  );
  return isTyped && keys.some((key) => key === 'identifier' || key === 'payload') ? 'yes' : 'no';
}
