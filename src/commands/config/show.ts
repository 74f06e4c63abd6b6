import { BaseCommand } from '../../cli/base-command.ts';
import { configured, originText, tellRemarks } from '../../cli/config.ts';
import type { ExitCode } from '../../cli/launch.ts';
import { writeOut } from '../../cli/write-out.ts';
import { type Effective, shownValues } from '../../config/effective.ts';
import { harmless } from '../../report/words.ts';
import Audit from '../audit.ts';

export default class ConfigShow extends BaseCommand {
  static override summary = 'Show what is in force for an audit, and where each value comes from.';
  static override description = `Takes what audit takes, and audits nothing. What is said on the command line comes before PASSMUSTER_* variables, these before the file,
that before the default. Addresses of webhooks and values from variables that the file names are not shown.
With -v it also lists what nobody says.

Exit codes: 0 shown, 2 wrong use, or a configuration file with errors.`;
  static override examples = [
    '<%= config.bin %> config show -c passmuster.config.yaml',
    {
      description: 'With a flag over the file',
      command: '<%= config.bin %> config show -c passmuster.config.yaml --fail-on high',
    },
  ];
  static override strict = false;
  static override args = Audit.args;
  static override flags = Audit.flags;

  override async run(): Promise<ExitCode> {
    const { argv, effective, file, remarks } = await configured(this.argv, Audit.flags);
    tellRemarks(remarks);
    const { flags } = await this.parse(Audit, argv); // wrong values are refused as audit refuses them
    const shown = effective.filter(({ values, variables }) => values.length + variables.length > 0);
    const width = Math.max(...shown.map((one) => lineOf(one).length));
    for (const one of shown)
      await writeOut(`${lineOf(one).padEnd(width)}  # ${harmless(originText(one, file))}\n`);
    const unset = effective.filter((one) => !shown.includes(one)).map(({ option }) => option.name);
    if (flags.verbose) await writeOut(`# nothing says: ${unset.join(', ')}\n`);
    return 0;
  }
}

function lineOf(one: Effective): string {
  const values = shownValues(one).map(harmless);
  return `${one.option.name}: ${one.option.isList ? `[${values.join(', ')}]` : values.join()}`;
}
