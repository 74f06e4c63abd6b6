/** The JSON Schema of attestation files, made from the settings; tools/schemas.ts writes it for editors. */
import { attestationMethods } from '../model/attestation.ts';
import { isAttestable } from '../settings/attestable.ts';
import { settings } from '../settings/catalogue.ts';
import { settingName } from '../settings/schema.ts';

export const text = { type: 'string', minLength: 1, maxLength: 200 };
export const recordId = { type: 'string', pattern: '^[a-z0-9][a-z0-9._-]{2,63}$' };
export const closed = <T extends object>(properties: T, required: readonly string[] = []) => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required,
});
/** Reports show it: neither a name with blanks nor a mail address fits. */
const pseudonym = { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' };
export const person = closed({ role: text, id: pseudonym, name: text }, ['role']);
const moment = {
  type: 'string',
  description: 'RFC 3339 with an offset, or a day, which begins at 00:00 UTC',
};

/** Exactly one of `subjects`, `group`, `everyone` and of `validFor`, `expiresAt`; what else a setting asks for the loader says. */
export const attestationSchema = closed(
  {
    id: recordId,
    setting: settingName(settings.filter(isAttestable).map((setting) => setting.id)),
    value: { type: ['boolean', 'number', 'string'], description: 'Of the type of the setting' },
    scope: closed({
      subjects: { type: 'array', minItems: 1, maxItems: 10_000, uniqueItems: true, items: text },
      group: text,
      everyone: { const: true },
      app: text,
      account: text,
    }),
    statement: { type: 'string', minLength: 10, maxLength: 500 },
    method: { enum: [...attestationMethods] },
    attestedBy: person,
    witnessedBy: person,
    attestedAt: moment,
    validFor: { type: 'string', description: 'ISO 8601, as P30D, P3M or P1Y' },
    expiresAt: moment,
    seen: closed({ appVersion: text, osVersion: text }),
    evidence: {
      type: 'array',
      minItems: 1,
      maxItems: 100,
      items: closed(
        {
          sha256: { type: 'string', pattern: '^[0-9A-Fa-f]{64}$' },
          mediaType: { type: 'string', pattern: '^[a-z0-9.+-]+/[a-z0-9.+-]+$' },
          description: text,
        },
        ['sha256'],
      ),
    },
    supersedes: recordId,
  },
  ['id', 'setting', 'value', 'scope', 'statement', 'method', 'attestedBy', 'attestedAt'],
);

export const formatName = 'passmuster-attestations/1';
const head = { schema: { const: formatName }, organisation: text };

/** What stands around the records, which are checked one by one. */
export const headSchema = closed({ ...head, attestations: { type: 'array' } }, ['schema', 'attestations']);

export const attestationsSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://passmuster.invalid/schemas/attestations.schema.json',
  title: 'Passmuster attestations',
  ...closed({ ...head, attestations: { type: 'array', items: { $ref: '#/$defs/attestation' } } }, [
    'schema',
    'attestations',
  ]),
  $defs: { attestation: attestationSchema },
};
