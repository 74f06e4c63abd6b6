import { BaseCommand } from '../../cli/base-command.ts';
import { lookFlags, withStore } from '../../cli/history.ts';
import type { ExitCode } from '../../cli/launch.ts';
import { writeOut } from '../../cli/write-out.ts';
import { harmless } from '../../report/words.ts';

export default class HistoryCheck extends BaseCommand {
  static override summary = 'Whether a history is what it was when it was written.';
  static override description = `Makes the hash of every run again, from its rows and the hash of the run before. That the last runs were taken off does not show in the history itself: compare the last hash with the one in a report that you kept (history.hash in report.json).

Exit codes
- 0: every run is what it was
- 1: something was changed, or is missing
- 2: wrong use, or no history`;
  static override examples = ['<%= config.bin %> history check --store passmuster.db'];
  static override flags = { store: lookFlags.store };

  override async run(): Promise<ExitCode> {
    const { flags } = await this.parse(HistoryCheck);
    const { runs, problems } = await withStore(flags.store, { readOnly: true }, async (store) => ({
      problems: await store.integrity(),
      runs: await store.runs(),
    }));
    const last = runs.at(-1);
    const told =
      problems.length > 0
        ? problems.map((text) => `${harmless(text)}\n`).join('')
        : `${runs.length} runs, each what it was${last === undefined ? '' : `; the last, ${last.run}, has the hash ${last.hash}`}\n`;
    await writeOut(told);
    return problems.length === 0 ? 0 : 1;
  }
}
