import { defineSource, type Detection, type DetectionInput } from '../define.ts';

export default defineSource({
  id: 'intune-devices',
  title: 'Intune device inventory (Graph managedDevices)',
  platforms: ['ios', 'android'],
  recognised:
    'JSON rows with operatingSystem and managedDeviceOwnerType or complianceState and deviceName, or @odata.context naming managedDevices; a page, an array, one object, or one a line',
  detect,
  async *read(input, context) {
    yield* (await import('./read.ts')).read(input, context);
  },
  async rows() {
    return { list: (await import('./read.ts')).deviceList };
  },
});

function detect({ json, text }: DetectionInput): Detection {
  if (json === undefined) return 'no';
  const rows = [json.keys, ...json.rows.values()];
  const isOurs = rows.some((row) => {
    const member = (name: string): string => [...row].find(([key]) => key.toLowerCase() === name)?.[1] ?? '';
    const context = member('@odata.context'); // also in a list of pages
    if (isBelowDevice.test(context)) return false;
    return isDevices.test(context) || isDevice(row, member('@odata.type'));
  });
  return isOurs || (text !== undefined && isBagged.test(text)) ? 'yes' : 'no';
}

const isDevices = /\$metadata#deviceManagement\/(managedDevices|comanagedDevices)/;
/** What belongs to one device: `managedDevices('id')/detectedApps`. */
const isBelowDevice = /anagedDevices\('[^']*'\)\/(?!\$entity)/;
/** Objects of Microsoft's PowerShell module keep in a bag what their class does not know. */
const isBagged =
  /"AdditionalProperties"\s*:\s*\{[^{}]*"(@odata\.type"\s*:\s*"#microsoft\.graph\.managedDevice"|managedDeviceOwnerType")/i;

/**
 * Microsoft Graph, managedDevice: no other type has an owner type beside an operating system; a script that picks columns
 * keeps a state of compliance beside it and the name.
 */
function isDevice(row: ReadonlyMap<string, string | undefined>, type: string): boolean {
  if (type === '#microsoft.graph.managedDevice') return true;
  const keys = new Set([...row.keys()].map((key) => key.toLowerCase()));
  if (!keys.has('operatingsystem')) return false;
  return keys.has('manageddeviceownertype') || (keys.has('compliancestate') && keys.has('devicename'));
}
