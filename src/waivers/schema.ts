/** The JSON Schema of waiver files; tools/schemas.ts writes it for editors. */
import { closed, person, recordId, text } from '../attestations/schema.ts';
import { severities } from '../model/profile.ts';
import { enrolmentTypes, ownerships, platforms, subjectKinds } from '../model/subject.ts';

const kebab = { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' };
const oneOrMore = (items: object) => ({
  anyOf: [items, { type: 'array', minItems: 1, maxItems: 1000, uniqueItems: true, items }],
});
const sentence = { type: 'string', minLength: 10, maxLength: 500 };
const day = {
  type: 'string',
  pattern: String.raw`^\d{4}-\d\d-\d\d$`,
  description: 'A calendar day in UTC, as 2027-02-28',
};
const duration = { type: 'string', description: 'ISO 8601, as P90D, P6M or P1Y' };
const version = String.raw`([<>]=?|=)?\d{1,9}(\.\d{1,9}){0,9}`;

/** Policies can have long ones. */
const subjectId = { type: 'string', minLength: 1, maxLength: 2000 };

/** All conditions have to hold; of a list any value. What is not known of a subject does not hold. */
const select = {
  ...closed({
    kind: oneOrMore({ enum: [...subjectKinds] }),
    platform: oneOrMore({ enum: [...platforms] }),
    model: oneOrMore(text),
    ownership: oneOrMore({ enum: [...ownerships] }),
    supervised: { type: 'boolean' },
    enrolmentType: oneOrMore({ enum: [...enrolmentTypes] }),
    osVersion: {
      type: 'string',
      pattern: `^${version}( +${version}){0,3}$`,
      description: 'In quotes: "<18", or several that all have to hold, as ">=17 <18"',
    },
    group: { ...oneOrMore(text), description: 'The value of any label of the subject' },
    labels: { type: 'object', minProperties: 1, additionalProperties: oneOrMore(text) },
  }),
  minProperties: 1,
};

/** Exactly one of `subjects`, `select`, `everyone`; what else there is to check the loader says. */
export const waiverSchema = closed(
  {
    id: recordId,
    rules: { type: 'array', minItems: 1, maxItems: 1000, uniqueItems: true, items: kebab },
    profile: { ...kebab, description: 'Absent: in every audit profile that has the rule' },
    scope: closed({
      subjects: { type: 'array', minItems: 1, maxItems: 100_000, uniqueItems: true, items: subjectId },
      select,
      everyone: { const: true },
      app: {
        ...oneOrMore(text),
        description: 'Ids of the app catalogue; has to be there for rules about apps',
      },
      account: text,
    }),
    reason: { ...kebab, description: 'A code that the audit profile declares, or `other`' },
    justification: sentence,
    compensating: { ...sentence, description: 'What is done instead' },
    risk: { enum: [...severities], description: 'How much risk is accepted' },
    owner: { ...person, description: 'Who lives with the risk' },
    approvedBy: { ...person, description: 'Who has the right to accept it' },
    requestedBy: { ...person, description: 'Who asked for it: another than who approves' },
    approvedAt: day,
    ticket: text,
    from: { ...day, description: 'First day, UTC; absent: the day of the approval' },
    until: { ...day, description: 'Last day, UTC' },
    accepts: {
      ...closed({ actual: { type: ['boolean', 'number', 'string'] } }, ['actual']),
      description: 'The waiver holds only while the finding shows this value',
    },
    details: {
      type: 'object',
      minProperties: 1,
      propertyNames: { pattern: '^[a-z][A-Za-z0-9]{0,39}$' },
      additionalProperties: { type: 'string', minLength: 1, maxLength: 500 },
      description: 'What else the reason asks for',
    },
    supersedes: recordId,
  },
  ['id', 'rules', 'scope', 'reason', 'justification', 'owner', 'approvedBy', 'approvedAt', 'until'],
);

export const formatName = 'passmuster-waivers/1';
const head = {
  schema: { const: formatName },
  organisation: text,
  maxLifetime: { ...duration, description: 'How long a waiver of this file lives at most; absent: P1Y' },
};

/** What stands around the waivers, which are checked one by one. */
export const headSchema = closed({ ...head, waivers: { type: 'array', maxItems: 10_000 } }, [
  'schema',
  'waivers',
]);

export const waiversSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://passmuster.invalid/schemas/waivers.schema.json',
  title: 'Passmuster waivers',
  ...closed({ ...head, waivers: { type: 'array', items: { $ref: '#/$defs/waiver' } } }, [
    'schema',
    'waivers',
  ]),
  $defs: { waiver: waiverSchema },
};
