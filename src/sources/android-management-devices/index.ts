import { defineSource, type Detection, type DetectionInput } from '../define.ts';

export default defineSource({
  id: 'android-management-devices',
  title: 'Android Management API device report',
  platforms: ['android'],
  recognised:
    'JSON with the name enterprises/…/devices/…, or two or more fields of a device report; a page, an array, one device, or one a line',
  detect,
  async *read(input, context) {
    yield* (await import('./read.ts')).read(input, context);
  },
});

/** Fields of the Device resource that no other inventory has. */
const deviceFields = new Set([
  'appliedPasswordPolicies',
  'appliedPolicyName',
  'appliedPolicyVersion',
  'appliedState',
  'applicationReports',
  'deviceSettings',
  'lastPolicySyncTime',
  'lastStatusReportTime',
  'managementMode',
  'nonComplianceDetails',
  'policyCompliant',
  'securityPosture',
  'softwareInfo',
]);

function detect({ json, text = '' }: DetectionInput): Detection {
  if (json === undefined) return 'no';
  const isPage = json.keys.has('devices');
  const row = isPage ? json.rows.get('devices') : json.root === 'array' ? json.rows.get('') : json.keys;
  if (row === undefined) return isPage && isWithoutRows(json, text) ? 'maybe' : 'no';
  if ([...json.keys.keys(), ...row.keys()].some((key) => key.includes('@odata'))) return 'no';
  const name = row.get('name') ?? '';
  if (/^enterprises\/[^/]+\/devices\//.test(name)) return 'yes';
  if (/^enterprises\/[^/]+\/policies\//.test(name)) return 'no';
  return [...row.keys()].filter((key) => deviceFields.has(key)).length >= 2 ? 'yes' : 'no';
}

/** A page without rows says whose it is by nothing but its members; Cloud Identity's looks the same, and says as little. */
function isWithoutRows({ keys }: NonNullable<DetectionInput['json']>, text: string): boolean {
  const isOurs = [...keys.keys()].every((key) => key === 'devices' || key === 'nextPageToken');
  return isOurs && (keys.has('nextPageToken') || /"devices"\s*:\s*\[\s*\]/.test(text));
}
