import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../cli/base-command.ts';
import type { ExitCode } from '../../cli/launch.ts';
import { parameterFlags, parametersOf } from '../../cli/parameters.ts';
import { writeFileWhole, writeOut } from '../../cli/write-out.ts';
import { findProfiles } from '../../profiles/find.ts';
import { harmless } from '../../report/words.ts';

export default class ProfileExport extends BaseCommand {
  static override summary = 'Write the configuration profile that an audit profile asks for (iOS, iPadOS).';
  static override description = `One unsigned .mobileconfig with the keys that the rules demand. Rules that no single key can express are listed
as comment lines with the reason: with -o on standard output, else on standard error.

Review it before it goes to phones. Many restrictions have an effect on supervised devices only: a phone that is not
supervised installs the profile and ignores those keys without a word.

Exit codes: 0 written, 1 no rule can be expressed and nothing was written, 2 wrong use.`;
  static override examples = [
    '<%= config.bin %> profile export uk-ncsc-ios -o ncsc.mobileconfig',
    '<%= config.bin %> profile export ./ours.yaml --set length=8 > ours.mobileconfig',
  ];
  static override args = {
    profile: Args.string({ description: 'built-in id or YAML file', required: true }),
  };
  static override flags = {
    output: Flags.string({ char: 'o', helpValue: 'FILE', description: 'write to a file' }),
    ...parameterFlags,
  };

  override async run(): Promise<ExitCode> {
    const { args, flags } = await this.parse(ProfileExport);
    const { exportProfile } = await import('../../profiles/export.ts'); // brings the property list builder
    const [profile] = await findProfiles([args.profile], await parametersOf(flags));
    if (profile === undefined) return 2;
    const { xml, expressed, left } = exportProfile(profile);
    const remarks = [
      `${expressed.length} of ${profile.rules.length} rules expressed`,
      ...left.map(({ rule, why }) => `left: ${rule}: ${why}`),
    ].map((line) => `# ${harmless(line)}\n`);
    const isWritten = expressed.length > 0;
    if (flags.output === undefined) {
      for (const remark of remarks) this.logToStderr(remark.trimEnd());
      if (isWritten) await writeOut(xml);
    } else {
      if (isWritten) await writeFileWhole(flags.output, [xml]);
      await writeOut(remarks.join(''));
    }
    return isWritten ? 0 : 1;
  }
}
