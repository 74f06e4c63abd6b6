import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand, outputFlags, terminalOptions } from '../cli/base-command.ts';
import { checkHandling, checkRelease, handled, handlingFlags, shown } from '../cli/handling.ts';
import type { ExitCode } from '../cli/launch.ts';
import { formatsHelp, parseOutputs, writeReport } from '../cli/output.ts';
import { packFlags, savedPackingOf } from '../cli/pack.ts';
import { writeOut } from '../cli/write-out.ts';
import { PassmusterError } from '../errors.ts';
import { type Framework, frameworks } from '../model/profile.ts';
import type { Report as ReportModel } from '../model/report.ts';
import { byControl } from '../report/by-control.ts';
import type { RenderOptions } from '../report/define.ts';
import { controlsText } from '../report/terminal-controls.ts';
import { openSavedReport } from '../report-file.ts';
import { formatIds } from '../report/registry.ts';

export default class Report extends BaseCommand {
  static override summary = 'Render a saved report again, without auditing again.';
  static override description = `Exit codes: 0 done, 2 the file is no report of this version or cannot be written, or names no control of the framework.

${formatsHelp}`;
  static override examples = [
    '<%= config.bin %> report report.json -f html=report.html',
    '<%= config.bin %> report report.json -f sarif=report.sarif -f csv=findings.csv -f hdf=heimdall/',
    '<%= config.bin %> report report.json',
    {
      description: 'Each control of NIST SP 800-53 with one verdict, across the profiles of the run',
      command: '<%= config.bin %> report report.json --by nist-800-53r5',
    },
    '<%= config.bin %> report report.json --profile-release public --marking OFFICIAL -f html=public.html',
    '<%= config.bin %> report report.json --profile-release internal -f html=team.html -f csv=findings.csv',
  ];
  static override args = { report: Args.string({ description: 'report.json of an audit', required: true }) };
  static override flags = {
    format: Flags.string({
      char: 'f',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'FMT[=FILE]',
      description: `${formatIds.join(', ')}; repeatable`,
    }),
    by: Flags.option({
      options: frameworks,
      exclusive: ['format', 'output', 'public', 'profile-release'],
      description: 'print the controls of a framework, each with the verdict of the worst of its rules',
    })(),
    output: Flags.string({ char: 'o', helpValue: 'FILE', description: 'write the single format to a file' }),
    ...handlingFlags,
    ...packFlags,
    ...outputFlags,
  };

  override async run(): Promise<ExitCode> {
    const { args, flags } = await this.parse(Report);
    const outputs = parseOutputs(flags.format, flags.output);
    checkHandling(flags, outputs);
    const packing = await savedPackingOf(flags, outputs);
    const saved = await openSavedReport(args.report);
    checkRelease(saved, flags);
    const report = shown(handled(saved, flags), flags);
    if (flags.by !== undefined) return this.#byControl(report, flags.by, terminalOptions(flags));
    await writeReport(report, outputs, { ...terminalOptions(flags), quiet: flags.quiet, packing });
    return 0;
  }

  async #byControl(report: ReportModel, framework: Framework, options: RenderOptions): Promise<ExitCode> {
    const text = [...controlsText(report, framework, options)].join('');
    if (text === '') {
      const named = new Set(byControl(report).map((one) => one.framework));
      const known = named.size === 0 ? 'none of any' : `those of ${[...named].join(', ')}`;
      throw new PassmusterError('usage', `The report names no control of ${framework}, but ${known}.`);
    }
    await writeOut(text);
    return 0;
  }
}
