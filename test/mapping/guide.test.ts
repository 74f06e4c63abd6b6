/** The worked example of docs/mapping.md: its list, read by its mapping, says what the guide says it says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inputOf } from '../../src/io/input.ts';
import { guessMapping } from '../../src/mapping/guess.ts';
import type { RawEvent } from '../../src/read/events.ts';
import { readOpened } from '../../src/read/opened.ts';
import { sampleOf } from '../../src/sources/mapped-sample.ts';
import { utf8 } from '../support/bytes.ts';
import { mappingOf } from './sample.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'mapping.md'), 'utf8');
const block = (language: string, marker: string): string => {
  const found = [...page.matchAll(/^```(\w*)\n([^]*?)^```$/gm)].find(
    ([, own = '', text = '']) => own === language && text.includes(marker),
  );
  return found?.[2] ?? '';
};
const list = utf8(block('', 'Asset no;Person'));
const mapping = block('yaml', 'passmuster-mapping/1');

it('the guess is the one that the program makes, shortened', async () => {
  const guessed = guessMapping(await sampleOf(await inputOf('phones.csv', list)), 'phones.csv').split('\n');
  for (const line of mapping.trimEnd().split('\n')) expect(guessed).toContain(line);
});

it('the list says what the guide tells', async () => {
  const events: RawEvent[] = [];
  for await (const event of readOpened(await inputOf('phones.csv', list), {
    asOf: '2026-11-20T23:59:59Z',
    mappings: [mappingOf(mapping)],
  }))
    events.push(event);
  const said = events.flatMap((event) =>
    event.kind === 'subject'
      ? event.observations.map((one) => [
          event.subject.id,
          one.setting,
          'value' in one ? one.value : one.unknown,
          `${one.evidence.locator} = ${one.evidence.value}`,
        ])
      : [],
  );
  expect(said).toContainEqual(['A-2', 'passcode.present', false, 'row 2, column PIN set = no']);
  expect(said).toContainEqual(['A-2', 'storage.encrypted', 'ambiguous', 'row 2, column Encrypted = perhaps']);
  expect(said).toContainEqual(['A-1', 'storage.encrypted', true, 'row 1, column Encrypted = Encrypted']);
  expect(events.at(-1)).toMatchObject({ record: { status: 'read', subjects: 2, skipped: 1 } });
  expect(JSON.stringify(events)).not.toContain('Bloggs');
});
