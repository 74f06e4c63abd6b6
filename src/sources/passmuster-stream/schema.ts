/** The JSON Schema of one line of the stream; tools/schemas.ts writes it to schemas/. A person's statements do not travel here. */
import { merges, origins, unknownReasons } from '../../model/observation.ts';
import { inputStatuses } from '../../model/report.ts';
import { enrolmentTypes, ownerships, platforms, subjectKinds } from '../../model/subject.ts';

export const streamSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://passmuster.invalid/schemas/subject-stream.schema.json',
  title: 'One line of the stream that `passmuster read` writes',
  oneOf: [
    { $ref: '#/$defs/header' },
    { $ref: '#/$defs/subjectLine' },
    { $ref: '#/$defs/factsLine' },
    { $ref: '#/$defs/assignmentLine' },
    { $ref: '#/$defs/inputLine' },
    { $ref: '#/$defs/end' },
  ],
  $defs: {
    header: {
      type: 'object',
      additionalProperties: false,
      required: ['schema', 'tool', 'asOf'],
      properties: {
        schema: { const: 'passmuster-subjects/1' },
        tool: { type: 'object' },
        asOf: { type: 'string' },
      },
    },
    subjectLine: {
      type: 'object',
      additionalProperties: false,
      required: ['type', 'input', 'subject', 'observations'],
      properties: {
        type: { const: 'subject' },
        input: { $ref: '#/$defs/input' },
        subject: { $ref: '#/$defs/subject' },
        observations: { $ref: '#/$defs/observations' },
        links: { $ref: '#/$defs/links' },
      },
    },
    factsLine: {
      type: 'object',
      additionalProperties: false,
      required: ['type', 'input', 'links', 'observations'],
      properties: {
        type: { const: 'facts' },
        input: { $ref: '#/$defs/input' },
        links: { $ref: '#/$defs/links' },
        observations: { $ref: '#/$defs/observations' },
      },
    },
    assignmentLine: {
      type: 'object',
      additionalProperties: false,
      required: ['type', 'input', 'policy', 'links'],
      properties: {
        type: { const: 'assignment' },
        input: { $ref: '#/$defs/input' },
        policy: { $ref: '#/$defs/token' },
        links: {
          type: 'object',
          additionalProperties: false,
          properties: {
            to: { $ref: '#/$defs/tokens' },
            except: { $ref: '#/$defs/tokens' },
          },
        },
        none: { const: true },
      },
    },
    inputLine: {
      type: 'object',
      additionalProperties: false,
      required: ['type', 'record'],
      properties: {
        type: { const: 'input' },
        record: {
          type: 'object',
          required: ['path', 'status'],
          properties: {
            path: { type: 'string' },
            status: { enum: inputStatuses },
            /** Each is counted again when the stream is read. */
            skipped: { type: 'integer', minimum: 0, maximum: 1_000_000 },
          },
        },
      },
    },
    end: {
      type: 'object',
      additionalProperties: false,
      required: ['type', 'subjects'],
      properties: {
        type: { const: 'end' },
        subjects: { type: 'integer', minimum: 0 },
        facts: { type: 'integer', minimum: 0 },
        assignments: { type: 'integer', minimum: 0 },
      },
    },
    input: { type: 'string', minLength: 1 },
    observations: {
      type: 'array',
      items: { $ref: '#/$defs/observation' },
    },
    /** A kind and a keyed digest, or all phones of a product: never a name, an address or a number that is a person's. */
    token: { type: 'string', pattern: '^[a-z][a-z0-9-]{0,40}:[a-z0-9-]{1,64}$' },
    tokens: {
      type: 'array',
      items: { $ref: '#/$defs/token' },
    },
    links: {
      type: 'object',
      additionalProperties: false,
      properties: {
        is: { $ref: '#/$defs/tokens' },
        of: { $ref: '#/$defs/tokens' },
        to: { $ref: '#/$defs/tokens' },
        on: { $ref: '#/$defs/tokens' },
        except: { $ref: '#/$defs/tokens' },
        whole: { $ref: '#/$defs/tokens' },
      },
    },
    subject: {
      type: 'object',
      additionalProperties: false,
      required: ['id', 'kind', 'platform', 'labels'],
      properties: {
        id: { type: 'string', minLength: 1 },
        kind: { enum: subjectKinds },
        platform: { enum: platforms },
        osVersion: { type: 'string' },
        model: { type: 'string' },
        ownership: { enum: ownerships },
        supervised: { type: 'boolean' },
        enrolment: { type: 'string' },
        enrolmentType: { enum: enrolmentTypes },
        lastSeen: { type: 'string' },
        labels: {
          type: 'object',
          additionalProperties: { type: 'string' },
        },
      },
    },
    value: {
      anyOf: [
        { type: ['boolean', 'number', 'string'] },
        {
          type: 'array',
          items: { type: 'string' },
        },
      ],
    },
    needs: {
      type: 'object',
      additionalProperties: false,
      properties: {
        from: { type: 'string' },
        before: { type: 'string' },
        supervised: { const: true },
        notUnder: {
          type: 'array',
          items: { enum: enrolmentTypes },
        },
        oneOf: {
          type: 'array',
          minItems: 1,
          items: {
            type: 'object',
            additionalProperties: false,
            required: ['setting', 'value'],
            properties: {
              setting: { type: 'string' },
              value: { $ref: '#/$defs/value' },
            },
          },
        },
      },
    },
    observation: {
      type: 'object',
      additionalProperties: false,
      required: ['setting', 'layer', 'origin', 'evidence'],
      properties: {
        setting: { type: 'string', minLength: 1 },
        scope: { type: 'string', pattern: '^app:' },
        layer: { enum: ['observed', 'installed', 'required'] },
        origin: { enum: origins },
        evidence: {
          type: 'object',
          additionalProperties: false,
          required: ['input', 'locator'],
          properties: {
            input: { $ref: '#/$defs/input' },
            entry: { type: 'string' },
            locator: { type: 'string', minLength: 1 },
            line: { type: 'integer', minimum: 1 },
            value: { type: 'string' },
          },
        },
        collected: { type: 'string' },
        expires: { type: 'string' },
        notes: {
          type: 'array',
          items: { type: 'string' },
        },
        needs: { $ref: '#/$defs/needs' },
        combine: { enum: merges },
        value: { $ref: '#/$defs/value' },
        unknown: { enum: unknownReasons },
      },
      oneOf: [{ required: ['value'] }, { required: ['unknown'] }],
    },
  },
} as const;
