/** Lays the later facts (schemas/apple/later.json, written by hand) over the table of a checkout. */
import type { AppleTable, KeyFacts, PayloadFacts } from '../../src/artifacts/apple/schema.ts';

type LaterKeys = Readonly<Record<string, Partial<KeyFacts> | null>>;
type LaterPayload = Partial<Omit<PayloadFacts, 'keys'>> & {
  readonly keys?: LaterKeys;
  /** The payload has the keys of another one besides its own: stated in words only. */
  readonly keysOf?: string;
};

export interface LaterFacts {
  readonly sources: readonly string[];
  readonly upTo: string;
  readonly topLevel?: LaterPayload;
  readonly payloads: Readonly<Record<string, LaterPayload>>;
  readonly declarations: Readonly<Record<string, LaterPayload>>;
}

export function withLater(table: AppleTable, later: LaterFacts): AppleTable {
  return {
    ...table,
    upTo: later.upTo,
    topLevel: payload(table.topLevel, later.topLevel ?? {}),
    payloads: all(table.payloads, later.payloads),
    declarations: all(table.declarations, later.declarations),
  };
}

type Payloads = Readonly<Record<string, PayloadFacts>>;

function all(known: Payloads, later: Readonly<Record<string, LaterPayload>>): Payloads {
  const names = [...new Set([...Object.keys(known), ...Object.keys(later)])].sort();
  const own = Object.fromEntries(
    names.map((name) => [name, payload(known[name] ?? { keys: {} }, later[name] ?? {})]),
  );
  const shared = (name: string) => own[later[name]?.keysOf ?? '']?.keys;
  return Object.fromEntries(
    Object.entries(own).map(([name, facts]) => [
      name,
      { ...facts, keys: { ...shared(name), ...facts.keys } },
    ]),
  );
}

/** A key that is null is taken out: the checkout's own structure of it is wrong. */
function payload(
  known: PayloadFacts,
  { keys: later = {}, keysOf: _other, ...facts }: LaterPayload,
): PayloadFacts {
  const keys: Record<string, KeyFacts> = { ...known.keys };
  for (const [path, patch] of Object.entries(later)) {
    if (patch === null) delete keys[path];
    else keys[path] = typed(path, { ...keys[path], ...patch });
  }
  return { ...known, ...facts, keys };
}

function typed(path: string, facts: Partial<KeyFacts>): KeyFacts {
  if (facts.type === undefined) throw new Error(`later.json: ${path} is new and has no type`);
  return facts as KeyFacts;
}
