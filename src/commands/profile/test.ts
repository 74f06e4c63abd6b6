import * as Args from '@oclif/core/args';
import { BaseCommand } from '../../cli/base-command.ts';
import type { ExitCode } from '../../cli/launch.ts';
import { writeOut } from '../../cli/write-out.ts';
import { findProfiles } from '../../profiles/find.ts';
import { counted, harmless } from '../../report/words.ts';

export default class ProfileTest extends BaseCommand {
  static override summary = 'Run the examples of an audit profile’s rules.';
  static override description =
    'Every rule carries examples that must pass and fail; with nothing to go by it must be unknown. Dates in examples are judged as of 2026-01-01. Exit codes: 0 all behave, 1 some do not, 2 the profile has errors.';
  static override examples = ['<%= config.bin %> profile test ./ours.yaml'];
  static override args = {
    profile: Args.string({ description: 'YAML file or built-in id', required: true }),
  };

  override async run(): Promise<ExitCode> {
    const { args } = await this.parse(ProfileTest);
    const { runExamples } = await import('../../profiles/examples.ts');
    const results = (await findProfiles([args.profile])).flatMap((profile) => runExamples(profile));
    const wrong = results.filter(({ behaves }) => !behaves);
    for (const { rule, wanted, index, message } of wrong) {
      await writeOut(`${harmless(rule)}: example ${index + 1} of ${wanted}: ${harmless(message)}\n`);
    }
    await writeOut(`${counted(results.length, 'example')}, ${wrong.length} behaving otherwise\n`);
    return wrong.length > 0 ? 1 : 0;
  }
}
