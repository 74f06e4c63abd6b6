import * as Flags from '@oclif/core/flags';
import { BaseCommand, outputFlags } from '../../cli/base-command.ts';
import type { ExitCode } from '../../cli/launch.ts';
import { writeGates } from '../../cli/output.ts';
import { GrowingFile } from '../../cli/growing-file.ts';
import { writeOut } from '../../cli/write-out.ts';
import { PassmusterError } from '../../errors.ts';
import { exitCodeOf } from '../../evaluate/gate.ts';
import { mergeShards } from '../../report-merge.ts';

export default class ReportMerge extends BaseCommand {
  static override summary = 'Join the reports of all shards of a fleet into one (docs/scale.md).';
  static override description = `Takes what "audit --shard K/N -f ndjson=FILE" has written for each K, and writes the NDJSON report that one run would have written, byte for byte. The gates are judged on the whole.

Exit codes: as those of audit; 2 where a shard is missing, stands twice, breaks off, or is of another run.`;
  static override examples = [
    '<%= config.bin %> report merge part-*.ndjson -o fleet.ndjson',
    {
      description: 'Two machines, one half each, and the whole',
      command:
        '<%= config.bin %> audit devices.ndjson -p ours.yaml --shard 1/2 -f ndjson=part-1.ndjson --as-of 2026-11-30T00:00:00Z -q',
    },
  ];
  static override strict = false;
  static override flags = {
    output: Flags.string({
      char: 'o',
      helpValue: 'FILE',
      description: 'write the report to a file; default: standard output',
    }),
    ...outputFlags,
  };

  override async run(): Promise<ExitCode> {
    const { argv, flags } = await this.parse(ReportMerge);
    const paths = argv.map(String);
    if (paths.length === 0) throw new PassmusterError('usage', 'Name the reports of all shards.');
    if (flags.output === undefined) {
      const { gates } = await mergeShards(paths, writeOut);
      return exitCodeOf(gates);
    }
    const file = new GrowingFile(flags.output);
    try {
      await file.open();
      const { gates } = await mergeShards(paths, (text) => file.text(text));
      await file.done();
      await writeGates(gates);
      return exitCodeOf(gates);
    } catch (error) {
      await file.giveUp();
      throw error;
    }
  }
}
