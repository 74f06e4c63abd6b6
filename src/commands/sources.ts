import * as Args from '@oclif/core/args';
import { BaseCommand } from '../cli/base-command.ts';
import type { ExitCode } from '../cli/launch.ts';
import { writeOut } from '../cli/write-out.ts';
import { bundleSources, sources } from '../sources/registry.ts';

export default class Sources extends BaseCommand {
  static override summary = 'The formats that are read, and by what each is recognised.';
  static override examples = ['<%= config.bin %> sources', '<%= config.bin %> sources intune'];
  static override args = { prefix: Args.string({ description: 'only sources whose id begins like this' }) };

  override async run(): Promise<ExitCode> {
    const { args } = await this.parse(Sources);
    for (const { id, title, platforms, recognised } of [...sources, ...bundleSources].filter(({ id }) =>
      id.startsWith(args.prefix ?? ''),
    )) {
      await writeOut(`${id}\n  ${title} (${platforms.join(', ')})\n  recognised by: ${recognised}\n\n`);
    }
    return 0;
  }
}
