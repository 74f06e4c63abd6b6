import { defineSource } from '../define.ts';
import { jamfKind } from '../jamf-kinds.ts';

export default defineSource({
  id: 'jamf-devices',
  title: 'Jamf Pro mobile devices (Jamf Pro API)',
  platforms: ['ios'],
  recognised:
    'JSON rows with mobileDeviceId, with deviceOwnershipLevel and type, or with managementId, type and modelIdentifier; a page, an array, one object, or one a line',
  detect: (input) => (jamfKind(input) === 'devices' ? 'yes' : 'no'),
  async *read(input, context) {
    yield* (await import('./read.ts')).read(input, context);
  },
});
