/** Builds the key table: all files of one payload type together, nested keys flattened to paths. */
import type { AppleTable, KeyFacts, PayloadFacts, SystemFacts } from '../../src/artifacts/apple/schema.ts';
import { blockOf, clean, difference, isOff, othersOf, patched, systemFacts, valueFacts } from './facts.ts';
import type { SystemBlock, Systems, YamlFile, YamlKey } from './yaml.ts';

type Keys = Record<string, KeyFacts>;

/** The table of a checkout alone, without later facts. */
export function tableOf({
  profiles,
  declarations,
}: {
  profiles: YamlFile[];
  declarations: YamlFile[];
}): AppleTable {
  const payloads: Record<string, PayloadFacts> = {};
  const elsewhere: Record<string, string[]> = {};
  for (const [type, files] of groupedBy(profiles, ({ payload }) => payload.payloadtype)) {
    const here = files.filter(({ payload }) => !isOff(blockOf(payload.supportedOS)));
    if (here.length > 0) payloads[type] = here.map(payloadOf).reduce(together);
    else elsewhere[type] = [...new Set(files.flatMap(({ payload }) => othersOf(payload.supportedOS)))].sort();
  }
  const declared = groupedBy(declarations, ({ payload }) => payload.declarationtype);
  const { TopLevel: topLevel, CommonPayloadKeys: common, ...rest } = payloads;
  if (topLevel === undefined || common === undefined)
    throw new Error('TopLevel or CommonPayloadKeys is missing');
  const ours = [...declared].filter(([, files]) =>
    files.some(({ payload }) => !isOff(blockOf(payload.supportedOS))),
  );
  const release = newest([...profiles, ...declarations]);
  return {
    release,
    upTo: release,
    topLevel,
    common,
    payloads: rest,
    elsewhere,
    declarations: Object.fromEntries(
      ours.map(([type, files]) => [type, files.map(payloadOf).reduce(together)]),
    ),
  };
}

function groupedBy(
  files: YamlFile[],
  typeOf: (file: YamlFile) => string | undefined,
): Map<string, YamlFile[]> {
  const groups = new Map<string, YamlFile[]>();
  for (const file of files) {
    const type = typeOf(file);
    if (type === undefined) throw new Error(`${file.name} has no type`);
    groups.set(type, [...(groups.get(type) ?? []), file]);
  }
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function payloadOf({ payload, payloadkeys }: YamlFile): PayloadFacts {
  const block = blockOf(payload.supportedOS);
  const facts = systemFacts(block);
  const keys: Keys = {};
  const walk = new Walk(facts, keys);
  walk.keys(payloadkeys ?? [], '', { block, systems: payload.supportedOS ?? {} }, []);
  return clean({
    ...facts,
    multiple: block.multiple,
    apply: payload.apply as PayloadFacts['apply'],
    keys,
  });
}

interface Inherited {
  readonly block: SystemBlock;
  readonly systems: Systems;
}

class Walk {
  readonly #payload: SystemFacts;
  readonly #found: Keys;

  constructor(payload: SystemFacts, found: Keys) {
    this.#payload = payload;
    this.#found = found;
  }

  /** @param above keys around these: a file whose anchors turn back on themselves ends where it began */
  keys(keys: readonly YamlKey[], prefix: string, parent: Inherited, above: readonly YamlKey[]): void {
    for (const key of keys) {
      if (/[.[\]*]/.test(key.key)) throw new Error(`A key with a dot, bracket or star: ${prefix}${key.key}`);
      const isElement = prefix.endsWith('[');
      if (isElement && keys.length > 1) throw new Error(`An array with several element types: ${prefix}`);
      const path = isElement ? `${prefix}]` : `${prefix}${key.key === 'ANY' ? '*' : key.key}`;
      if (above.includes(key)) {
        this.#found[path] = { type: 'any' };
        continue;
      }
      this.#key(key, path, parent, above);
    }
  }

  #key(key: YamlKey, path: string, parent: Inherited, above: readonly YamlKey[]): void {
    const block = patched(parent.block, key.supportedOS?.['iOS']);
    const systems = { ...parent.systems, ...key.supportedOS };
    const { replacedBy, required, ...facts } = valueFacts(key);
    if (isOff(block)) {
      const elsewhere = othersOf(systems);
      this.#found[path] = clean({ type: facts.type, notOnIos: true as const, elsewhere });
    } else {
      const beside = path.slice(0, path.length - (path.endsWith('[]') ? 2 : key.key.length));
      this.#found[path] = clean({
        ...facts,
        required: path.endsWith('[]') ? undefined : required,
        ...difference(systemFacts(block), this.#payload),
        replacedBy:
          replacedBy === undefined || block.deprecated === undefined ? undefined : `${beside}${replacedBy}`,
      });
    }
    const inside = facts.type === 'array' ? `${path}[` : `${path}.`;
    this.keys(key.subkeys ?? [], inside, { block, systems }, [...above, key]);
  }
}

/** Two files of one type describe variants of it: what only one of them demands or restricts is free. */
function together(a: PayloadFacts, b: PayloadFacts): PayloadFacts {
  const keys: Keys = {};
  for (const path of new Set([...Object.keys(a.keys), ...Object.keys(b.keys)])) {
    const [one, two] = [a.keys[path], b.keys[path]];
    if (one !== undefined && two !== undefined) keys[path] = either(one, two);
    else if (one ?? two) keys[path] = optional((one ?? two) as KeyFacts);
  }
  return { ...a, keys };
}

function optional({ required: _required, ...facts }: KeyFacts): KeyFacts {
  return facts;
}

function either(one: KeyFacts, two: KeyFacts): KeyFacts {
  const { oneOf: _list, required: _required, default: _default, ...facts } = one.notOnIos ? two : one;
  const list = one.oneOf && two.oneOf ? [...new Set([...one.oneOf, ...two.oneOf])] : undefined;
  return clean({ ...facts, oneOf: list, required: one.required && two.required });
}

/** The newest iOS version that any file names: the release of the checkout. */
function newest(files: readonly YamlFile[]): string {
  const versions = new Set<string>();
  for (const { payload, payloadkeys } of files) {
    const { introduced } = systemFacts(blockOf(payload.supportedOS));
    if (introduced !== undefined && introduced !== 'n/a') versions.add(introduced);
    for (const key of payloadkeys ?? []) {
      const own = key.supportedOS?.['iOS'] && systemFacts(key.supportedOS['iOS']).introduced;
      if (own !== undefined && own !== 'n/a') versions.add(own);
    }
  }
  const numbers = (text: string) => text.split('.').map(Number);
  return [...versions].sort((a, b) => compare(numbers(b), numbers(a)))[0] ?? '0';
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const step = (a[index] ?? 0) - (b[index] ?? 0);
    if (step !== 0) return step;
  }
  return 0;
}
