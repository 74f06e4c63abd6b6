/**
 * From an audit profile to the Apple configuration profile that it asks for. A rule is expressed only when one value of
 * one key per setting says it wholly; everything else is left, with the reason.
 * Structure: Apple, "Device Management", TopLevel and CommonPayloadKeys.
 */
import { createHash } from 'node:crypto';
import { build } from 'plist';
import { type AppleKey, type AppleValue, appleKeysFor } from '../artifacts/apple/wanted.ts';
import { findOperator } from '../evaluate/operators/registry.ts';
import { plainValue } from '../formats/node.ts';
import { readPlistXml } from '../formats/plist-xml.ts';
import type { SettingValue } from '../model/observation.ts';
import type { Comparison, Expression, Profile, Rule } from '../model/profile.ts';
import { findSetting } from '../settings/catalogue.ts';

export interface ExportedProfile {
  /** A .mobileconfig; without payloads when nothing could be expressed. */
  readonly xml: string;
  /** Ids of the rules that a policy with these payloads meets. */
  readonly expressed: readonly string[];
  readonly left: readonly LeftRule[];
}

interface LeftRule {
  readonly rule: string;
  readonly why: string;
}

/** Pure: the same profile gives the same bytes. */
export function exportProfile(profile: Profile): ExportedProfile {
  const demands = new Demands();
  const expressed: string[] = [];
  const left: LeftRule[] = [];
  for (const rule of profile.rules) {
    const leaves = leavesOf(rule);
    const why = typeof leaves === 'string' ? leaves : demands.add(rule.id, leaves);
    if (why === undefined) expressed.push(rule.id);
    else left.push({ rule: rule.id, why });
  }
  return { xml: checkedXml(documentOf(profile, demands)), expressed, left };
}

interface Leaf {
  readonly setting: string;
  readonly is: readonly Comparison[];
}

/** The comparisons that all have to hold, or why the rule cannot be written as keys. */
function leavesOf({ appliesTo, when, expression }: Rule): readonly Leaf[] | string {
  const { platform, kind } = appliesTo;
  if (platform && !platform.includes('ios')) return `it is for ${platform.join(' and ')}, not for ios`;
  if (kind && !kind.includes('policy')) return 'it judges the state of devices, not what a policy demands';
  if (when) return 'it holds under a condition, and a configuration profile knows none';
  const leaves = flat(expression);
  if (leaves === undefined)
    return 'it offers alternatives or exclusions, and a configuration profile has none';
  const app = leaves.find(({ setting }) => findSetting(setting)?.scope === 'app');
  return app === undefined ? leaves : `${app.setting} is a setting of an app`;
}

function flat(expression: Expression): Leaf[] | undefined {
  if ('setting' in expression && !('each' in expression)) return [expression];
  if (!('all' in expression)) return undefined;
  const parts = expression.all.map(flat);
  return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
}

/** Operators whose demand a value can be chosen for; the rest (versions, dates, lists) no key of the tables takes. */
const writable: ReadonlySet<string> = new Set(['equals', 'oneOf', 'atLeast', 'atMost']);

/** Larger than every upper limit in Apple's tables of passcode keys (730 days). */
const largestCount = 1000;

/** The keys wanted so far; two rules on one key need a value that meets both. */
class Demands {
  readonly #byKey = new Map<string, KeyDemand>();

  /** Takes all leaves of a rule or none. @returns why none */
  add(rule: string, leaves: readonly Leaf[]): string | undefined {
    const next = new Map<string, KeyDemand>();
    for (const leaf of leaves) {
      const keys = appleKeysFor(leaf.setting);
      if (keys.length === 0) return `no single key of a configuration profile sets ${leaf.setting}`;
      const foreign = leaf.is.find(({ operator }) => !writable.has(operator));
      if (foreign) return `\`${foreign.operator}\` cannot be written as the value of a key`;
      const earlier = (key: AppleKey) => next.get(nameOf(key)) ?? this.#byKey.get(nameOf(key));
      // A second key of the same setting with another value would only contradict the first.
      const taken = keys.filter((key) => earlier(key) !== undefined);
      const found = (taken.length > 0 ? taken : keys)
        .map((key) => demandOf(key, leaf, rule, earlier(key)))
        .find((demand) => demand !== undefined);
      if (found === undefined) return this.#refusal(keys, leaf);
      next.set(nameOf(found.key), found);
    }
    for (const [name, demand] of next) this.#byKey.set(name, demand);
    return undefined;
  }

