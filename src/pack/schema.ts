/** The JSON Schema of manifest.json; tools/schemas.ts writes it to schemas/. Fields are only ever added. */
import { failOnLevels } from '../evaluate/gate.ts';
import { inputStatuses, withholdingReasons } from '../model/report.ts';
import { suppliedRoles } from './manifest.ts';

const text = { type: 'string' };
const whole = { type: 'integer', minimum: 0 };
const listOf = (items: object) => ({ type: 'array', items });
const object = (required: Record<string, object>, optional: Record<string, object> = {}) => ({
  type: 'object',
  additionalProperties: false,
  properties: { ...required, ...optional },
  required: Object.keys(required),
});

const sha256 = { type: 'string', pattern: '^[0-9a-f]{64}$' };
const digest = { sha256, bytes: whole };
const profileFile = { id: text, sha256 };

export const packSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://passmuster.invalid/schemas/pack.schema.json',
  title: 'Manifest of a Passmuster evidence pack',
  ...object(
    {
      schema: { const: 'passmuster-pack/1' },
      note: text,
      tool: object({ name: { const: 'passmuster' }, version: text }),
      node: text,
      asOf: text,
      profiles: listOf(
        object(
          { ...profileFile, version: text, bases: listOf(object(profileFile, { member: text })) },
          { member: text },
        ),
      ),
      supplied: listOf(
        object(
          { role: { enum: suppliedRoles }, ...digest },
          { name: text, member: text, withheld: { enum: withholdingReasons } },
        ),
      ),
      inputs: listOf(
        object({
          path: text,
          status: { enum: inputStatuses },
          sha256: { type: 'string', pattern: '^([0-9a-f]{64})?$' },
          bytes: whole,
        }),
      ),
      members: listOf(object({ path: text, ...digest })),
    },
    {
      run: object(
        {
          parameters: { type: 'object' },
          gate: object(
            { failOn: { enum: failOnLevels }, gateAdvisory: { type: 'boolean' } },
            { minScore: whole, minCoverage: whole, expectedDevices: whole },
          ),
          staleAfterDays: whole,
          together: { type: 'boolean' },
          decryptKeys: whole,
        },
        {
          pseudonymKey: text,
          evidence: object({ shown: whole, all: whole }),
          waiversExpiringWithin: whole,
        },
      ),
      signature: object({ algorithm: { const: 'Ed25519' }, key: sha256 }),
    },
  ),
};
