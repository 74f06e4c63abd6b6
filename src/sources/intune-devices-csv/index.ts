import { defineSource } from '../define.ts';
import { reportOf } from './reports.ts';

export default defineSource({
  id: 'intune-devices-csv',
  title: 'Intune device inventory (CSV of the portal, of an export job, or of a script)',
  platforms: ['ios', 'android'],
  recognised:
    'a header with Device ID, Device name and Last check-in, with DeviceId, LastContact, OSVersion and a state of compliance, with IntuneDeviceId and AadDeviceId, or with the property names of Graph',
  detect: ({ csv }) => (csv.some(({ cells }) => reportOf(cells) !== undefined) ? 'yes' : 'no'),
  async *read(input, context) {
    yield* (await import('./read.ts')).read(input, context);
  },
  async rows(input) {
    const { report, list, csv } = (await import('./read.ts')).rowsOf(input);
    return report === 'without-policy' ? undefined : { list, ...(csv === undefined ? {} : { csv }) };
  },
});
