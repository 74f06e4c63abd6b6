import { defineBundleSource } from '../define.ts';
import { allows } from './paths.ts';

export default defineBundleSource({
  id: 'android-qf',
  title: 'AndroidQF acquisition of an Android phone (folder or zip)',
  platforms: ['android'],
  recognised: 'acquisition.json beside getprop.txt or dumpsys.txt',
  detect: (names) => names.has('acquisition.json') && (names.has('getprop.txt') || names.has('dumpsys.txt')),
  allows,
  async *read(bundle, context) {
    yield* (await import('./read.ts')).read(bundle, context);
  },
});
