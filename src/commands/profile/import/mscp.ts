import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../../cli/base-command.ts';
import { handOver, outputFlag } from '../../../cli/imported.ts';
import type { ExitCode } from '../../../cli/launch.ts';

export default class ProfileImportMscp extends BaseCommand {
  static override summary =
    'Make an audit profile of a baseline of the macOS Security Compliance Project (iOS, iPadOS, visionOS).';
  static override description = `Reads a checkout of github.com/usnistgov/macos_security: a branch for one system (ios_18, ios_26) or the unified 2.x.

Keys become settings, "set to 6" becomes "at least 6" where the setting has a direction, values that the organisation
defines become parameters, numbers of NIST, CIS and DISA become controls. Rules without a key that a setting stands for ask
for a statement; known errors of the project are named and not taken over. What became of each rule is told on standard
error, with -o on standard output, and stands as comments in the profile, which is an ordinary one to edit.

Exit codes: 0 written, 2 wrong use or files that are none of the project.`;
  static override examples = [
    '<%= config.bin %> profile import mscp ./macos_security --baseline cis_lvl1_byod -o cis-byod.yaml',
    '<%= config.bin %> profile import mscp ./macos_security --baseline ios_stig_ios_26.0 > stig.yaml',
  ];
  static override args = {
    checkout: Args.string({ description: 'folder with baselines and rules', required: true }),
  };
  static override flags = {
    baseline: Flags.string({
      required: true,
      helpValue: 'NAME',
      description: 'file in the folder baselines, without .yaml',
    }),
    output: outputFlag,
  };

  override async run(): Promise<ExitCode> {
    const { args, flags } = await this.parse(ProfileImportMscp);
    const { readCheckout } = await import('../../../profiles/import/checkout.ts');
    const { importMscp } = await import('../../../profiles/import/mscp.ts');
    const checkout = await readCheckout(args.checkout, flags.baseline);
    await handOver(importMscp(checkout, flags.baseline), flags.output, (line) => this.logToStderr(line));
    return 0;
  }
}
