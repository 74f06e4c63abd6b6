import { defineSource } from '../define.ts';
import { jamfKind } from '../jamf-kinds.ts';

export default defineSource({
  id: 'jamf-classic-devices',
  title: 'Jamf Pro mobile devices (Classic API)',
  platforms: ['ios'],
  recognised: 'XML with the root mobile_device or mobile_devices, or JSON with that member',
  detect: (input) => (jamfKind(input) === 'classic-devices' ? 'yes' : 'no'),
  async *read(input, context) {
    yield* (await import('./read.ts')).read(input, context);
  },
});
