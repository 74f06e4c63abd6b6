/** From Apple's YAML to the facts of `schemas/apple/keys.json`: what is stated in fields, and two facts stated only in prose. */
import type { KeyFacts, Mode, SystemFacts, ValueType } from '../../src/artifacts/apple/schema.ts';
import type { SystemBlock, Systems, YamlKey } from './yaml.ts';

const system = 'iOS';
export const isOff = (block: SystemBlock): boolean => block.introduced === 'n/a';

/** A key's block is a patch: `sharedipad.mode` alone keeps the rest, a key without a block inherits all of it. */
export function patched(base: SystemBlock, patch: SystemBlock | undefined): SystemBlock {
  if (patch === undefined) return base;
  return {
    ...base,
    ...patch,
    ...(base.sharedipad || patch.sharedipad
      ? { sharedipad: { ...base.sharedipad, ...patch.sharedipad } }
      : {}),
    ...(base.userenrollment || patch.userenrollment
      ? { userenrollment: { ...base.userenrollment, ...patch.userenrollment } }
      : {}),
  };
}

/** The block for iPhone and iPad; a payload without one is not for them. */
export function blockOf(systems: Systems | undefined): SystemBlock {
  return systems?.[system] ?? { introduced: 'n/a' };
}

/** The other systems that a payload or key is for. */
export function othersOf(systems: Systems | undefined): string[] {
  return Object.entries(systems ?? {})
    .filter(([name, block]) => name !== system && block.introduced !== undefined && !isOff(block))
    .map(([name]) => name);
}

/** Some versions are numbers in YAML when their quotes are forgotten: 11 is 11.0. */
const version = (value: string | number | undefined): string | undefined =>
  typeof value === 'number' ? (Number.isInteger(value) ? `${value}.0` : String(value)) : value;

export function systemFacts(block: SystemBlock): SystemFacts {
  return clean({
    introduced: version(block.introduced),
    deprecated: version(block.deprecated),
    removed: version(block.removed),
    supervised: block.supervised,
    userEnrolment: block.userenrollment?.mode as Mode | undefined,
    manualInstall: block.allowmanualinstall,
    sharedIpad: block.sharedipad?.mode as Mode | undefined,
    enrolments: block['allowed-enrollments'] as SystemFacts['enrolments'],
  });
}

/** Only what differs from the payload is written down. */
export function difference(own: SystemFacts, payload: SystemFacts): SystemFacts {
  const entries = Object.entries(own).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(payload[name as keyof SystemFacts]),
  );
  return Object.fromEntries(entries);
}

/** The facts of one key apart from its system block. */
export function valueFacts(key: YamlKey): KeyFacts {
  const { min, max } = key.range ?? {};
  return clean({
    type: key.type.slice(1, -1) as ValueType,
    subtype: key.subtype?.slice(1, -1) as KeyFacts['subtype'],
    required: key.presence === 'required' && key.key !== 'ANY' ? (true as const) : undefined,
    default: key.default,
    min,
    max,
    oneOf: key.rangelist,
    format: key.format,
    repetition: key.repetition && ([key.repetition.min, key.repetition.max] as const),
    combine: key.combinetype as KeyFacts['combine'],
    assetTypes: key.assettypes,
    ...proseFacts(key.content ?? ''),
  });
}

/**
 * Two facts that Apple states in words only: that a key which works without supervision will need it, and which key took
 * the place of an old one.
 */
function proseFacts(content: string): Pick<KeyFacts, 'supervisionAnnounced' | 'replacedBy'> {
  const text = content.replace(/\s+/g, ' ');
  const announced =
    /on unsupervised devices( and with Managed Apple Accounts)? is deprecated|will (begin requiring|require) supervision/.test(
      text,
    );
  const replacedBy = /\bUse ['`]([A-Za-z]+)['`] instead/.exec(text)?.[1];
  return clean({ supervisionAnnounced: announced ? true : undefined, replacedBy });
}

/** Without the members that are undefined, so that they are absent in JSON and equal in tests. */
export function clean<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
