/**
 * Of which members of a row everything depends that is said of it: the slots that the scanner fills. A row that has anything else of
 * importance is no plain row and is read whole.
 */
import { foldKey } from '../artifacts/masking.ts';
import { passedOver, type SlotKind, suspicious } from '../formats/row-scanner.ts';
import type { Inventory } from '../inventory/define.ts';
import type { TimeForm } from '../inventory/time.ts';
import type { DeviceList } from '../sources/device-rows.ts';

/** An identifier by which records of one phone find each other. */
export interface TokenSlot {
  readonly slot: number;
  /** As `tokenOf` calls it. */
  readonly kind: string;
  /** Letters and digits that count. */
  readonly most: 14 | 128;
  /** The place of the kind among those of the list. */
  readonly seed: number;
}

export interface SlotPlan {
  readonly kinds: readonly SlotKind[];
  /** JSON: what a member of the row means. */
  readonly slotOf: (key: string) => number;
  /** JSON: the members of the slots, as the file spells them. */
  readonly keys?: readonly string[];
  /** CSV: what the columns mean. */
  readonly columns?: readonly number[];
  readonly id: number;
  readonly moment: { readonly slot: number; readonly form: TimeForm };
  readonly tokens: readonly TokenSlot[];
  readonly platform: readonly number[];
  /** Slot → the member of the tables that it holds. */
  readonly members: ReadonlyMap<number, string>;
  /** Setting → the slots that speak of it. */
  readonly settings: ReadonlyMap<string, readonly number[]>;
  /** Slots of which nothing is used while it is not known when the device was last seen. */
  readonly voidable: ReadonlySet<number>;
  /** Facts of the subject → the slots that they are told by. */
  readonly facts: Readonly<Record<SlotFact, readonly number[]>>;
  /** A list that is counted where it is not empty. */
  readonly counted?: number;
}

export const slotFacts = ['osVersion', 'ownership', 'supervised', 'model', 'enrolment', 'labels'] as const;
export type SlotFact = (typeof slotFacts)[number];

/** Names of members as the file spells them. */
export interface Spelling {
  /** JSON: the keys of the first row. */
  readonly keys?: readonly string[];
  readonly columns?: readonly string[];
}

/** @returns undefined where rows of the list cannot be told from slots */
export function slotPlan(list: DeviceList, spelling: Spelling): SlotPlan | undefined {
  const { inventory } = list;
  const { plain, subject } = inventory;
  if (plain === undefined || list.aside !== undefined || list.unwrapped !== undefined) return undefined;
  if (subject.lastSeen.or !== undefined) return undefined;
  const names = new Names(list, spelling);
  const single = (paths: readonly string[]): number | undefined => {
    const slots = paths.filter(isMember).flatMap((path) => names.slots(path, 'single'));
    return slots.length === 1 ? slots[0] : undefined;
  };
  const id = single(subject.id);
  const moment = single(subject.lastSeen.paths);
  if (id === undefined || moment === undefined) return undefined;
  const repeating = (paths: readonly string[] = []): number[] =>
    paths.filter(isMember).flatMap((path) => names.slots(path, 'repeats'));
  const tokens = tokensOf(inventory, names, id);
  const settings = new Map<string, number[]>();
  const members = new Map<number, string>();
  const voidable = new Set<number>();
  for (const { path, also, table, collected, void: reasonOf } of inventory.sections) {
    if (also !== undefined || collected !== undefined) return undefined;
    if (path !== '') continue; // a row that has the section is read whole
    for (const [member, rows] of Object.entries(table)) {
      const slots = names.slots(member, 'repeats');
      for (const slot of slots) members.set(slot, member);
      if (reasonOf !== undefined) for (const slot of slots) voidable.add(slot);
      for (const { setting } of 'setting' in rows ? [rows] : rows)
        settings.set(setting, [...(settings.get(setting) ?? []), ...slots]);
    }
  }
  const platform = repeating(plain.platform);
  const facts = {
    osVersion: settings.get('os.version') ?? [],
    ownership: settings.get('device.ownership') ?? [],
    supervised: settings.get('device.supervised') ?? [],
    model: repeating(subject.model),
    enrolment: repeating(subject.enrolment),
    labels: repeating(Object.values(subject.labels ?? {})),
  };
  const counted = list.counted === undefined ? undefined : single([list.counted.member]);
  return {
    ...names.finished(),
    id,
    moment: { slot: moment, form: subject.lastSeen.form },
    tokens,
    platform,
    members,
    settings,
    voidable,
    facts,
    ...(counted === undefined ? {} : { counted }),
  };
}

