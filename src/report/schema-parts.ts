/** What the schemas of reports and diffs are made of. */
import { attestationMethods } from '../model/attestation.ts';
import { subjectKinds } from '../model/subject.ts';

export const text = { type: 'string' };
export const whole = { type: 'integer', minimum: 0 };
export const share = { anyOf: [{ type: 'null' }, { type: 'number', minimum: 0, maximum: 1 }] };
export const listOf = (items: object) => ({ type: 'array', items });
export const closed = (properties: Record<string, object>, optional: readonly string[] = []) => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required: Object.keys(properties).filter((key) => !optional.includes(key)),
});

/** Who states it, by role and pseudonym, never by name; RFC 3339, UTC. */
export const person = closed({ role: text, id: text }, ['id']);
export const statement = closed(
  { by: person, witness: person, method: { enum: attestationMethods }, at: text, until: text },
  ['witness'],
);

/** A report among those of its history. `counts` is a definition of the report. */
const names = listOf(closed({ id: text, kind: { enum: subjectKinds }, title: text }, ['title']));
export const history = closed(
  {
    run: whole,
    series: text,
    hash: text,
    previous: closed({ run: whole, asOf: text }),
    clockWentBack: { const: true },
    vanished: names,
    appeared: names,
    trend: listOf(
      closed(
        {
          run: whole,
          asOf: text,
          score: share,
          coverage: share,
          scoreWithoutWaivers: share,
          outcomes: { $ref: '#/$defs/counts' },
          devices: whole,
          policies: whole,
          profilesChanged: { const: true },
        },
        ['profilesChanged'],
      ),
    ),
  },
  ['previous', 'clockWentBack'],
);
