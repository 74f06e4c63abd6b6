/** What a check of an evidence pack comes to, for people and for machines. */
import { jsonText } from '../report/json-text.ts';
import type { RenderOptions } from '../report/define.ts';
import { Paint, type Style } from '../report/terminal-paint.ts';
import { counted } from '../report/words.ts';
import type { Check, CheckVerdict, Verification } from '../pack/verify.ts';

/** Differences that are told one by one; -v tells all. */
const shownDifferences = 50;

const styles: Readonly<Record<CheckVerdict, Style>> = {
  holds: 'green',
  differs: 'red',
  unchecked: 'yellow',
  note: 'dim',
};
const words: Readonly<Record<CheckVerdict, string>> = {
  holds: 'holds',
  differs: 'differs',
  unchecked: 'not checked',
  note: 'note',
};

export function verificationText(
  { manifest, checks }: Verification,
  code: 0 | 1 | 3,
  options: RenderOptions & { readonly quiet: boolean },
): string {
  const paint = new Paint(options);
  const counts = (verdict: CheckVerdict) => checks.filter((one) => one.verdict === verdict).length;
  const result =
    code === 0
      ? 'all of it holds'
      : code === 1
        ? counted(counts('differs'), 'difference')
        : 'it could not be checked whole';
  const last = `${paint.style('bold', 'result')}  ${paint.style(code === 0 ? 'green' : code === 1 ? 'red' : 'yellow', result)}\n`;
  if (options.quiet) return last;
  const { tool, node, asOf, note } = manifest;
  const differing = checks.filter(({ verdict }) => verdict === 'differs');
  const most = options.verbose ? differing.length : shownDifferences;
  const shown = checks.filter((one) => one.verdict !== 'differs' || differing.indexOf(one) < most);
  const left = differing.length - Math.min(most, differing.length);
  return [
    `${paint.style('bold', 'Evidence pack')}  ${paint.style('dim', `Passmuster ${tool.version}, Node ${node}, as of ${asOf}`)}\n\n`,
    ...shown.map((check) => line(check, paint)),
    left > 0 ? paint.wrap(`and ${counted(left, 'more difference')} (-v shows all)`, '  ') : '',
    `\n${paint.wrap(note, '')}`,
    last,
  ].join('');
}

function line({ part, verdict, text }: Check, paint: Paint): string {
  const head = `${paint.style(styles[verdict], words[verdict].padEnd(11))}  ${part.padEnd(9)}  `;
  const indent = ' '.repeat(26);
  return `  ${head}${paint.wrap(text, indent).slice(indent.length)}`;
}

export const verificationJson = ({ manifest, checks }: Verification, code: number): string => {
  const { tool, node, asOf, signature } = manifest;
  return `${jsonText({ schema: 'passmuster-verification/1', code, tool, node, asOf, signature, checks }, 2)}\n`;
};
