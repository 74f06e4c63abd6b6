import { BaseCommand } from '../../cli/base-command.ts';
import type { ExitCode } from '../../cli/launch.ts';
import { table } from '../../cli/table.ts';
import { writeOut } from '../../cli/write-out.ts';

export default class MappingList extends BaseCommand {
  static override summary = 'The ready-made mappings, which are used without being named.';
  static override description =
    'A file that no source recognises is read by the first of them that fits. One of your own (--mapping) comes before them.';
  static override examples = ['<%= config.bin %> mapping list'];

  override async run(): Promise<ExitCode> {
    await this.parse(MappingList);
    const { readyMadeFile, readyMadeIds } = await import('../../mapping/ready-made.ts');
    const rows = readyMadeIds().map((id) => {
      const { match, settings = {}, title } = readyMadeFile(id);
      return [id, match.format, String(Object.keys(settings).length), title];
    });
    await writeOut(table([['MAPPING', 'FORMAT', 'SETTINGS', 'TITLE'], ...rows]));
    return 0;
  }
}
