/** Writes explanations as they come. */
import type { ExplainEvent } from '../explain.ts';
import type { RenderOptions } from '../report/define.ts';
import { explanationText, subjectText } from '../report/explanation.ts';
import { harmless } from '../report/words.ts';
import type { ExitCode } from './launch.ts';
import { writeOut } from './write-out.ts';

export async function writeExplanations(
  events: AsyncIterable<ExplainEvent>,
  options: RenderOptions & { readonly format: 'text' | 'ndjson' },
): Promise<ExitCode> {
  let explained = 0;
  let passedOver = 0;
  let whole = true;
  let current: string | undefined;
  for await (const event of events) {
    if (event.kind === 'passed-over') passedOver += 1;
    else if (event.kind === 'input') {
      const { status, path, notices } = event.record;
      if (status === 'read' || status === 'ignored') continue;
      whole = false;
      const [first] = notices;
      process.stderr.write(
        harmless(`passmuster: ${path} is ${status}${first === undefined ? '' : `: ${first.message}`}`) + '\n',
      );
    } else {
      explained += 1;
      const { explanation } = event;
      if (options.format === 'ndjson') {
        await writeOut(`${JSON.stringify(explanation)}\n`);
        continue;
      }
      if (current !== explanation.subject.id) await writeOut(subjectText(explanation, options));
      current = explanation.subject.id;
      await writeOut(explanationText(explanation, options));
    }
  }
  if (explained > 0) return whole ? 0 : 3;
  const why = passedOver > 0 ? `none of ${passedOver} subjects was asked about` : 'no subject was read';
  process.stderr.write(`passmuster: ${why}\n`);
  return 3;
}
