import { defineSource, type Detection, type DetectionInput } from '../define.ts';

export default defineSource({
  id: 'intune-tenant',
  title: 'Intune settings of the tenant (Graph deviceManagement/settings)',
  platforms: ['ios', 'android'],
  recognised:
    'a JSON object with secureByDefault and deviceComplianceCheckinThresholdDays, alone or as settings',
  detect,
  async *read(input) {
    yield* (await import('./read.ts')).read(input);
  },
});

function detect({ json }: DetectionInput): Detection {
  if (json?.root !== 'object') return 'no';
  const names = new Set([...json.keys.keys()].map((key) => key.toLowerCase()));
  const context = json.keys.get('@odata.context') ?? '';
  const isOurs =
    ['securebydefault', 'devicecompliancecheckinthresholddays'].every((name) => names.has(name)) ||
    /\$metadata#deviceManagement(\/settings(\/\$entity)?|\(settings\)\/\$entity)$/.test(context);
  return isOurs ? 'yes' : 'no';
}
