import type { JsonPeek } from '../../formats/json-peek.ts';
import { defineSource, type Detection, type DetectionInput } from '../define.ts';
import { inferType } from './map-types.ts';

export default defineSource({
  id: 'intune-policy',
  title: 'Intune policy (Graph: settings catalogue, device restrictions, compliance, app protection)',
  platforms: ['ios', 'android'],
  recognised:
    'JSON or YAML with the @odata.type of a policy, an @odata.context naming a collection of policies, platforms and technologies beside settings of the catalogue, the members of a template of CIPP, or at least 20 property names of one type; one object, a page, an array, or one a line',
  detect,
  async *read(input, context) {
    yield* (await import('./read.ts')).read(input, context);
  },
});

/** Policies of any platform: those that are not for phones are counted and skipped. */
const policyType =
  /#?microsoft\.graph\.(?:(?:ios|android|aosp|appleDevice|macOS|windows|defaultManaged|targetedManaged)\w*(?:Configuration|ConfigurationBase|CompliancePolicy|Protection|Profile|ProfileBase|Certificate)|deviceManagement(?:Configuration|Compliance)Policy)/
    .source;
const isPolicyType = new RegExp(`^${policyType}$`, 'i');
/** Collections, also of a single entity or cast to a type; not what lies below one policy (`('id')/assignments`). */
const isCollection =
  /\$metadata#(?:deviceManagement\/(?:deviceConfigurations|deviceCompliancePolicies|configurationPolicies)|deviceAppManagement\/(?:managedAppPolicies|mobileAppConfigurations|(?:ios|android|default|targeted)ManagedApp\w+))(?:$|\/\$entity$|\/microsoft\.graph\.|\((?!'))/i;
/** PowerShell objects of the Graph SDK keep what the base type lacks in a bag. */
const isBagged = new RegExp(
  `"AdditionalProperties"\\s*:\\s*\\{[^{}]*"@odata\\.type"\\s*:\\s*"${policyType}"`,
  'i',
);

function detect({ json, yaml, text }: DetectionInput): Detection {
  const peek = json ?? yaml;
  if (peek === undefined) return 'no';
  const rows = [...peek.rows].filter(([member]) => member === '' || member.toLowerCase() === 'value');
  const objects = [peek.keys, ...rows.map(([, row]) => row)];
  const isPolicy =
    isCollection.test(valueOf(peek.keys, '@odata.context')) ||
    objects.some((object) => isPolicyType.test(valueOf(object, '@odata.type'))) ||
    objects.some((object) => valueOf(object, '@odata.type') === '' && isShapedLike(object, peek)) ||
    (json !== undefined && text !== undefined && isBagged.test(text));
  return isPolicy ? 'yes' : 'no';
}

type Keys = JsonPeek['keys'];

/** Without a type: a policy of the settings catalogue or a template by its members, others by many names of one type. */
function isShapedLike(object: Keys, { keys, rows }: JsonPeek): boolean {
  const names = new Set([...object.keys()].map((key) => key.toLowerCase()));
  const settings = [...rows].find(([member]) => member.toLowerCase() === 'settings')?.[1];
  const isWritten =
    ['name', 'platforms', 'technologies'].every((key) => names.has(key)) &&
    ['settings', 'settingcount'].some((key) => names.has(key));
  const isHeld =
    object === keys &&
    names.has('platforms') &&
    [...(settings?.keys() ?? [])].some((key) => key.toLowerCase() === 'settinginstance');
  const isTemplate =
    names.has('rawjson') || ['partitionkey', 'rowkey', 'json'].every((key) => names.has(key));
  return isWritten || isHeld || isTemplate || inferType(object.keys()) !== undefined;
}

function valueOf(object: Keys, key: string): string {
  for (const [name, value] of object) if (name.toLowerCase() === key) return value ?? '';
  return '';
}
