/** The JSON Schema of audit profiles, made from the catalogue and the operators; tools/schemas.ts writes it for editors. */
import { appKinds } from '../apps/entry.ts';
import { catalogueApps } from '../apps/catalogue.ts';
import { operators } from '../evaluate/operators/registry.ts';
import { factNames, frameworks, severities } from '../model/profile.ts';
import { parameterTypes } from './parameters.ts';
import { remediationKeys } from './remediation.ts';
import { ownerships, platforms, subjectKinds } from '../model/subject.ts';
import { isAttestable } from '../settings/attestable.ts';
import { settings } from '../settings/catalogue.ts';
import { settingName } from '../settings/schema.ts';

const text = { type: 'string', minLength: 1 };
const kebab = { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' };
const listOf = (values: readonly string[]) => ({
  type: 'array',
  minItems: 1,
  uniqueItems: true,
  items: { enum: values },
});
const oneOrMore = (items: object) => ({ anyOf: [items, { type: 'array', minItems: 1, items }] });
const closed = (properties: object, required: readonly string[] = []) => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required,
});

const parameterUse = closed(
  {
    parameter: text,
    times: { type: 'number', exclusiveMinimum: 0, description: 'The number times this: days as seconds' },
    as: {
      const: 'app-ids',
      description: 'Apps of the catalogue become their bundle ids and package names; other texts stay',
    },
  },
  ['parameter'],
);
const daysParameter = closed({ parameter: text }, ['parameter']);
/** The apps of a parameter; `found`: those that the evidence speaks of; `ownedIn`: a parameter with countries of owners. */
const appParameter = closed({ parameter: text, found: { const: true }, ownedIn: text }, ['parameter']);

/** `is: true` is short for `is: {equals: true}`; every option may be `{parameter: name}`. */
const comparison = {
  anyOf: [
    { type: ['boolean', 'number', 'string'] },
    {
      ...closed(
        Object.fromEntries(
          operators.map(({ id, optionsSchema }) => [id, { anyOf: [optionsSchema, parameterUse] }]),
        ),
      ),
      minProperties: 1,
    },
  ],
};

const expressions = { type: 'array', minItems: 1, items: { $ref: '#/$defs/expression' } };
const expressionKeys = {
  setting: { $ref: '#/$defs/setting' },
  sum: { type: 'array', minItems: 2, uniqueItems: true, items: { $ref: '#/$defs/setting' } },
  fact: { anyOf: [{ enum: factNames }, { type: 'string', pattern: '^label:.' }] },
  parameter: text,
  is: comparison,
  every: comparison,
  some: comparison,
  all: expressions,
  any: expressions,
  none: expressions,
};
const example = {
  type: 'object',
  minProperties: 1,
  propertyNames: { $ref: '#/$defs/setting' },
  additionalProperties: { type: ['boolean', 'number', 'string', 'array'] },
};

const texts = { type: 'array', minItems: 1, uniqueItems: true, items: text };
/** Every app of a category that the evidence speaks of. */
const appCategory = closed(
  { category: oneOrMore({ enum: appKinds }), except: { type: 'array', items: { $ref: '#/$defs/app' } } },
  ['category'],
);
/** One for each platform, or for each management system. */
const remediations = {
  ...closed(Object.fromEntries(remediationKeys.map((name) => [name, text]))),
  minProperties: 1,
};

const rule = closed(
  {
    id: kebab,
    title: text,
    severity: { enum: severities },
    ...expressionKeys,
    app: { anyOf: [...oneOrMore({ $ref: '#/$defs/app' }).anyOf, appCategory, appParameter] },
    appliesTo: closed({
      platform: listOf([...platforms]),
      kind: listOf(subjectKinds),
      ownership: listOf(ownerships),
      supervised: { type: 'boolean' },
    }),
    when: { $ref: '#/$defs/expression' },
    enforced: { type: 'boolean' },
    maxAge: { type: 'string', pattern: '^P[1-9]\\d{0,4}D$', description: 'Days, as P90D' },
    attestable: closed(
      {
        maxAge: {
          anyOf: [{ type: 'string', pattern: '^P[1-9]\\d{0,4}D$' }, daysParameter],
          description: 'Days that a statement lives, as P90D, or a parameter with a number of days',
        },
        settings: {
          type: 'array',
          minItems: 1,
          uniqueItems: true,
          items: settingName(settings.filter(isAttestable).map((setting) => setting.id)),
          description: 'Of the rule, where not all of its settings may be stated',
        },
        question: { ...text, description: 'What a form asks' },
        where: { ...text, description: 'Where the answer is found' },
      },
      ['maxAge'],
    ),
    rationale: text,
    remediation: { anyOf: [text, remediations] },
    controls: closed(Object.fromEntries(frameworks.map((name) => [name, texts]))),
    tags: { type: 'array', minItems: 1, uniqueItems: true, items: kebab },
    weight: { type: 'number', minimum: 0, maximum: 100 },
    notes: {
      type: 'array',
      minItems: 1,
      items: closed({ when: { $ref: '#/$defs/expression' }, note: kebab }, ['when', 'note']),
      description: 'Codes that go with the finding when other facts stand beside it; they change no verdict',
    },
    references: {
      type: 'array',
      items: {
        anyOf: [text, closed({ title: text, url: { type: 'string', pattern: '^https://' } }, ['title'])],
      },
    },
    examples: closed(
      {
        pass: { type: 'array', minItems: 1, items: example },
        fail: { type: 'array', minItems: 1, items: example },
      },
      ['pass', 'fail'],
    ),
  },
  ['id', 'title', 'severity', 'examples'],
);

