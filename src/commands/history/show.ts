import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand, outputFlags, terminalOptions } from '../../cli/base-command.ts';
import { checkHandling, checkRelease, handled, handlingFlags, shown } from '../../cli/handling.ts';
import { lookFlags, runNamed, withStore } from '../../cli/history.ts';
import type { ExitCode } from '../../cli/launch.ts';
import { parseOutputs, writeReport } from '../../cli/output.ts';
import { packFlags, savedPackingOf } from '../../cli/pack.ts';
import { writeChunks } from '../../cli/write-out.ts';
import { historyText } from '../../report/history-text.ts';
import { formatIds } from '../../report/registry.ts';

export default class HistoryShow extends BaseCommand {
  static override summary = 'A run of a history: who is missing, and since when things fail.';
  static override description =
    'Without --format a summary; with it the report of that run, in any format that audit writes. Exit codes: 0 done, 2 there is no such run or history.';
  static override examples = [
    '<%= config.bin %> history show --store passmuster.db',
    {
      description: 'Every fail of run 12 with its age',
      command: '<%= config.bin %> history show 12 --store passmuster.db --details',
    },
    '<%= config.bin %> history show 12 --store passmuster.db -f html=run-12.html -f csv=run-12.csv',
  ];
  static override args = {
    run: Args.string({ default: 'last', description: 'number of the run, last, or previous' }),
  };
  static override flags = {
    ...lookFlags,
    format: Flags.string({
      char: 'f',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'FMT[=FILE]',
      description: `${formatIds.join(', ')}; repeatable`,
    }),
    output: Flags.string({ char: 'o', helpValue: 'FILE', description: 'write the single format to a file' }),
    details: Flags.boolean({ description: 'tell every finding that fails' }),
    ...handlingFlags,
    ...packFlags,
    ...outputFlags,
  };

  override async run(): Promise<ExitCode> {
    const { args, flags } = await this.parse(HistoryShow);
    const outputs = parseOutputs(flags.format, flags.output);
    checkHandling(flags, outputs);
    const packing = await savedPackingOf(flags, outputs);
    const kept = await withStore(flags.store, { readOnly: true }, async (store) =>
      store.load((await runNamed(store, args.run, flags)).run),
    );
    checkRelease(kept, flags);
    const report = shown(handled(kept, flags), flags);
    const options = terminalOptions(flags);
    if (outputs.length === 0) await writeChunks(historyText(report, { ...options, details: flags.details }));
    else await writeReport(report, outputs, { ...options, quiet: flags.quiet, packing });
    return 0;
  }
}
