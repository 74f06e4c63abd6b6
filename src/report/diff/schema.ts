/** The JSON Schema of a diff; tools/schemas.ts writes it to schemas/. Fields are only ever added. */
import { diffClasses } from '../../model/diff.ts';
import { outcomes } from '../../model/finding.ts';
import { layers, origins } from '../../model/observation.ts';
import { severities } from '../../model/profile.ts';
import { subjectKinds } from '../../model/subject.ts';
import { closed, listOf, share, statement, text, whole } from '../schema-parts.ts';

const counts = closed(Object.fromEntries(outcomes.map((outcome) => [outcome, whole])));
const side = closed({
  name: text,
  asOf: text,
  devices: whole,
  policies: whole,
  score: share,
  coverage: share,
  outcomes: counts,
});
const place = { input: text, entry: text, locator: text, line: whole };
const verdict = closed(
  {
    outcome: { enum: outcomes },
    reason: text,
    severity: { enum: severities },
    expected: text,
    actual: text,
    message: text,
    evidence: listOf(
      closed({ ...place, value: text, layer: { enum: layers }, origin: { enum: origins }, statement }, [
        'entry',
        'line',
        'value',
        'statement',
      ]),
    ),
  },
  ['reason', 'expected', 'actual'],
);
const entry = closed(
  {
    class: { enum: diffClasses },
    profile: text,
    rule: text,
    subject: text,
    kind: { enum: subjectKinds },
    scope: text,
    severity: { enum: severities },
    title: text,
    before: verdict,
    after: verdict,
    notes: listOf(text),
    gates: { type: 'boolean' },
  },
  ['scope', 'before', 'after'],
);
const cause = closed(
  {
    class: { enum: diffClasses },
    what: text,
    place: closed(place, ['entry', 'line']),
    before: text,
    after: text,
    rules: listOf(closed({ profile: text, rule: text })),
    severity: { enum: severities },
    outcomes: { type: 'object', additionalProperties: whole },
    subjects: listOf(text),
    findings: whole,
    gating: whole,
  },
  ['what', 'place', 'before', 'after'],
);
const version = closed({ version: text, sha256: text });

export const diffSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://passmuster.invalid/schemas/diff.schema.json',
  title: 'Passmuster diff',
  ...closed({
    schema: { const: 'passmuster-diff/1' },
    before: side,
    after: side,
    otherPseudonyms: { type: 'boolean' },
    profiles: listOf(
      closed({ id: text, before: version, after: version, added: listOf(text), removed: listOf(text) }, [
        'before',
        'after',
      ]),
    ),
    counts: closed(Object.fromEntries([...diffClasses, 'unchanged'].map((one) => [one, whole]))),
    gating: whole,
    causes: listOf(cause),
    findings: listOf(entry),
  }),
};
