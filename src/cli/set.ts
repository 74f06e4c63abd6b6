import { PassmusterError } from '../errors.ts';

/** `name=value` pairs, split at the first `=`. @throws PassmusterError usage */
export function parseSet(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new PassmusterError('usage', `--set takes name=value, not ${pair}.`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}
