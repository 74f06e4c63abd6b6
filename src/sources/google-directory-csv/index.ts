import { defineSource, type Detection, type DetectionInput } from '../define.ts';
import { isNameJson, isOwnHeader } from './columns.ts';

export default defineSource({
  id: 'google-directory-csv',
  title: 'Google devices and users as CSV (GAM)',
  platforms: ['ios', 'android'],
  recognised:
    'CSV with the columns resourceId and deviceId or JSON, primaryEmail and isEnrolledIn2Sv or JSON, name and deviceType, or name and JSON with names devices/…',
  detect,
  async *read(input, context) {
    yield* (await import('./read.ts')).read(input, context);
  },
});

function detect({ csv }: DetectionInput): Detection {
  if (csv.some(({ cells }) => isOwnHeader(cells))) return 'yes';
  if (!csv.some(({ cells }) => isNameJson(cells))) return 'no';
  return csv.some(({ cells }) => /^devices\/[^/]/.test(cells[0] ?? '')) ? 'yes' : 'no';
}
