import { defineSource } from '../define.ts';
import { jamfKind } from '../jamf-kinds.ts';

export default defineSource({
  id: 'jamf-profiles',
  title: 'Jamf Pro configuration profiles for mobile devices (Classic API and Jamf Pro API)',
  platforms: ['ios'],
  recognised:
    'XML with the root configuration_profile or configuration_profiles, or JSON with that member or with payloads that hold a property list as text',
  detect: (input) => (jamfKind(input) === 'profiles' ? 'yes' : 'no'),
  async *read(input, context) {
    yield* (await import('./read.ts')).read(input, context);
  },
});
