import { appleKind } from '../apple-kinds.ts';
import { defineSource, type Detection, type DetectionInput } from '../define.ts';

export default defineSource({
  id: 'apple-cfgutil',
  title: 'Output of `cfgutil get` (Apple Configurator), as JSON or property list',
  platforms: ['ios'],
  recognised:
    'Output with a device by its ECID (0x…), or beside Command; in a property list beside Errors, Command or Devices',
  detect,
  async *read(input, context) {
    yield* (await import('./read.ts')).read(input, context);
  },
});

function detect({ json, text, plist }: DetectionInput): Detection {
  if (json === undefined) return appleKind(plist) === 'cfgutil' ? 'yes' : 'no';
  if (json.root !== 'object' || !json.keys.has('Output')) return 'no';
  const hasDevice = /"Output"\s*:\s*\{[^]{0,4096}?"0x[0-9A-Fa-f]+"\s*:/.test(text ?? '');
  return hasDevice || json.keys.has('Command') ? 'yes' : 'no';
}
