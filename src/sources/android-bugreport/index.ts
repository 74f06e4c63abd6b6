import { defineBundleSource } from '../define.ts';
import { allows, isBugreport } from './paths.ts';

export default defineBundleSource({
  id: 'android-bugreport',
  title: 'Bugreport of an Android phone (zip or folder)',
  platforms: ['android'],
  recognised:
    'bugreport-….txt or dumpState_….txt beside main_entry.txt, version.txt, dumpstate_log.txt or FS, or alone in an archive',
  detect: isBugreport,
  allows,
  async *read(bundle, context) {
    yield* (await import('./read.ts')).read(bundle, context);
  },
});
