import { defineSource } from '../define.ts';
import { jamfKind } from '../jamf-kinds.ts';

export default defineSource({
  id: 'jamf-other',
  title: 'Other answers of Jamf Pro (groups, apps, enrolment, searches, profiles of Macs): nothing to audit',
  platforms: ['ios'],
  recognised:
    'other roots of the Classic API (mobile_device_…, os_x_…, computer_…), and rows of the Jamf Pro API with groupName, isSmartGroup, displayFields, inventoryDisplayType, prestageId and the like',
  detect(input) {
    const kind = jamfKind(input);
    if (kind === 'other') return 'yes';
    return kind === 'maybe-other' ? 'maybe' : 'no';
  },
  async *read(input, context) {
    yield* (await import('./read.ts')).read(input, context);
  },
});
