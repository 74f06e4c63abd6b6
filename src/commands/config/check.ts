import * as Args from '@oclif/core/args';
import { BaseCommand } from '../../cli/base-command.ts';
import { loadedFrom, usualConfigFile } from '../../cli/config.ts';
import type { ExitCode } from '../../cli/launch.ts';
import { writeOut } from '../../cli/write-out.ts';
import { counted, harmless } from '../../report/words.ts';
import Audit from '../audit.ts';

export default class ConfigCheck extends BaseCommand {
  static override summary = 'Check a configuration file: every problem with file, line and column.';
  static override description = `Files that it names are not opened. A variable that it takes a value from and that is not set here is a note, no problem:
the machine of the scheduled run may have it.

Exit codes: 0 no problem, 1 problems, 2 the file cannot be opened.`;
  static override examples = [
    '<%= config.bin %> config check',
    '<%= config.bin %> config check nightly.yaml',
  ];
  static override args = {
    file: Args.string({
      description: `file; default: PASSMUSTER_CONFIG, else ${usualConfigFile}`,
    }),
  };

  override async run(): Promise<ExitCode> {
    const { args } = await this.parse(ConfigCheck);
    const file = args.file ?? (process.env['PASSMUSTER_CONFIG'] || usualConfigFile);
    const { problemLines } = await import('../../config/load.ts');
    const { values, problems } = await loadedFrom(file, Audit.flags, undefined);
    for (const line of problemLines(file, problems)) await writeOut(`${harmless(line)}\n`);
    for (const [name, { variables, line }] of values)
      for (const variable of variables.filter((one) => !process.env[one]))
        await writeOut(
          `${harmless(file)}:${line}: note: \`${name}\` needs ${variable}, which is not set here\n`,
        );
    await writeOut(
      problems.length === 0
        ? `${harmless(file)}: ${counted(values.size, 'key')} set, no problem\n`
        : `${counted(problems.length, 'problem')}\n`,
    );
    return problems.length === 0 ? 0 : 1;
  }
}
