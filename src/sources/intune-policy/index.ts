import { defineSource, type Detection, type DetectionInput } from '../define.ts';
import { inferType } from './map-types.ts';

export default defineSource({
  id: 'intune-policy',
  title: 'Intune policy (Graph device restrictions, compliance, app protection)',
  platforms: ['ios', 'android'],
  recognised:
    'JSON with the @odata.type of a policy, an @odata.context naming a collection of policies, or at least 20 property names of one type; one object, a page, an array, or one a line',
  detect,
  async *read(input) {
    yield* (await import('./read.ts')).read(input);
  },
});

/** Policies of any platform: those that are not for phones are counted and skipped. */
const policyType =
  /#?microsoft\.graph\.(?:ios|android|aosp|appleDevice|macOS|windows|defaultManaged|targetedManaged)\w*(?:Configuration|ConfigurationBase|CompliancePolicy|Protection|Profile|ProfileBase|Certificate)/
    .source;
const isPolicyType = new RegExp(`^${policyType}$`, 'i');
/** Collections, also of a single entity or cast to a type; not what lies below one policy (`('id')/assignments`). */
const isCollection =
  /\$metadata#(?:deviceManagement\/(?:deviceConfigurations|deviceCompliancePolicies)|deviceAppManagement\/(?:managedAppPolicies|(?:ios|android|default|targeted)ManagedApp\w+))(?:$|\/\$entity$|\/microsoft\.graph\.|\((?!'))/i;
/** PowerShell objects of the Graph SDK keep what the base type lacks in a bag. */
const isBagged = new RegExp(
  `"AdditionalProperties"\\s*:\\s*\\{[^{}]*"@odata\\.type"\\s*:\\s*"${policyType}"`,
  'i',
);

function detect({ json, text }: DetectionInput): Detection {
  if (json === undefined) return 'no';
  const rows = [...json.rows].filter(([member]) => member === '' || member.toLowerCase() === 'value');
  const objects = [json.keys, ...rows.map(([, row]) => row)];
  const isPolicy =
    isCollection.test(valueOf(json.keys, '@odata.context')) ||
    objects.some((object) => isPolicyType.test(valueOf(object, '@odata.type'))) ||
    objects.some((object) => valueOf(object, '@odata.type') === '' && inferType(object.keys())) ||
    (text !== undefined && isBagged.test(text));
  return isPolicy ? 'yes' : 'no';
}

function valueOf(object: ReadonlyMap<string, string | undefined>, key: string): string {
  for (const [name, value] of object) if (name.toLowerCase() === key) return value ?? '';
  return '';
}
