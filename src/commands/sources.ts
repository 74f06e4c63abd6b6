import * as Args from '@oclif/core/args';
import { BaseCommand } from '../cli/base-command.ts';
import type { ExitCode } from '../cli/launch.ts';
import { writeOut } from '../cli/write-out.ts';
import { PassmusterError } from '../errors.ts';
import { nearest } from '../profiles/nearest.ts';
import { bundleSources, sources } from '../sources/registry.ts';

export default class Sources extends BaseCommand {
  static override summary = 'The formats that are read, and by what each is recognised.';
  static override examples = ['<%= config.bin %> sources', '<%= config.bin %> sources intune'];
  static override args = { prefix: Args.string({ description: 'only sources whose id begins like this' }) };

  override async run(): Promise<ExitCode> {
    const { args } = await this.parse(Sources);
    const { readyMadeSources } = await import('../mapping/describe.ts'); // brings YAML
    const all = [...sources, ...bundleSources, ...readyMadeSources()];
    const found = all.filter(({ id }) => id.startsWith(args.prefix ?? ''));
    if (found.length === 0) {
      const near = nearest(args.prefix ?? '', [
        ...new Set(all.flatMap(({ id }) => [id, id.split('-')[0] ?? id])),
      ]);
      throw new PassmusterError(
        'usage',
        `No source begins with ${args.prefix}${near === undefined ? '; "passmuster sources" lists all' : `; did you mean ${near}?`}`,
      );
    }
    for (const { id, title, platforms, recognised } of found) {
      await writeOut(`${id}\n  ${title} (${platforms.join(', ')})\n  recognised by: ${recognised}\n\n`);
    }
    return 0;
  }
}
