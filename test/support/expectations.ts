/** What the expectations of a source's fixtures claim. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', 'fixtures', 'sources');

/** Known values of each setting over all fixtures of the source. */
export function valuesSeen(source: string): Map<string, Set<unknown>> {
  const seen = new Map<string, Set<unknown>>();
  for (const name of readdirSync(join(root, source))) {
    const events: { observations?: { setting: string; value?: unknown }[] }[] = JSON.parse(
      readFileSync(join(root, source, name, 'expected.json'), 'utf8'),
    );
    for (const { setting, value } of events.flatMap(({ observations = [] }) => observations))
      if (value !== undefined) seen.set(setting, (seen.get(setting) ?? new Set()).add(value));
  }
  return seen;
}
