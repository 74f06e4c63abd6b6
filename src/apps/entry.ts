/** An entry of the app catalogue as its file holds it, and the JSON Schema of such files. */

export const appKinds = ['messaging', 'system-messaging', 'social', 'collaboration'] as const;
export type AppKind = (typeof appKinds)[number];

/** A: vendor or maintained forensic tool; B: several independent sources; C: general knowledge, shown and never decisive. */
export const certainties = ['A', 'B', 'C'] as const;
type Certainty = (typeof certainties)[number];

interface Identifier {
  readonly id: string;
  readonly certainty: Certainty;
}

interface Property {
  readonly value: string;
  readonly certainty?: Certainty;
  readonly note?: string;
  readonly since?: string;
}

export interface AppEntry {
  readonly id: string;
  readonly name: string;
  readonly kind: AppKind;
  readonly ios: readonly Identifier[];
  readonly android: readonly Identifier[];
  readonly aliases?: readonly string[];
  readonly owner?: {
    readonly name: string;
    readonly countries: readonly string[];
    readonly certainty: Certainty;
  };
  readonly e2eeDefault?: Property;
  readonly disappearingMessages?: Property;
  readonly encryptedBackup?: Property;
  readonly desktopClient?: Property;
  readonly status?: Property;
  readonly policyMentions?: readonly string[];
  readonly notes?: string;
  readonly sources?: readonly string[];
}

const text = { type: 'string', minLength: 1 };
const texts = { type: 'array', items: text };
const certainty = { enum: certainties };
const closed = (properties: Readonly<Record<string, object>>, required: readonly string[]) => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required,
});
const property = closed({ value: text, certainty, note: text, since: text }, ['value']);
const identifiers = { type: 'array', items: closed({ id: text, certainty }, ['id', 'certainty']) };

export const appCatalogueSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://passmuster.invalid/schemas/app-catalogue.schema.json',
  title: 'Passmuster app catalogue',
  ...closed(
    {
      schema: { const: 'passmuster-app-catalogue/1' },
      compiled: text,
      legend: { type: 'object' },
      apps: {
        type: 'array',
        items: closed(
          {
            id: { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' },
            name: text,
            kind: { enum: appKinds },
            ios: identifiers,
            android: identifiers,
            aliases: texts,
            owner: closed(
              {
                name: text,
                countries: { type: 'array', items: { type: 'string', pattern: '^[A-Z]{2}$' } },
                certainty,
              },
              ['name', 'countries', 'certainty'],
            ),
            e2eeDefault: property,
            disappearingMessages: property,
            encryptedBackup: property,
            desktopClient: property,
            status: property,
            policyMentions: texts,
            notes: text,
            sources: texts,
          },
          ['id', 'name', 'kind', 'ios', 'android'],
        ),
      },
    },
    ['schema', 'apps'],
  ),
};
