import { defineSource } from '../define.ts';
import { isStatusHeader, isStatusJson } from './shape.ts';

export default defineSource({
  id: 'intune-setting-status',
  title: 'Intune status of single settings on each device (report, or states of one device)',
  platforms: ['ios', 'android'],
  recognised:
    'CSV or JSON rows with DeviceId, SettingStatus, and the name of a setting and of a policy; JSON rows with settingStates; an @odata.context naming the policy states of one managed device',
  detect: ({ json, csv }) => {
    const isOurs = json === undefined ? csv.some(({ cells }) => isStatusHeader(cells)) : isStatusJson(json);
    return isOurs ? 'yes' : 'no';
  },
  async *read(input, context) {
    yield* (await import('./read.ts')).read(input, context);
  },
});
