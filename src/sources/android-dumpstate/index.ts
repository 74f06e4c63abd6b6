import { defineSource } from '../define.ts';

/** The header of dumpstate, or of a service. The first bytes of a whole report are its header. */
const shape =
  /^== dumpstate: \d{4}-\d\d-\d\d |^DUMP OF SERVICE (?:(?:CRITICAL|HIGH|NORMAL) )?\S{1,100}:\r?$/m;

export default defineSource({
  id: 'android-dumpstate',
  title: 'Text of a bugreport, or of dumpsys, of an Android phone',
  platforms: ['android'],
  recognised: 'a line “== dumpstate: date” or “DUMP OF SERVICE name:”',
  detect: ({ text, json }) => (json === undefined && text !== undefined && shape.test(text) ? 'yes' : 'no'),
  async *read(input, context) {
    yield* (await import('./read.ts')).read(input, context);
  },
});
