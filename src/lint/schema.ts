/** The JSON Schema of lint's JSON; tools/schemas.ts writes it to schemas/. Fields are only ever added. */
import { lintCodes } from './codes.ts';
import { lintLevels } from './define.ts';

const text = { type: 'string' };
const whole = { type: 'integer', minimum: 0 };
const line = { type: 'integer', minimum: 1 };
const closed = (properties: Record<string, object>, optional: readonly string[] = []) => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required: Object.keys(properties).filter((key) => !optional.includes(key)),
});

const input = closed(
  {
    path: text,
    sha256: text,
    bytes: whole,
    linter: text,
    status: { enum: ['linted', 'partial', 'unreadable', 'ignored'] },
    leftOut: whole,
    problem: closed({ code: text, message: text, line, locator: text }, ['line', 'locator']),
  },
  ['problem'],
);
const finding = closed(
  {
    code: { enum: lintCodes },
    level: { enum: lintLevels },
    message: text,
    input: text,
    locator: text,
    line,
    column: line,
    near: text,
  },
  ['line', 'column', 'near'],
);

export const lintSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Findings of passmuster lint',
  ...closed({
    schema: { const: 'passmuster-lint/1' },
    tool: closed({ name: text, version: text }),
    asOf: text,
    target: closed(
      {
        os: text,
        supervised: { type: 'boolean' },
        enrolment: { enum: ['supervised', 'device', 'user', 'local'] },
      },
      ['os', 'supervised', 'enrolment'],
    ),
    ignoredCodes: { type: 'array', items: { enum: lintCodes } },
    inputs: { type: 'array', items: input },
    findings: { type: 'array', items: finding },
    summary: closed({
      error: whole,
      warning: whole,
      note: whole,
      linted: whole,
      ignored: whole,
      complete: { type: 'boolean' },
    }),
  }),
};
