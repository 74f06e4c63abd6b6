/** Colour, shapes and wrapping of terminal text. Everything that goes through here is harmless afterwards. */
import { styleText } from 'node:util';
import type { Finding, Outcome } from '../model/finding.ts';
import type { RenderOptions } from './define.ts';
import { harmless, shapeOf } from './words.ts';

export type Style = Parameters<typeof styleText>[0];

const styles: Readonly<Record<Outcome, Style>> = {
  pass: 'green',
  fail: 'red',
  unknown: 'yellow',
  'not-applicable': 'dim',
  waived: 'cyan',
  error: 'magenta',
};
export const styleOf = (outcome: Outcome): Style => styles[outcome];

export class Paint {
  readonly options: RenderOptions;

  constructor(options: RenderOptions) {
    this.options = options;
  }

  style(style: Style, text: string): string {
    const safe = harmless(text);
    return this.options.color ? styleText(style, safe, { validateStream: false }) : safe;
  }

  mark(finding: Finding): string {
    const shape = shapeOf(finding);
    return this.style(styleOf(finding.outcome), this.options.unicode ? shape.symbol : shape.ascii);
  }

  /** Words in lines of the terminal's width; lines after the first begin with `hanging`. */
  wrap(text: string, indent: string, hanging = indent): string {
    const lines: string[] = [];
    let line = indent;
    for (const word of harmless(text).split(' ')) {
      if (line.trim() !== '' && line.length + word.length + 1 > this.options.width) {
        lines.push(line);
        line = hanging;
      }
      line += line.trim() === '' ? word : ` ${word}`;
    }
    return `${[...lines, line].join('\n')}\n`;
  }
}
