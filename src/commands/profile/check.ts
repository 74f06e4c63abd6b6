import * as Args from '@oclif/core/args';
import { BaseCommand } from '../../cli/base-command.ts';
import type { ExitCode } from '../../cli/launch.ts';
import { writeOut } from '../../cli/write-out.ts';
import { loadNamed, profileBytes } from '../../profiles/find.ts';
import { counted, harmless } from '../../report/words.ts';

export default class ProfileCheck extends BaseCommand {
  static override summary = 'Check an audit profile: every problem with file, line and column.';
  static override description = 'Exit codes: 0 no problem, 1 problems, 2 the file cannot be opened.';
  static override examples = ['<%= config.bin %> profile check ./ours.yaml'];
  static override args = {
    profile: Args.string({ description: 'YAML file or built-in id', required: true }),
  };

  override async run(): Promise<ExitCode> {
    const { args } = await this.parse(ProfileCheck);
    const { problemLines } = await import('../../profiles/load.ts');
    const source = await profileBytes(args.profile);
    const { name } = source;
    const { profile, problems } = await loadNamed(source);
    for (const line of problemLines(name, problems)) await writeOut(`${harmless(line)}\n`);
    await writeOut(
      profile
        ? `${name}: ${profile.rules.length} rules, no problem\n`
        : `${counted(problems.length, 'problem')}\n`,
    );
    return profile ? 0 : 1;
  }
}
