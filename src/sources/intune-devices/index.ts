import { defineSource, type Detection, type DetectionInput } from '../define.ts';

export default defineSource({
  id: 'intune-devices',
  title: 'Intune device inventory (Graph managedDevices)',
  platforms: ['ios', 'android'],
  recognised:
    'JSON rows with managedDeviceOwnerType, or @odata.context naming managedDevices; a page, an array, one object, or one a line',
  detect,
  async *read(input, context) {
    yield* (await import('./read.ts')).read(input, context);
  },
});

function detect({ json }: DetectionInput): Detection {
  if (json === undefined) return 'no';
  const rows = [json.keys, ...json.rows.values()];
  const isOurs = rows.some(
    (row) =>
      isDevices.test(row.get('@odata.context') ?? '') || // also in a list of pages
      isDevice(
        [...row.keys()].map((key) => key.toLowerCase()),
        row.get('@odata.type'),
      ),
  );
  return isOurs ? 'yes' : 'no';
}

const isDevices = /\$metadata#deviceManagement\/(managedDevices|comanagedDevices)/;

/** Microsoft Graph, managedDevice: no other type has an owner type beside a state of compliance and an operating system. */
function isDevice(keys: readonly string[], type: string | undefined): boolean {
  if (type === '#microsoft.graph.managedDevice') return true;
  return ['manageddeviceownertype', 'operatingsystem'].every((key) => keys.includes(key));
}
