/** Waivers in the terminal: how many of each state, and those that somebody has to look at. */
import type { Report } from '../model/report.ts';
import type { WaiverRecord } from '../model/waiver.ts';
import type { Paint } from './terminal-paint.ts';
import { effectOf, scopeOf, stateCounts, stateOf, termsOf, urgentFirst } from './waivers.ts';

/** Rows shown without -v. */
const shownRows = 10;

export function waiverRows({ waivers, summary }: Report, paint: Paint): string {
  if (waivers === undefined) return '';
  const counts = stateCounts(waivers)
    .map(({ state, count }) => `${count} ${state}`)
    .join('   ');
  const { verbose } = paint.options;
  const urgent = urgentFirst(waivers).filter(({ state }) => verbose || state !== 'active');
  const shown = verbose ? urgent : urgent.slice(0, shownRows);
  const more = urgent.length - shown.length;
  return [
    `Waivers   ${counts}   (${summary.outcomes.waived} waived)\n`,
    ...shown.map((waiver) => waiverRow(waiver, paint)),
    more > 0 ? `  ${more} more; -v shows all\n` : '',
    '\n',
  ].join('');
}

function waiverRow(waiver: WaiverRecord, paint: Paint): string {
  const style = waiver.state === 'expired' ? 'red' : waiver.state === 'active' ? 'dim' : 'yellow';
  const head = `  ${paint.style(style, stateOf(waiver))}  ${paint.style('bold', waiver.id)}  `;
  const told = paint.wrap(`${waiver.rules.join(', ')} (${scopeOf(waiver)}): ${effectOf(waiver)}`, '      ');
  const terms = paint.options.verbose ? paint.wrap(termsOf(waiver), '      ') : '';
  return `${head.trimEnd()}\n${told}${terms}`;
}
