import { defineSource } from '../define.ts';

export default defineSource({
  id: 'android-adb-backup',
  title: 'Backup of an Android phone (adb backup): its header',
  platforms: ['android'],
  recognised: 'the first line ANDROID BACKUP',
  detect: ({ head }) =>
    Buffer.from(head.subarray(0, 15)).toString('latin1') === 'ANDROID BACKUP\n' ? 'yes' : 'no',
  async *read(input) {
    yield* (await import('./read.ts')).read(input);
  },
});
