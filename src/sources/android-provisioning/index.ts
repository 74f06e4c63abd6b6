import { defineSource, type Detection, type DetectionInput } from '../define.ts';

export default defineSource({
  id: 'android-provisioning',
  title: 'Android provisioning bundle (the JSON of an enrolment QR code)',
  platforms: ['android'],
  recognised: 'a JSON object with keys that begin with android.app.extra.PROVISIONING_',
  detect,
  async *read(input) {
    yield* (await import('./read.ts')).read(input);
  },
});

function detect({ json }: DetectionInput): Detection {
  if (json === undefined || json.root !== 'object' || json.lines) return 'no';
  return [...json.keys.keys()].some((key) => key.startsWith('android.app.extra.PROVISIONING_'))
    ? 'yes'
    : 'no';
}
