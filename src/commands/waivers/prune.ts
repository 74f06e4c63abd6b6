import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { applyApps, appsFlag } from '../../cli/apps.ts';
import { asOfFlag, asOfOf, BaseCommand, pathsOf } from '../../cli/base-command.ts';
import type { ExitCode } from '../../cli/launch.ts';
import { pruneFiles } from '../../cli/waivers-prune.ts';
import { openSavedReport } from '../../report-file.ts';

export default class WaiversPrune extends BaseCommand {
  static override summary = 'Take waivers that have expired out of their files.';
  static override description = `Prints every line that goes, as a diff. Comments and the order of all else stay; a comment that is indented under a waiver or stands
directly above it goes with it. With --against also those go that a report shows to be unused because every finding in their reach
passes. Every file is written whole or not at all, and none before all are checked.

Exit codes: 0 done, 2 a file with problems or that cannot be written, wrong use.`;
  static override examples = [
    { description: 'What would go', command: '<%= config.bin %> waivers prune waivers.yaml --dry-run' },
    '<%= config.bin %> waivers prune waivers.yaml',
    '<%= config.bin %> waivers prune waivers.yaml --against report.json',
  ];
  static override strict = false;
  static override args = { file: Args.string({ description: 'waivers as YAML' }) };
  static override flags = {
    against: Flags.string({
      helpValue: 'REPORT',
      description: 'a saved report: waivers whose rules pass throughout go, too',
    }),
    'dry-run': Flags.boolean({ description: 'print what would go, and write nothing' }),
    apps: appsFlag,
    'as-of': asOfFlag,
  };

  override async run(): Promise<ExitCode> {
    const { argv, flags } = await this.parse(WaiversPrune);
    await applyApps(flags.apps);
    const report = flags.against === undefined ? undefined : await openSavedReport(flags.against);
    await pruneFiles(pathsOf(argv), { asOf: asOfOf(flags['as-of']), report, isDry: flags['dry-run'] });
    return 0;
  }
}
