import { BaseCommand } from '../../cli/base-command.ts';
import type { ExitCode } from '../../cli/launch.ts';
import { table } from '../../cli/table.ts';
import { writeOut } from '../../cli/write-out.ts';
import { builtInIds, findProfiles } from '../../profiles/find.ts';

export default class ProfileList extends BaseCommand {
  static override summary = 'The audit profiles that come with the program.';
  static override examples = ['<%= config.bin %> profile list'];

  override async run(): Promise<ExitCode> {
    await this.parse(ProfileList);
    const profiles = await findProfiles(builtInIds());
    const rows = profiles.map(({ id, version, rules, title }) => [id, version, String(rules.length), title]);
    await writeOut(table([['PROFILE', 'VERSION', 'RULES', 'TITLE'], ...rows]));
    return 0;
  }
}
