/** The JSON Schema of the generic notification; tools/schemas.ts writes it. */
import { outcomes } from '../model/finding.ts';
import { severities } from '../model/profile.ts';
import { inputStatuses } from '../model/report.ts';

const count = { type: 'integer', minimum: 0 };
const share = { anyOf: [{ type: 'number', minimum: 0, maximum: 1 }, { type: 'null' }] };
const text = { type: 'string' };
const time = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$' };
const closed = (properties: Readonly<Record<string, object>>, optional: readonly string[] = []) => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
});
const each = (keys: readonly string[], value: object) =>
  closed(Object.fromEntries(keys.map((key) => [key, value])));
const list = (items: object, most?: number) => ({
  type: 'array',
  items,
  ...(most === undefined ? {} : { maxItems: most }),
});

const worstRules = list(
  closed({ profile: text, rule: text, title: text, severity: { enum: severities }, fails: count }),
  5,
);

export const notificationSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://passmuster.invalid/schemas/notification.schema.json',
  title: 'Passmuster notification',
  ...closed(
    {
      schema: { const: 'passmuster-notification/1' },
      tool: closed({ name: { const: 'passmuster' }, version: text }),
      asOf: time,
      exitCode: { enum: [0, 1, 2, 3] },
      marking: text,
      profiles: list(closed({ id: text, version: text })),
      score: share,
      coverage: share,
      complete: { type: 'boolean' },
      outcomes: each(outcomes, count),
      bySeverity: each(severities, closed({ fail: count, unknown: count })),
      devices: count,
      staleDevices: count,
      policies: count,
      inputs: each(inputStatuses, count),
      gates: list(
        closed({ gate: text, met: { type: 'boolean' }, exitCode: { enum: [1, 2, 3] }, detail: text }, [
          'detail',
        ]),
      ),
      worstRules,
      new: closed({
        since: time,
        fails: each(severities, count),
        worstRules,
        appeared: count,
        vanished: count,
      }),
      worstDevices: list(closed({ id: text, fails: count }), 5),
    },
    ['marking', 'new', 'worstDevices'],
  ),
};
