import { PassmusterError } from '../errors.ts';
import { isLimitName, limits, setLimits } from '../io/limits.ts';
import { nearest } from '../profiles/nearest.ts';

/** `name=value` pairs, split at the first `=`. @throws PassmusterError usage */
export function parseSet(pairs: readonly string[], flag = '--set'): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new PassmusterError('usage', `${flag} takes name=value, not ${pair}.`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

/**
 * The values of --limit, put in force.
 * @throws PassmusterError usage for an unknown name or a value that is no positive whole number
 */
export function applyLimits(pairs: readonly string[]): void {
  for (const [name, text] of Object.entries(parseSet(pairs, '--limit'))) {
    const names = Object.keys(limits);
    if (!isLimitName(name)) {
      const near = nearest(name, names);
      throw new PassmusterError(
        'usage',
        `There is no limit ${name}; ${near === undefined ? `known are ${names.join(', ')}` : `did you mean ${near}?`}`,
      );
    }
    if (!/^[1-9]\d{0,14}$/.test(text))
      throw new PassmusterError('usage', `--limit ${name} takes a positive whole number, not ${text}.`);
    setLimits({ [name]: Number(text) });
  }
}
