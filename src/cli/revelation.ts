/** Pseudonyms and whose they are, written down. */
import type { Revelation } from '../read/reveal.ts';
import { jsonText } from '../report/json-text.ts';
import { counted, harmless } from '../report/words.ts';
import { writeFileWhole, writeOut } from './write-out.ts';

type Form = 'text' | 'json';

export async function writeRevelation(
  revelation: Revelation,
  { format, output }: { readonly format: Form; readonly output?: string | undefined },
): Promise<void> {
  const text = revelationText(revelation, format);
  if (output === undefined) return writeOut(text);
  await writeFileWhole(output, [text]);
  await writeOut(countLine(revelation));
}

export function revelationText(revelation: Revelation, format: Form): string {
  if (format === 'json') return `${jsonText({ schema: 'passmuster-reveal/1', ...revelation }, 2)}\n`;
  const lines = revelation.revealed.map(
    ({ pseudonym, identifiers }) => `${pseudonym}  ${harmless(identifiers.join(' or '))}\n`,
  );
  return [...lines, countLine(revelation)].join('');
}

function countLine({ revealed, unknown }: Revelation): string {
  const all = counted(revealed.length + unknown.length, 'pseudonym');
  const rest =
    unknown.length === 0 ? '' : `; of nothing in the list, or made with another key: ${shown(unknown)}`;
  return `${revealed.length} of ${all} told${rest}\n`;
}

const shown = (unknown: readonly string[]): string => {
  const more = unknown.length > 5 ? ` and ${unknown.length - 5} more` : '';
  return `${unknown.slice(0, 5).join(', ')}${more}`;
};
