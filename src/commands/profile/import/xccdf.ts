import * as Args from '@oclif/core/args';
import { BaseCommand } from '../../../cli/base-command.ts';
import { handOver, outputFlag } from '../../../cli/imported.ts';
import type { ExitCode } from '../../../cli/launch.ts';

export default class ProfileImportXccdf extends BaseCommand {
  static override summary = 'Make an audit profile of a guide of DISA for Android or iOS (XCCDF).';
  static override description = `Reads the XML file of a benchmark, as it lies in the archives of public.cyber.mil/stigs.

Its checks are steps for people. Those that settings show are judged by evidence, by a table of the program that goes by the
number and by a phrase of the check; all others ask for a statement and are named. What became of each rule is told on standard
error, with -o on standard output, and stands as comments in the profile, which is an ordinary one to edit.

Exit codes: 0 written, 2 wrong use or a file that is no benchmark for Android or iOS.`;
  static override examples = [
    '<%= config.bin %> profile import xccdf U_Google_Android_15_COPE_STIG_V1R2_Manual-xccdf.xml -o stig.yaml',
    '<%= config.bin %> profile import xccdf ./benchmark.xml > stig.yaml',
  ];
  static override args = { file: Args.string({ description: 'XCCDF 1.1 or 1.2', required: true }) };
  static override flags = { output: outputFlag };

  override async run(): Promise<ExitCode> {
    const { args, flags } = await this.parse(ProfileImportXccdf);
    const { readBenchmarkFile } = await import('../../../profiles/import/xccdf-read.ts');
    const { importXccdf } = await import('../../../profiles/import/xccdf.ts');
    const imported = importXccdf(await readBenchmarkFile(args.file));
    await handOver(imported, flags.output, (line) => this.logToStderr(line));
    return 0;
  }
}
