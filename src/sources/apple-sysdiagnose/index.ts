import { defineBundleSource } from '../define.ts';
import { allows } from './paths.ts';

export default defineBundleSource({
  id: 'apple-sysdiagnose',
  title: 'sysdiagnose archive of an iPhone or iPad',
  platforms: ['ios'],
  recognised: 'a folder or archive with logs/MCState, or with logs/SystemVersion/SystemVersion.plist',
  detect: (names) => names.has('logs/MCState') || names.has('logs/SystemVersion/SystemVersion.plist'),
  allows,
  async *read(bundle, context) {
    yield* (await import('./read.ts')).read(bundle, context);
  },
});