const parameter = closed(
  {
    title: text,
    type: { enum: parameterTypes },
    default: { type: ['boolean', 'number', 'string', 'array'] },
    example: {
      type: ['boolean', 'number', 'string', 'array'],
      description: 'In place of an empty default when the examples of rules are run',
    },
    minimum: { type: 'number' },
    maximum: { type: 'number' },
    values: { type: 'array', minItems: 1, items: { type: ['string', 'number'] } },
    hint: text,
  },
  ['title', 'type', 'default'],
);

/** One change to the profile that is extended, with its reason. */
const tailoring = {
  ...closed(
    {
      select: texts,
      deselect: texts,
      severity: { type: 'object', additionalProperties: { enum: severities } },
      parameters: {
        type: 'object',
        additionalProperties: { type: ['boolean', 'number', 'string', 'array'] },
      },
      rationale: { type: 'string', minLength: 10 },
    },
    ['rationale'],
  ),
  minProperties: 2,
};

/** What may be waived, for how long, and what the reasons of waivers ask for. */
const isoDuration = { type: 'string', description: 'ISO 8601, as P90D, P6M or P1Y' };
const camel = '^[a-z][A-Za-z0-9]{0,39}$';
const waiverReason = closed(
  {
    title: text,
    needs: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: { type: 'string', pattern: camel },
      description: 'Members of a waiver that have to be there, or of its `details`',
    },
    values: {
      type: 'object',
      minProperties: 1,
      propertyNames: { pattern: camel },
      additionalProperties: texts,
      description: 'The only values of a member of `details`',
    },
    until: { type: 'string', description: 'Latest last day, as 2025-12-31' },
    maxLifetime: isoDuration,
  },
  ['title'],
);
const waivers = {
  ...closed({
    everyone: { const: true, description: 'A waiver may be for all subjects' },
    maxLifetime: isoDuration,
    never: { ...listOf([...severities]), description: 'Severities of rules that cannot be waived' },
    reasons: {
      type: 'object',
      minProperties: 1,
      propertyNames: { pattern: kebab.pattern },
      additionalProperties: waiverReason,
    },
  }),
  minProperties: 1,
};

export const profileSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://passmuster.invalid/schemas/audit-profile.schema.json',
  title: 'Passmuster audit profile',
  ...closed(
    {
      id: kebab,
      title: text,
      version: { type: 'string', minLength: 1, description: 'Quoted: 1.10 without quotes is the number 1.1' },
      description: text,
      advisory: {
        const: true,
        description: 'From advice, not from a duty: its fails do not gate by themselves',
      },
      notAssessable: { ...texts, description: 'What the source asks for and no rule judges, for reports' },
      parameters: {
        type: 'object',
        propertyNames: { pattern: '^[a-z][A-Za-z0-9]*$' },
        additionalProperties: parameter,
      },
      extends: kebab,
      tailoring: { type: 'array', minItems: 1, items: tailoring },
      includes: { type: 'array', minItems: 1, uniqueItems: true, items: kebab },
      rules: { type: 'array', minItems: 1, items: { $ref: '#/$defs/rule' } },
      waivers,
    },
    ['id', 'title', 'version'],
  ),
  $defs: {
    setting: settingName(settings.map((setting) => setting.id)),
    app: { enum: catalogueApps.map((app) => app.id) },
    expression: closed(expressionKeys),
    rule,
  },
};
