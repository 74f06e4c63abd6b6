/**
 * Short numbers identify a phone on one server alone. As soon as two files give one number to two phones, the run has exports of
 * several servers of the product: a number then joins nothing beyond its own file.
 */
import { isCounted } from '../artifacts/identity.ts';
import type { Token } from '../model/links.ts';
import { familyOf } from '../model/subject.ts';
import type { SubjectEvent } from './events.ts';

/** Of what a phone has one. */
const single = /^(serial|udid):/;

interface Seen {
  readonly value: string;
  readonly input: string;
}

/** The kinds of numbers that two files give to two phones: `jamf-device`. */
export function contestedKinds(devices: readonly SubjectEvent[]): ReadonlySet<string> {
  const kinds = new Set<string>();
  const seen = new Map<string, Seen>();
  for (const device of devices)
    for (const token of device.links?.is ?? [])
      if (isCounted(token) && isOther(device, token, seen)) kinds.add(kindOf(token));
  return kinds;
}

/** Does another file say of the number that it is another phone? */
function isOther({ input, links, subject }: SubjectEvent, token: Token, seen: Map<string, Seen>): boolean {
  const facts: [string, string][] = [['platform', familyOf(subject.platform)]];
  for (const own of links?.is ?? []) if (single.test(own)) facts.push([kindOf(own), own]);
  return facts.some(([kind, value]) => {
    const key = `${token} ${kind}`;
    const first = seen.get(key);
    if (first === undefined) seen.set(key, { value, input });
    return first !== undefined && first.value !== value && first.input !== input;
  });
}

const kindOf = (token: Token): string => token.slice(0, token.indexOf(':'));

/** Whether a token means the same in every file. */
export function isOfOneServer(token: Token, contested: ReadonlySet<string>): boolean {
  if (contested.size === 0) return true;
  for (const kind of contested) {
    const product = kind.replace(/-device$/, '');
    if (token === `all:${product}` || (token.startsWith(`${product}-`) && isCounted(token))) return false;
  }
  return true;
}