/** A path of one part: what lies deeper is read whole. */
const isMember = (path: string): boolean => !path.includes('/');

const firstOf = (path: string): string => path.split('/')[0] ?? '';

function tokensOf({ product, subject }: Inventory, names: Names, id: number): TokenSlot[] {
  const kinds: [string, readonly string[] | undefined][] = [
    ['serial', subject.serial],
    ['udid', subject.udid],
    ['imei', subject.imei],
    ...Object.entries(subject.others ?? {}),
  ];
  const others = kinds.flatMap(([kind, paths = []], index) =>
    paths
      .filter(isMember)
      .flatMap((path) => names.slots(path, 'single'))
      // The fifteenth digit of an IMEI is a check digit.
      .map((slot) => ({
        slot,
        kind,
        most: kind === 'imei' ? (14 as const) : (128 as const),
        seed: index + 2,
      })),
  );
  return [{ slot: id, kind: `${product}-device`, most: 128, seed: 1 }, ...others];
}

/** Hands out slots for the names of members. */
class Names {
  readonly #list: DeviceList;
  readonly #spelling: Spelling;
  readonly #slots = new Map<string, number[]>();
  readonly #kinds: SlotKind[] = [];
  /** Column → slot. */
  readonly #columns: number[];

  constructor(list: DeviceList, spelling: Spelling) {
    this.#list = list;
    this.#spelling = spelling;
    this.#columns = (spelling.columns ?? []).map(() => passedOver);
  }

  /** The slots that hold a member: one of JSON, for each of its columns one of CSV. */
  slots(member: string, kind: SlotKind): readonly number[] {
    const known = this.#slots.get(member);
    if (known !== undefined) {
      // What is asked for as a value that repeats is numbered, whoever else only wants its place.
      if (kind === 'repeats') for (const slot of known) this.#kinds[slot] = kind;
      return known;
    }
    const { columns } = this.#spelling;
    const made: number[] = [];
    if (columns === undefined) made.push(this.#kinds.push(kind) - 1);
    else
      for (const [index, column] of columns.entries())
        if (this.#list.memberOf?.(column) === member)
          made.push((this.#columns[index] = this.#kinds.push(kind) - 1));
    this.#slots.set(member, made);
    return made;
  }

  finished(): Pick<SlotPlan, 'kinds' | 'slotOf' | 'keys' | 'columns'> {
    const { columns } = this.#spelling;
    if (columns !== undefined)
      return { kinds: this.#kinds, slotOf: () => passedOver, columns: this.#columns };
    const exact = this.#exact();
    const keys: string[] = [];
    for (const [key, slot] of exact) keys[slot] = key;
    return { kinds: this.#kinds, slotOf: this.#meaning(exact), keys };
  }

  /** One spelling of each name is plain: that of the first row, or the documented one. */
  #exact(): ReadonlyMap<string, number> {
    const { inventory } = this.#list;
    const spelled = new Map((this.#spelling.keys ?? []).map((key) => [key.toLowerCase(), key]));
    const exact = new Map<string, number>();
    for (const [member, [slot]] of this.#slots) {
      const own = inventory.ignoreCase === true ? (spelled.get(member.toLowerCase()) ?? member) : member;
      if (slot !== undefined) exact.set(own, slot);
    }
    return exact;
  }

  #meaning(exact: ReadonlyMap<string, number>): (key: string) => number {
    const { inventory, envelope } = this.#list;
    const { subject, sections, plain } = inventory;
    const { id, serial, udid, imei, model, enrolment, lastSeen, labels = {}, others = {} } = subject;
    const named = [id, serial, udid, imei, model, enrolment, lastSeen.paths, Object.values(labels)];
    const deeper = [...named, ...Object.values(others)].flatMap((paths) =>
      (paths ?? []).filter((path) => !isMember(path)).map(firstOf),
    );
    const apart = [
      ...deeper,
      ...sections.flatMap(({ path }) => (path === '' ? [] : [firstOf(path)])),
      ...(plain?.apart ?? []),
      ...envelope.rows,
    ];
    const doubtful = new Set(
      [...this.#slots.keys(), ...exact.keys(), ...apart].flatMap((name) => [
        name.toLowerCase(),
        foldKey(name),
      ]),
    );
    return (key) => {
      const slot = exact.get(key);
      if (slot !== undefined) return slot;
      return doubtful.has(key.toLowerCase()) || doubtful.has(foldKey(key)) ? suspicious : passedOver;
    };
  }
}
