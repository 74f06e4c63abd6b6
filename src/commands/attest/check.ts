import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { evidenceFlag, evidenceOf, loadFrom } from '../../cli/attestations.ts';
import { asOfFlag, asOfOf, BaseCommand, limitFlag, pathsOf } from '../../cli/base-command.ts';
import { applyApps, appsFlag } from '../../cli/apps.ts';
import { identityFlags, identityOf } from '../../cli/identity.ts';
import type { ExitCode } from '../../cli/launch.ts';
import { applyLimits } from '../../cli/set.ts';
import { writeOut } from '../../cli/write-out.ts';

export default class AttestCheck extends BaseCommand {
  static override summary =
    'Check attestations: every problem with file, line and column, and what expires soon.';
  static override description = `All files are checked together, as audit would take them. With --against, records that speak about no subject of those files are listed.

Exit codes: 0 no problem, 2 problems or wrong use. What has expired, expires or matches nothing is told and is no problem.`;
  static override examples = [
    '<%= config.bin %> attest check attestations.yaml',
    {
      description: 'What has to be renewed in the next quarter, and what speaks about phones that are gone',
      command: '<%= config.bin %> attest check attestations.yaml --within 90 --against exports/',
    },
    {
      description: 'With the screenshots that the records name by their hash',
      command: '<%= config.bin %> attest check attestations.yaml --evidence screenshots/',
    },
  ];
  static override strict = false;
  static override args = {
    file: Args.string({ description: 'attestations as YAML, JSON, CSV or workbook' }),
  };
  static override flags = {
    against: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'PATH',
      description: 'file or folder with the subjects that the records are about; repeatable',
    }),
    within: Flags.integer({
      min: 0,
      default: 30,
      helpValue: 'DAYS',
      description: 'list what expires within so many days',
    }),
    evidence: evidenceFlag,
    apps: appsFlag,
    limit: limitFlag,
    'as-of': asOfFlag,
    ...identityFlags,
  };

  override async run(): Promise<ExitCode> {
    const { argv, flags } = await this.parse(AttestCheck);
    applyLimits(flags.limit ?? []);
    await applyApps(flags.apps);
    const asOf = asOfOf(flags['as-of']);
    const { matchText, validityText } = await import('../../cli/attest-check.ts');
    const loaded = await loadFrom(pathsOf(argv), { asOf });
    for (const text of validityText(loaded, asOf, flags.within)) await writeOut(text);
    const evidence = await evidenceOf(flags.evidence, loaded);
    if (evidence !== undefined)
      await writeOut(
        `\nEvidence: ${evidence.shown} of ${evidence.all} pieces that the records name were given, unchanged\n`,
      );
    if (flags.against === undefined) return 0;
    const options = { asOf, ...(await identityOf(flags)) };
    for await (const text of matchText(loaded, flags.against, options)) await writeOut(text);
    return 0;
  }
}
