import * as Args from '@oclif/core/args';
import { BaseCommand } from '../../cli/base-command.ts';
import type { ExitCode } from '../../cli/launch.ts';
import { writeOut } from '../../cli/write-out.ts';

export default class MappingShow extends BaseCommand {
  static override summary = 'One ready-made mapping as it is written: a start for one of your own.';
  static override examples = [
    '<%= config.bin %> mapping show hexnode',
    {
      description: 'Change it and use it instead',
      command: '<%= config.bin %> mapping show mosyle > mosyle.yaml',
    },
  ];
  static override args = { id: Args.string({ description: 'as `mapping list` calls it', required: true }) };

  override async run(): Promise<ExitCode> {
    const { args } = await this.parse(MappingShow);
    const { readyMadeText } = await import('../../mapping/ready-made.ts');
    await writeOut(readyMadeText(args.id));
    return 0;
  }
}
