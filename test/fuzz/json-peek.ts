/** The look at the start of a text, and every source's opinion on it: they may be wrong, never throw. */
import { sources } from '../../src/sources/registry.ts';
import { detectionInput } from '../../src/sources/detect.ts';
import { attempt } from './check.ts';

const names = ['input.json', 'input.mobileconfig', 'input.csv', 'input'] as const;

export function fuzz(data: Uint8Array): void {
  attempt(data, () => {
    const facts = detectionInput(names[data.length % names.length] ?? 'input', data);
    for (const source of sources) source.detect(facts);
  });
}
