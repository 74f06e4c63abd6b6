/** One framework in the terminal: a control, its verdict, and the rules that it rests on. */
import type { Framework } from '../model/profile.ts';
import type { Report } from '../model/report.ts';
import { byControl, type ControlRule, type ControlTally, countsText, frameworkTitles } from './by-control.ts';
import type { RenderOptions } from './define.ts';
import { Paint, styleOf } from './terminal-paint.ts';
import { counted } from './words.ts';

/** Empty where no rule of the report names a control of the framework. */
export function* controlsText(
  report: Report,
  framework: Framework,
  options: RenderOptions,
): Generator<string> {
  const controls = byControl(report).filter((one) => one.framework === framework);
  if (controls.length === 0) return;
  const paint = new Paint(options);
  const profiles = report.profiles.map(({ id }) => id).join(', ');
  yield `${paint.style('bold', frameworkTitles[framework])}   ${paint.style('dim', profiles)}\n\n`;
  for (const control of controls) yield controlBlock(control, paint);
  const failing = controls.filter(({ outcome }) => outcome === 'fail').length;
  yield `\n${counted(controls.length, 'control')}, ${failing} failing\n`;
}

function controlBlock({ control, outcome, rules }: ControlTally, paint: Paint): string {
  const shown =
    outcome === undefined ? paint.style('dim', 'not evaluated') : paint.style(styleOf(outcome), outcome);
  return `${paint.style('bold', control)}  ${shown}\n${rules.map((rule) => ruleLine(rule, paint)).join('')}`;
}

const ruleLine = ({ profile, rule, counts }: ControlRule, paint: Paint): string =>
  paint.wrap(`${profile} ${rule}: ${countsText(counts) || 'not evaluated'}`, '    ', '      ');
