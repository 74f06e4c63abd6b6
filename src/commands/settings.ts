import * as Args from '@oclif/core/args';
import { BaseCommand } from '../cli/base-command.ts';
import type { ExitCode } from '../cli/launch.ts';
import { table } from '../cli/table.ts';
import { writeOut } from '../cli/write-out.ts';
import { PassmusterError } from '../errors.ts';
import { nearest } from '../profiles/nearest.ts';
import { settings } from '../settings/catalogue.ts';

export default class Settings extends BaseCommand {
  static override summary = 'The canonical settings that rules speak of, and what shows each of them.';
  static override examples = ['<%= config.bin %> settings', '<%= config.bin %> settings backup'];
  static override args = { prefix: Args.string({ description: 'only settings whose id begins like this' }) };

  override async run(): Promise<ExitCode> {
    const { args } = await this.parse(Settings);
    const prefix = (args.prefix ?? '').toLowerCase();
    const found = settings.filter(({ id }) => id.toLowerCase().startsWith(prefix));
    if (found.length === 0) {
      const near = nearest(prefix, [...new Set(settings.flatMap(({ id }) => [id, id.split('.')[0] ?? id]))]);
      throw new PassmusterError(
        'usage',
        `No setting begins with ${args.prefix}${near === undefined ? '; "passmuster settings" lists all' : `; did you mean ${near}?`}`,
      );
    }
    const proof = (text: string | null | undefined) => (text === undefined ? '-' : (text ?? 'only a person'));
    const detailed = args.prefix !== undefined && found.length <= 12;
    if (!detailed)
      await writeOut(
        table([['SETTING', 'TYPE', 'MEANING'], ...found.map(({ id, type, title }) => [id, type, title])]),
      );
    else {
      for (const { id, type, title, values, unit, merge, scope, proof: shown } of found) {
        const kind = [type, values?.join(' | '), unit, scope === 'app' ? 'for each app' : undefined]
          .filter((part) => part !== undefined)
          .join(', ');
        await writeOut(
          `${id}\n  ${title} (${kind})\n  several values merge by: ${merge}\n  iOS:     ${proof(shown.ios)}\n  Android: ${proof(shown.android)}\n\n`,
        );
      }
    }
    return 0;
  }
}
