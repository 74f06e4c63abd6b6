import { defineSource } from '../define.ts';

export default defineSource({
  id: 'passmuster-stream',
  title: 'Subjects and observations written by `passmuster read`',
  platforms: ['ios', 'android'],
  recognised: 'lines of JSON, the first with "schema": "passmuster-subjects/1"',
  detect: ({ json }) => (json?.keys.get('schema') === 'passmuster-subjects/1' ? 'yes' : 'no'),
  async *read(input) {
    yield* (await import('./read.ts')).read(input);
  },
});
