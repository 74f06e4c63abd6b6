import type { BundleNames } from '../../io/bundle.ts';
import { defineBundleSource } from '../define.ts';
import { allows, place } from './paths.ts';

export default defineBundleSource({
  id: 'apple-backup',
  title: 'iPhone or iPad backup (Finder, iTunes, idevicebackup2)',
  platforms: ['ios'],
  recognised: 'a folder with Manifest.db or Status.plist, and Manifest.plist or Info.plist',
  detect,
  allows,
  place,
  async *read(bundle, context) {
    yield* (await import('./read.ts')).read(bundle, context);
  },
});

/**
 * Also a backup that lost one of its parts: taken for a folder of loose files, every private file in it would be opened to
 * find out what it is.
 */
function detect(names: BundleNames): boolean {
  const has = (...files: readonly string[]) => files.filter((file) => names.has(file)).length;
  return (
    has('Manifest.db', 'Status.plist') + has('Manifest.plist', 'Info.plist') >= 2 &&
    has('Manifest.db', 'Status.plist') > 0
  );
}
