import * as Args from '@oclif/core/args';
import { BaseCommand } from '../../cli/base-command.ts';
import type { ExitCode } from '../../cli/launch.ts';
import { table } from '../../cli/table.ts';
import { writeOut } from '../../cli/write-out.ts';
import { findProfiles } from '../../profiles/find.ts';
import { harmless } from '../../report/words.ts';

export default class ProfileShow extends BaseCommand {
  static override summary = 'One audit profile: what it is derived from, and its rules.';
  static override examples = [
    '<%= config.bin %> profile show uk-ncsc-ios',
    '<%= config.bin %> profile show ./ours.yaml',
  ];
  static override args = {
    profile: Args.string({ description: 'built-in id or YAML file', required: true }),
  };

  override async run(): Promise<ExitCode> {
    const { args } = await this.parse(ProfileShow);
    for (const { id, version, title, description, sha256, rules } of await findProfiles([args.profile])) {
      await writeOut(
        `${harmless(title)}\n${id}, version ${harmless(version)}, sha256 ${sha256.slice(0, 12)}…\n\n`,
      );
      if (description) await writeOut(`${description.trim().split('\n').map(harmless).join('\n')}\n\n`);
      await writeOut(
        table([['SEVERITY', 'RULE', 'TITLE'], ...rules.map((rule) => [rule.severity, rule.id, rule.title])]),
      );
    }
    return 0;
  }
}
