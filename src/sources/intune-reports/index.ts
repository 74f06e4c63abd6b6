import { defineSource } from '../define.ts';
import { silentJson, silentReport } from './reports.ts';

export default defineSource({
  id: 'intune-reports',
  title: 'Intune reports that prove nothing by themselves (app names, whole policies, app protection status)',
  platforms: ['ios', 'android'],
  recognised:
    'CSV or JSON rows with ApplicationName and DeviceId, PolicyId and PolicyStatus, or AppProtectionStatus; an @odata.context naming detectedApps',
  detect: ({ json, csv }) => {
    const report =
      json === undefined ? csv.find(({ cells }) => silentReport(cells) !== undefined) : silentJson(json);
    return report === undefined ? 'no' : 'yes';
  },
  async *read(input) {
    yield* (await import('./read.ts')).read(input);
  },
});
