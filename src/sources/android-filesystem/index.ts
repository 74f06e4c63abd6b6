import { defineBundleSource } from '../define.ts';
import { namesOfApp } from './app-paths.ts';
import { allows, listFile } from './paths.ts';

export default defineBundleSource({
  id: 'android-filesystem',
  title: 'File-system extraction of an Android phone (folder or archive)',
  platforms: ['android'],
  recognised: 'data/system/packages.xml and data/system/users',
  detect: (names) => names.has(listFile) && names.has('data/system/users'),
  allows,
  names: namesOfApp,
  async *read(bundle, context) {
    yield* (await import('./read.ts')).read(bundle, context);
  },
});
