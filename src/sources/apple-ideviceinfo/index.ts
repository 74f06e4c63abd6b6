import { appleKind } from '../apple-kinds.ts';
import { defineSource } from '../define.ts';

export default defineSource({
  id: 'apple-ideviceinfo',
  title: 'Output of `ideviceinfo -x`, of one domain or several',
  platforms: ['ios'],
  recognised:
    'a property list with ProductVersion beside DeviceClass, PasswordProtected or UniqueDeviceID, or with a domain (com.apple.mobile.backup, com.apple.fmip, com.apple.security.mac.amfi) or its keys; also several of them in one file',
  detect: ({ json, plist }) => (json === undefined && appleKind(plist) === 'ideviceinfo' ? 'yes' : 'no'),
  async *read(input, context) {
    yield* (await import('./read.ts')).read(input, context);
  },
});
