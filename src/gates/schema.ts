/** The JSON Schema of gate files; tools/schemas.ts writes it for editors. */
import { severities } from '../model/profile.ts';

const closed = (properties: object) => ({
  type: 'object',
  additionalProperties: false,
  properties,
});
const percent = { type: 'number', minimum: 0, maximum: 100, description: 'Percent' };
const thresholds = {
  minScore: percent,
  minCoverage: percent,
  maxFails: {
    ...closed(Object.fromEntries(severities.map((severity) => [severity, { type: 'integer', minimum: 0 }]))),
    minProperties: 1,
    description: 'Fails of a severity that are let pass; takes the place of --fail-on for it',
  },
};

export const formatName = 'passmuster-gates/1';

export const gatesSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://passmuster.invalid/schemas/gates.schema.json',
  title: 'Passmuster gates',
  ...closed({
    schema: { const: formatName },
    ...thresholds,
    profiles: {
      type: 'object',
      minProperties: 1,
      propertyNames: { pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' },
      additionalProperties: { ...closed(thresholds), minProperties: 1 },
      description: 'By the id of the audit profile',
    },
  }),
  required: ['schema'],
  minProperties: 2,
};
