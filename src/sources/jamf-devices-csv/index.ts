import { defineSource } from '../define.ts';
import { jamfKind } from '../jamf-kinds.ts';

export default defineSource({
  id: 'jamf-devices-csv',
  title: 'Jamf Pro advanced search of mobile devices, Jamf School devices (CSV)',
  platforms: ['ios'],
  recognised:
    'CSV with Display Name, Last Inventory Update and one of JSS Mobile Device ID, Passcode Status, Jailbreak Detected; or with DeviceUDID, EnrollType and OsVersion',
  detect: (input) => (jamfKind(input) === 'devices-csv' ? 'yes' : 'no'),
  async *read(input, context) {
    yield* (await import('./read.ts')).read(input, context);
  },
});
