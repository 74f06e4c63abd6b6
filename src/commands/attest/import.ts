import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { loadFrom } from '../../cli/attestations.ts';
import { asOfFlag, asOfOf, BaseCommand, pathsOf } from '../../cli/base-command.ts';
import { applyApps, appsFlag } from '../../cli/apps.ts';
import type { ExitCode } from '../../cli/launch.ts';
import { writeChunks, writeFileWhole, writeOut } from '../../cli/write-out.ts';
import { PassmusterError } from '../../errors.ts';
import { counted } from '../../report/words.ts';

export default class AttestImport extends BaseCommand {
  static override summary = 'Read filled-in forms back as attestations.';
  static override description = `Answers are checked against the type of their setting: yes or no, a whole number, a day, one of the values. Blank answers are left out
and counted. Any error is named with file, line and column, and then nothing is written.

Exit codes: 0 written, 2 wrong use or an answer that is none.`;
  static override examples = [
    '<%= config.bin %> attest import form.csv -o attestations.yaml',
    {
      description: 'The same person and day for all rows that leave them blank',
      command:
        '<%= config.bin %> attest import form.csv --attested-by "Line manager" --attested-at 2026-11-20 -o attestations.yaml',
    },
  ];
  static override strict = false;
  static override args = {
    form: Args.string({ description: 'form as CSV, workbook (.xlsx) or YAML; several are joined' }),
  };
  static override flags = {
    output: Flags.string({
      char: 'o',
      helpValue: 'FILE',
      description: 'attestations.yaml or attestations.json; default: YAML to standard output',
    }),
    'attested-by': Flags.string({
      helpValue: 'ROLE',
      description: 'role of who stated it, for rows that leave it blank',
    }),
    'attested-at': Flags.string({
      helpValue: 'DATE',
      description: 'when it was stated, for rows that leave it blank',
    }),
    apps: appsFlag,
    'as-of': asOfFlag,
  };

  override async run(): Promise<ExitCode> {
    const { argv, flags } = await this.parse(AttestImport);
    const { output, 'attested-by': role, 'attested-at': at } = flags;
    await applyApps(flags.apps);
    const isJson = /\.json$/i.test(output ?? '');
    if (output !== undefined && !isJson && !/\.ya?ml$/i.test(output))
      throw new PassmusterError('usage', 'Attestations are written as .yaml or .json.');
    const { contents, blank } = await loadFrom(pathsOf(argv), {
      asOf: asOfOf(flags['as-of']),
      forms: true,
      fill: { ...(role === undefined ? {} : { role }), ...(at === undefined ? {} : { at }) },
    });
    const { attestationsJson, attestationsYaml } = await import('../../attestations/write.ts');
    const text = isJson ? attestationsJson(contents) : attestationsYaml(contents);
    const told = `${counted(contents.length, 'record')}, ${counted(blank, 'question')} left blank`;
    if (output === undefined) {
      await writeChunks(text);
      this.logToStderr(told);
    } else {
      await writeFileWhole(output, text);
      await writeOut(`wrote ${output}: ${told}\n`);
    }
    return 0;
  }
}
