/**
 * The walk against an independent peer: ajv with schemas/apple/profiles.schema.json. For generated payloads, right and
 * wrong ones, both must agree whether names and values fit the schema.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appleTable, type KeyFacts, type PayloadFacts } from '../../src/artifacts/apple/schema.ts';
import { runs } from '../support/bytes.ts';
import { lintBytes, withPayloads } from '../support/lint.ts';

const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'schemas', 'apple', 'profiles.schema.json'), 'utf8'),
);
const ajv = new Ajv2020({ strict: true, ownProperties: true }).addSchema(schema, 'apple');

/** A value in both forms. */
interface Pair {
  readonly xml: string;
  readonly json: unknown;
}

const text = (value: string): Pair => ({
  xml: `<string>${value.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`)}</string>`,
  json: value,
});
const whole = (value: number): Pair => ({ xml: `<integer>${value}</integer>`, json: value });
const flag = (value: boolean): Pair => ({ xml: value ? '<true/>' : '<false/>', json: value });
const real = (value: number): Pair => ({ xml: `<real>${value}</real>`, json: value });
const list = (items: readonly Pair[]): Pair => ({
  xml: `<array>${items.map(({ xml }) => xml).join('')}</array>`,
  json: items.map(({ json }) => json),
});
const map = (members: readonly (readonly [string, Pair])[]): Pair => ({
  xml: `<dict>${members.map(([key, { xml }]) => `<key>${key}</key>${xml}`).join('')}</dict>`,
  json: Object.fromEntries(members.map(([key, { json }]) => [key, json])),
});

const anything = fc.oneof(
  fc.constantFrom('', 'text', '1.2', 'https://a.example/').map(text),
  fc.integer({ min: -2, max: 1100 }).map(whole),
  fc.boolean().map(flag),
  // Halves: JSON does not tell 1.0 from 1.
  fc.integer({ min: -2, max: 4 }).map((value) => real(value + 0.5)),
  fc.constant(list([])),
  fc.constant(list([text('x')])),
  fc.constant(map([])),
);

const hasText = (json: unknown): boolean => Array.isArray(json) && json.length > 0;

/** Mostly what the key takes, sometimes anything. */
function valueOf(facts: PayloadFacts, path: string, key: KeyFacts, depth: number): fc.Arbitrary<Pair> {
  // In JSON data and dates are texts, so that a text in their place is no fault there.
  const inside = key.type === 'array' ? facts.keys[`${path}[]`]?.type : key.type;
  const isText = inside === 'data' || inside === 'date';
  const wrong = isText ? anything.filter(({ json }) => typeof json !== 'string' && !hasText(json)) : anything;
  return fc.oneof(
    { weight: 12, arbitrary: fitting(facts, path, key, depth) },
    { weight: 1, arbitrary: wrong },
  );
}

function fitting(facts: PayloadFacts, path: string, key: KeyFacts, depth: number): fc.Arbitrary<Pair> {
  if (key.oneOf)
    return fc
      .constantFrom(...key.oneOf)
      .map((one) => (typeof one === 'string' ? text(one) : key.type === 'real' ? real(one) : whole(one)));
  switch (key.type) {
    case 'boolean':
      return fc.boolean().map(flag);
    case 'integer':
    case 'real':
      return fc.integer({ min: key.min ?? 0, max: key.max ?? 1000 }).map(whole);
    case 'data':
      return fc.constant({ xml: '<data>AAAA</data>', json: 'AAAA' });
    case 'date':
      return fc.constant({ xml: '<date>2026-01-01T00:00:00Z</date>', json: '2026-01-01T00:00:00Z' });
    case 'array': {
      const item = facts.keys[`${path}[]`];
      if (item === undefined || depth > 4) return fc.constant(list([]));
      return fc.array(valueOf(facts, `${path}[]`, item, depth + 1), { maxLength: 3 }).map(list);
    }
    case 'dictionary':
      return members(facts, `${path}.`, depth + 1).map(map);
    case 'any':
      return anything;
    default:
      return fc.constantFrom('text', 'com.example.app', '00000000-0000-4000-8000-000000000001').map(text);
  }
}

/** Members of a dictionary: required ones mostly there, others at times, now and then one that does not exist. */
function members(
  facts: PayloadFacts,
  prefix: string,
  depth: number,
): fc.Arbitrary<(readonly [string, Pair])[]> {
  const names = Object.keys(facts.keys)
    .filter((path) => path.startsWith(prefix) && !/[.[*]/.test(path.slice(prefix.length)))
    .map((path) => path.slice(prefix.length));
  const own = names.map((name) => {
    const key = facts.keys[`${prefix}${name}`] as KeyFacts;
    const presence = key.required ? 19 : Math.max(1, Math.round(20 / names.length));
    const value = valueOf(facts, `${prefix}${name}`, key, depth);
    return fc
      .tuple(fc.nat(19), value)
      .map(([roll, pair]) => (roll < presence ? ([name, pair] as const) : undefined));
  });
  const stray = fc.nat(30).map((roll) => (roll === 0 ? (['strayKey', text('x')] as const) : undefined));
  return fc.tuple(...own, stray).map((all) => all.filter((one) => one !== undefined));
}

const common = (type: string): (readonly [string, Pair])[] => [
  ['PayloadType', text(type)],
  ['PayloadVersion', whole(1)],
  ['PayloadIdentifier', text('example.peer')],
  ['PayloadUUID', text('00000000-0000-4000-8000-000000000001')],
];

/** What a schema can say: names, types, values. */
const schemaCodes = ['PM1302', 'PM1303', 'PM1304', 'PM1305', 'PM1306', 'PM1308', 'PM1309', 'PM1406'];
/** Web addresses and host names are no pattern of the schema. */
const patternCodes = ['PM1307'];

describe('the walk and a JSON Schema validator', () => {
  it.each(Object.entries(appleTable().payloads))('agree on %s', async (type, facts) => {
    const validate = ajv.getSchema(`apple#/$defs/${type}`);
    const share = Math.max(10, Math.round(runs / 5));
    await fc.assert(
      fc.asyncProperty(members(facts, '', 0), async (own) => {
        // A payload may describe a common key anew; it stands once.
        const names = new Set(own.map(([name]) => name));
        const payload = map([...common(type).filter(([name]) => !names.has(name)), ...own]);
        const isValid = validate?.(payload.json) === true;
        const { findings } = await lintBytes(withPayloads(payload.xml));
        const inside = findings.filter(({ locator }) => locator.startsWith('PayloadContent[0]'));
        const faults = inside.filter(({ code }) => schemaCodes.includes(code));
        const hasSubtype = inside.some(
          ({ code, message }) => patternCodes.includes(code) && !message.includes('form'),
        );
        const isFine =
          faults.length === 0 &&
          !inside.some(({ code, message }) => code === 'PM1307' && message.includes('form'));
        expect({ isFine, hasSubtype, faults }).toEqual({ isFine: isValid, hasSubtype, faults });
      }),
      { numRuns: share },
    );
  });
});
