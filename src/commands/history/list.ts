import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../cli/base-command.ts';
import { lookFlags, withStore } from '../../cli/history.ts';
import type { ExitCode } from '../../cli/launch.ts';
import { type Columns, listed, type ListedRun, listFormats, withRemarks } from '../../cli/runs.ts';
import { writeOut } from '../../cli/write-out.ts';

const columns: Columns<ListedRun> = {
  run: ({ run }) => run.run,
  as_of: ({ run }) => run.asOf,
  series: ({ run }) => run.series,
  devices: ({ run }) => run.facts.devices,
  policies: ({ run }) => run.facts.policies,
  score: ({ run }) => run.facts.score,
  coverage: ({ run }) => run.facts.coverage,
  fail: ({ run }) => run.facts.outcomes.fail,
  unknown: ({ run }) => run.facts.outcomes.unknown,
  waived: ({ run }) => run.facts.outcomes.waived,
  profiles: ({ run }) => run.facts.profiles.map(({ id, version }) => `${id} ${version}`).join(', '),
  remarks: ({ remarks }) => remarks.join(', '),
};

export default class HistoryList extends BaseCommand {
  static override summary = 'The runs that a history holds.';
  static override examples = [
    '<%= config.bin %> history list --store passmuster.db',
    '<%= config.bin %> history list --store passmuster.db --last 30 -f csv',
  ];
  static override flags = {
    ...lookFlags,
    last: Flags.integer({ min: 1, helpValue: 'N', description: 'the last runs only' }),
    format: Flags.option({
      char: 'f',
      options: listFormats,
      default: 'table' as const,
      description: 'table, csv, json',
    })(),
  };

  override async run(): Promise<ExitCode> {
    const { flags } = await this.parse(HistoryList);
    const runs = await withStore(flags.store, { readOnly: true }, (store) => store.runs());
    const own = withRemarks(runs).filter(
      ({ run }) => flags.series === undefined || run.series === flags.series,
    );
    await writeOut(listed(flags.last === undefined ? own : own.slice(-flags.last), columns, flags.format));
    return 0;
  }
}
