import { defineSource, type Detection, type DetectionInput } from '../define.ts';

export default defineSource({
  id: 'workspace-one-devices',
  title: 'Workspace ONE UEM devices (search and details)',
  platforms: ['ios', 'android'],
  recognised:
    'JSON with Devices and Total, rows with EnrollmentStatus, ComplianceStatus and LastSeen, or a device with friendlyName, enrollmentInfo and platformInfo',
  detect,
  async *read(input, context) {
    yield* (await import('./read.ts')).read(input, context);
  },
});

function detect({ json }: DetectionInput): Detection {
  if (json === undefined) return 'no';
  if (json.keys.has('Devices') && json.keys.has('Total')) return 'yes';
  const rows = [json.keys, ...json.rows.values()];
  const isOurs = rows.some((row) => known.some((keys) => keys.every((key) => row.has(key))));
  return isOurs ? 'yes' : 'no';
}

const known = [
  ['Platform', 'EnrollmentStatus', 'ComplianceStatus', 'LastSeen'],
  ['friendlyName', 'enrollmentInfo', 'platformInfo'],
];
