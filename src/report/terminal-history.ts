/** Of the runs before this one, in the terminal: who is missing is said before any percentage. */
import type { Report, SubjectName } from '../model/report.ts';
import type { Paint } from './terminal-paint.ts';
import { counted } from './words.ts';

const shownNames = 6;

export function historyLines({ history }: Report, paint: Paint): string {
  if (history === undefined) return '';
  const { run, series, previous, vanished, appeared, clockWentBack } = history;
  const after =
    previous === undefined ? 'the first of its kind' : `after run ${previous.run} of ${previous.asOf}`;
  return [
    paint.wrap(`History   run ${run} of ${series}, ${after}`, '', '          '),
    clockWentBack === true ? paint.wrap('! the clock of this run is before that of the last one', '  ') : '',
    vanished.length === 0 ? '' : paint.wrap(`! ${namesOf(vanished, 'no longer there')}`, '  ', '      '),
    appeared.length === 0 ? '' : paint.wrap(namesOf(appeared, 'new'), '  ', '      '),
    '\n',
  ].join('');
}

function namesOf(names: readonly SubjectName[], what: string): string {
  const shown = names.slice(0, shownNames).map(({ id, title }) => title ?? id);
  const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : '';
  return `${counted(names.length, 'subject')} ${what}: ${shown.join(', ')}${more}`;
}
