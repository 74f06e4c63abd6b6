/** Pseudonyms and whose they are, written down. */
import type { Revelation } from '../read/reveal.ts';
import { jsonText } from '../report/json-text.ts';
import { counted, harmless } from '../report/words.ts';
import { writeFileWhole, writeOut } from './write-out.ts';

export async function writeRevelation(
  revelation: Revelation,
  { format, output }: { readonly format: 'text' | 'json'; readonly output?: string | undefined },
): Promise<void> {
  const { revealed, unknown } = revelation;
  const lines = revealed.map(
    ({ pseudonym, identifiers }) => `${pseudonym}  ${harmless(identifiers.join(' or '))}\n`,
  );
  const last = `${revealed.length} of ${counted(revealed.length + unknown.length, 'pseudonym')} told${unknown.length === 0 ? '' : `; of nothing in the list, or made with another key: ${shown(unknown)}`}\n`;
  const text =
    format === 'json'
      ? `${jsonText({ schema: 'passmuster-reveal/1', ...revelation }, 2)}\n`
      : [...lines, last].join('');
  if (output === undefined) return writeOut(text);
  await writeFileWhole(output, [text]);
  await writeOut(last);
}

const shown = (unknown: readonly string[]): string => {
  const more = unknown.length > 5 ? ` and ${unknown.length - 5} more` : '';
  return `${unknown.slice(0, 5).join(', ')}${more}`;
};
