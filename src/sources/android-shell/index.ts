import { defineBundleSource } from '../define.ts';
import { allows, isShellFolder } from './paths.ts';

export default defineBundleSource({
  id: 'android-shell',
  title: 'Folder of what adb reads from an Android phone, one command a file',
  platforms: ['android'],
  recognised:
    'a folder or archive with getprop.txt beside dumpsys_package.txt or settings_global.txt, or with the folders …_info and …_dumpsys of android_triage',
  detect: isShellFolder,
  allows,
  async *read(bundle, context) {
    yield* (await import('./read.ts')).read(bundle, context);
  },
});
