import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../cli/base-command.ts';
import type { ExitCode } from '../../cli/launch.ts';
import { writeChunks, writeFileWhole, writeOut } from '../../cli/write-out.ts';
import { openSavedReport } from '../../report-file.ts';

export default class WaiversInit extends BaseCommand {
  static override summary =
    'A file of waivers for everything that fails in a report, to be filled in by people.';
  static override description = `One waiver for each rule that fails, each app, and each group of subjects (by their label group, team, department, blueprint or
configuration, or the one of --by; without any: the subjects by name). Why, who lives with the risk, who has accepted it and until
when is left open, and nobody can use the file before that is filled in: "waivers check" tells what is missing. A file that is
there is not written over.

Exit codes: 0 written, 2 wrong use.`;
  static override examples = [
    '<%= config.bin %> waivers init report.json -o waivers.yaml',
    {
      description: 'By the label that tells your teams apart',
      command: '<%= config.bin %> waivers init report.json --by costCentre -o waivers.yaml',
    },
  ];
  static override args = { report: Args.string({ description: 'report.json of an audit', required: true }) };
  static override flags = {
    output: Flags.string({ char: 'o', helpValue: 'FILE', description: 'default: standard output' }),
    by: Flags.string({ helpValue: 'LABEL', description: 'the label of devices that names their group' }),
  };

  override async run(): Promise<ExitCode> {
    const { args, flags } = await this.parse(WaiversInit);
    const report = await openSavedReport(args.report);
    const { skeleton } = await import('../../waivers/skeleton.ts');
    const text = skeleton(report, flags.by === undefined ? {} : { by: flags.by });
    if (flags.output === undefined) {
      await writeChunks(text);
      return 0;
    }
    await writeFileWhole(flags.output, text, { isNew: true });
    await writeOut(`wrote ${flags.output}; fill it in, then: passmuster waivers check ${flags.output}\n`);
    return 0;
  }
}
