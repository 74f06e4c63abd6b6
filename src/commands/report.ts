import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand, outputFlags, terminalOptions } from '../cli/base-command.ts';
import { checkHandling, handled, handlingFlags } from '../cli/handling.ts';
import type { ExitCode } from '../cli/launch.ts';
import { formatsHelp, parseOutputs, writeReport } from '../cli/output.ts';
import { openSavedReport } from '../report-file.ts';
import { reporterIds } from '../report/registry.ts';

export default class Report extends BaseCommand {
  static override summary = 'Render a saved report again, without auditing again.';
  static override description = `Exit codes: 0 done, 2 the file is no report of this version or cannot be written.

${formatsHelp}`;
  static override examples = [
    '<%= config.bin %> report report.json -f html=report.html',
    '<%= config.bin %> report report.json -f sarif=report.sarif -f csv=findings.csv -f hdf=heimdall/',
    '<%= config.bin %> report report.json',
    '<%= config.bin %> report report.json --public --marking OFFICIAL -f html=public.html',
  ];
  static override args = { report: Args.string({ description: 'report.json of an audit', required: true }) };
  static override flags = {
    format: Flags.string({
      char: 'f',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'FMT[=FILE]',
      description: `${reporterIds.join(', ')}; repeatable`,
    }),
    output: Flags.string({ char: 'o', helpValue: 'FILE', description: 'write the single format to a file' }),
    ...handlingFlags,
    ...outputFlags,
  };

  override async run(): Promise<ExitCode> {
    const { args, flags } = await this.parse(Report);
    const outputs = parseOutputs(flags.format, flags.output);
    checkHandling(flags, outputs);
    const report = handled(await openSavedReport(args.report), flags);
    await writeReport(report, outputs, { ...terminalOptions(flags), quiet: flags.quiet });
    return 0;
  }
}