  /** Payload type → keys with their values, both in the order of the alphabet. */
  payloads(): ReadonlyMap<string, Readonly<Record<string, AppleValue>>> {
    const payloads = new Map<string, Record<string, AppleValue>>();
    for (const name of [...this.#byKey.keys()].sort()) {
      const demand = this.#byKey.get(name);
      if (demand === undefined) continue;
      const { payloadType, key } = demand.key;
      payloads.set(payloadType, { ...payloads.get(payloadType), [key]: demand.value });
    }
    return payloads;
  }

  #refusal(keys: readonly AppleKey[], leaf: Leaf): string {
    const wanted = leaf.is
      .map(({ operator, options }) => findOperator(operator)?.explain(options) ?? operator)
      .join(' and ');
    const names = keys.map(({ key }) => key).join(' or ');
    const possible = keys.filter((key) => demandOf(key, leaf, '', undefined) !== undefined);
    if (possible.length === 0) return `no value of ${names} demands ${leaf.setting} ${wanted}`;
    const [other] = keys.flatMap((key) => this.#byKey.get(nameOf(key)) ?? []);
    return other === undefined
      ? `it asks for two values of ${names}`
      : `it contradicts ${other.rules.join(' and ')}, for which ${other.key.key} is ${other.value}`;
  }
}

interface KeyDemand {
  readonly key: AppleKey;
  readonly value: AppleValue;
  readonly rules: readonly string[];
  readonly tests: readonly ((value: AppleValue) => boolean)[];
}

const nameOf = ({ payloadType, key }: AppleKey) => `${payloadType} ${key}`;

/** The value of a key that meets the leaf and what was demanded of the key before; undefined when there is none. */
function demandOf(
  key: AppleKey,
  leaf: Leaf,
  rule: string,
  earlier: KeyDemand | undefined,
): KeyDemand | undefined {
  const tests = [...(earlier?.tests ?? []), (value: AppleValue) => meets(key.read(value), leaf)];
  const values = [...(earlier === undefined ? [] : [earlier.value]), ...candidates(leaf)];
  const value = values.find((candidate) => tests.every((test) => test(candidate)));
  return value === undefined ? undefined : { key, value, rules: [...(earlier?.rules ?? []), rule], tests };
}

function meets(meaning: SettingValue | undefined, { setting, is }: Leaf): boolean {
  if (meaning === undefined) return false;
  // The writable operators compare values; none of them looks at the clock.
  const context = { asOf: '', values: findSetting(setting)?.values ?? [] };
  return is.every(
    ({ operator, options }) => findOperator(operator)?.test(meaning, options, context) === true,
  );
}

/** What the rule names first, then the nearest counts: downwards for an upper bound, else upwards. */
function candidates({ is }: Leaf): AppleValue[] {
  const named = is
    .flatMap(({ options }): unknown[] => (Array.isArray(options) ? options : [options]))
    .filter((value) => typeof value === 'number');
  const counts = Array.from({ length: largestCount }, (_, count) => count);
  if (is.some(({ operator }) => operator === 'atMost')) counts.reverse();
  return [true, false, ...named, ...counts];
}

type PlistObject = Readonly<Record<string, unknown>>;

function documentOf(profile: Profile, demands: Demands): PlistObject {
  const identifier = `org.passmuster.${profile.id}`;
  const title = printable(profile.title);
  const common = (type: string, name: string) => ({
    PayloadIdentifier: name,
    PayloadType: type,
    PayloadUUID: uuidOf(profile.id, type),
    PayloadVersion: 1,
  });
  return {
    PayloadContent: [...demands.payloads()].map(([type, keys]) => ({
      ...keys,
      PayloadDisplayName: title,
      ...common(type, `${identifier}.${type}`),
    })),
    PayloadDescription: `The settings that the audit profile ${profile.id}, version ${printable(profile.version)}, asks for, as far as keys can express them.`,
    PayloadDisplayName: title,
    ...common('Configuration', identifier),
  };
}

/** From the content, so that the same profile replaces itself: RFC 9562, version 5 in form, with SHA-256 in place of SHA-1. */
function uuidOf(profile: string, payloadType: string): string {
  const bytes = createHash('sha256')
    .update(`passmuster\n${profile}\n${payloadType}`)
    .digest()
    .subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex').toUpperCase();
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** Titles are a stranger's text; the builder refuses what XML cannot carry. */
function printable(text: string): string {
  return text.toWellFormed().replace(/[\p{Cc}\ufffe\uffff]/gu, '\ufffd');
}

/** The builder drops and rewords without a word, so its text is read back strictly before anyone gets it. */
function checkedXml(document: PlistObject): string {
  const xml = `${build(document as Parameters<typeof build>[0])}\n`;
  if (JSON.stringify(plainValue(readPlistXml(xml))) !== JSON.stringify(document))
    throw new Error('the property list reads back differently');
  return xml;
}
