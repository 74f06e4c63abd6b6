/** The JSON Schema of report.json; tools/schemas.ts writes it to schemas/. Fields are only ever added. */
import { outcomes } from '../model/finding.ts';
import { layers, origins } from '../model/observation.ts';
import { frameworks, severities } from '../model/profile.ts';
import { inputStatuses, withholdingReasons } from '../model/report.ts';
import { waiverStates } from '../model/waiver.ts';
import { enrolmentTypes, ownerships, platforms, subjectKinds } from '../model/subject.ts';
import { closed, history, listOf, person, share, statement, text, whole } from './schema-parts.ts';

const counts = closed(Object.fromEntries(outcomes.map((outcome) => [outcome, whole])));
const scores = {
  outcomes: { $ref: '#/$defs/counts' },
  score: share,
  coverage: share,
  scoreWithoutWaivers: share,
  attested: closed({ pass: whole, fail: whole }),
  coverageWithoutAttestations: share,
};
const place = { input: text, entry: text, locator: text, line: { type: 'integer', minimum: 1 }, value: text };

const rule = closed(
  {
    id: text,
    title: text,
    severity: { enum: severities },
    rationale: text,
    remediation: text,
    remediations: listOf(closed({ where: text, text })),
    references: listOf(closed({ title: text, url: text }, ['url'])),
    controls: { type: 'object', additionalProperties: listOf(text), propertyNames: { enum: frameworks } },
    tags: listOf(text),
    attestable: closed({ settings: listOf(text), maxAgeDays: whole, question: text, where: text }, [
      'maxAgeDays',
      'question',
      'where',
    ]),
  },
  ['rationale', 'remediation', 'remediations', 'controls', 'tags', 'attestable'],
);
const sha256 = { type: 'string', pattern: '^([0-9a-f]{64})?$' };
const input = closed(
  {
    path: text,
    sha256,
    bytes: whole,
    source: text,
    status: { enum: inputStatuses },
    subjects: whole,
    skipped: whole,
    notices: listOf(closed({ code: text, message: text, locator: text, line: whole }, ['locator', 'line'])),
    opened: listOf(closed({ path: text, sha256, bytes: whole })),
  },
  ['opened'],
);
const subject = closed(
  {
    id: text,
    kind: { enum: subjectKinds },
    platform: { enum: platforms },
    osVersion: text,
    model: text,
    ownership: { enum: ownerships },
    supervised: { type: 'boolean' },
    enrolment: text,
    enrolmentType: { enum: enrolmentTypes },
    lastSeen: text,
    labels: { type: 'object', additionalProperties: text },
    input: text,
    joined: listOf(text),
    channels: listOf(
      closed(
        {
          scope: text,
          name: text,
          kind: text,
          account: { const: true },
          owner: text,
          countries: listOf(text),
        },
        ['account', 'owner', 'countries'],
      ),
    ),
    backups: listOf(text),
  },
  [
    'channels',
    'backups',
    'osVersion',
    'model',
    'ownership',
    'supervised',
    'enrolment',
    'enrolmentType',
    'lastSeen',
    'joined',
  ],
);
const finding = closed(
  {
    rule: text,
    profile: text,
    subject: text,
    scope: text,
    setting: text,
    outcome: { enum: outcomes },
    reason: text,
    severity: { enum: severities },
    title: text,
    message: text,
    expected: text,
    actual: text,
    evidence: listOf(
      closed({ ...place, layer: { enum: layers }, origin: { enum: origins }, statement }, [
        'entry',
        'line',
        'value',
        'statement',
      ]),
    ),
    notes: listOf(text),
    waiver: text,
    otherWaivers: listOf(text),
    attested: { const: true },
    failingSince: text,
    failingGap: { const: true },
  },
  [
    'scope',
    'setting',
    'reason',
    'expected',
    'actual',
    'waiver',
    'otherWaivers',
    'attested',
    'failingSince',
    'failingGap',
  ],
);

const profile = closed(
  {
    id: text,
    version: text,
    title: text,
    sha256: text,
    base: closed({ id: text, version: text, sha256: text }),
    changes: listOf(closed({ change: text, rationale: text })),
    advisory: { const: true },
    notAssessable: listOf(text),
    rules: listOf(rule),
  },
  ['base', 'changes', 'advisory', 'notAssessable'],
);

const calendarDay = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\d$' };
const texts = listOf(text);
const waiver = closed(
  {
    id: text,
    rules: texts,
    profile: text,
    scope: closed(
      {
        subjects: whole,
        select: closed(
          {
            kind: listOf({ enum: subjectKinds }),
            platform: listOf({ enum: platforms }),
            model: texts,
            ownership: listOf({ enum: ownerships }),
            supervised: { type: 'boolean' },
            enrolmentType: listOf({ enum: enrolmentTypes }),
            osVersion: text,
            group: texts,
            labels: { type: 'object', additionalProperties: texts },
          },
          [
            'kind',
            'platform',
            'model',
            'ownership',
            'supervised',
            'enrolmentType',
            'osVersion',
            'group',
            'labels',
          ],
        ),
        everyone: { const: true },
        app: texts,
        account: text,
      },
      ['subjects', 'select', 'everyone', 'app', 'account'],
    ),
    reason: text,
    justification: text,
    compensating: text,
    risk: { enum: severities },
    owner: person,
    approvedBy: person,
    requestedBy: person,
    approvedAt: calendarDay,
    ticket: text,
    from: calendarDay,
    until: calendarDay,
    accepts: closed({ actual: text }),
    details: { type: 'object', additionalProperties: text },
    input: text,
    line: { type: 'integer', minimum: 1 },
    state: { enum: waiverStates },
    daysLeft: { type: 'integer' },
    outcomes: { $ref: '#/$defs/counts' },
    subjects: whole,
  },
  ['profile', 'compensating', 'risk', 'requestedBy', 'ticket', 'accepts', 'details'],
);

export const reportSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://passmuster.invalid/schemas/report.schema.json',
  title: 'Passmuster report',
  ...closed(
    {
      schema: { const: 'passmuster-report/1' },
      tool: closed({ name: { const: 'passmuster' }, version: text }),
      asOf: text,
      profiles: listOf(profile),
      inputs: listOf(input),
      subjects: listOf(subject),
      findings: listOf(finding),
      waivers: listOf(waiver),
      summary: closed({
        ...scores,
        bySeverity: closed(
          Object.fromEntries(severities.map((severity) => [severity, { $ref: '#/$defs/counts' }])),
        ),
        byKind: closed({ device: closed(scores), policy: closed(scores) }),
        complete: { type: 'boolean' },
        population: closed({
          devices: whole,
          stale: whole,
          staleAfterDays: whole,
          withoutContact: whole,
          unmanaged: whole,
          undecided: whole,
          otherRecords: whole,
        }),
      }),
      handling: closed(
        {
          marking: text,
          retainUntil: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\d$' },
          rendering: { enum: ['public', 'internal'] },
          withheld: listOf(closed({ what: text, count: whole, reason: { enum: withholdingReasons } })),
          pseudonymKey: text,
        },
        ['marking', 'retainUntil', 'rendering', 'withheld', 'pseudonymKey'],
      ),
      history,
      ruleCounts: listOf(closed({ profile: text, rule: text, outcomes: { $ref: '#/$defs/counts' } })),
      limits: { type: 'object', additionalProperties: whole },
      gates: listOf(
        closed({ gate: text, met: { type: 'boolean' }, detail: text, exitCode: { enum: [1, 2, 3] } }),
      ),
    },
    ['handling', 'history', 'ruleCounts', 'waivers'],
  ),
  $defs: { counts },
};
