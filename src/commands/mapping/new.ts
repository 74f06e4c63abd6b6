import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../cli/base-command.ts';
import type { ExitCode } from '../../cli/launch.ts';
import { sampleFile } from '../../cli/sample.ts';
import { writeFileWhole, writeOut } from '../../cli/write-out.ts';

export default class MappingNew extends BaseCommand {
  static override summary = 'Guess a first mapping from a table or list: CSV, JSON or a workbook (.xlsx).';
  static override description = `Looks at the header or the keys and at the words of the first rows. Every guess carries a comment that calls it one; columns that
are not understood are listed, and those about people go to what is never shown. Check it before anything is audited with it.

Exit codes: 0 written, 2 the file cannot be opened or is no table or list.`;
  static override examples = [
    { description: 'See what would be guessed', command: '<%= config.bin %> mapping new phones.csv' },
    {
      description: 'Write it, check it, read with it',
      command:
        '<%= config.bin %> mapping new phones.xlsx -o phones.yaml && <%= config.bin %> mapping check phones.yaml && <%= config.bin %> read phones.xlsx --mapping phones.yaml',
    },
  ];
  static override args = {
    file: Args.string({ description: 'CSV, JSON, NDJSON or .xlsx', required: true }),
  };
  static override flags = {
    output: Flags.string({ char: 'o', helpValue: 'FILE', description: 'write to a file' }),
  };

  override async run(): Promise<ExitCode> {
    const { args, flags } = await this.parse(MappingNew);
    const { guessMapping } = await import('../../mapping/guess.ts');
    const { name, sample } = await sampleFile(args.file);
    const text = guessMapping(sample, name);
    if (flags.output === undefined) await writeOut(text);
    else await writeFileWhole(flags.output, [text]);
    return 0;
  }
}
