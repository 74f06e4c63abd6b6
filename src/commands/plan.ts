import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { applyApps, appsFlag } from '../cli/apps.ts';
import { attestationFlags, attestationsOf } from '../cli/attestations.ts';
import { asOfFlag, asOfOf, BaseCommand, limitFlag, pathsHelp, profileFlag } from '../cli/base-command.ts';
import { credentialFlags, credentialsOf } from '../cli/credentials.ts';
import { identityFlags, identityOf } from '../cli/identity.ts';
import type { ExitCode } from '../cli/launch.ts';
import { mappingFlag, mappingsOf } from '../cli/mappings.ts';
import { parameterFlags, parametersOf } from '../cli/parameters.ts';
import { planText } from '../cli/plan.ts';
import { applyLimits } from '../cli/set.ts';
import { writeOut } from '../cli/write-out.ts';
import { PassmusterError } from '../errors.ts';
import { planFor } from '../plan.ts';
import { findProfiles } from '../profiles/find.ts';

export default class PlanCommand extends BaseCommand {
  static override summary = 'What evidence would decide each rule, and how to get it.';
  static override description = `Without paths: everything that the rules of a profile can need, by platform. With paths: the same inputs are read and judged
as by audit, and the plan names the rules that stay open, what would decide them, and how to collect it.

Exit codes: 0 planned, 2 wrong use.`;
  static override examples = [
    { description: 'Before anything is collected', command: '<%= config.bin %> plan -p uk-moj-whatsapp' },
    {
      description: 'What is missing beside the exports that there are',
      command: '<%= config.bin %> plan exports/ -p uk-ncsc-ios',
    },
    { description: 'For a script', command: '<%= config.bin %> plan exports/ -p uk-ncsc-ios -f json' },
  ];
  static override strict = false;
  static override args = { path: Args.string({ description: pathsHelp }) };
  static override flags = {
    profile: profileFlag,
    format: Flags.option({
      char: 'f',
      options: ['text', 'json'] as const,
      default: 'text' as const,
      description: 'text, or the plan as JSON',
    })(),
    ...parameterFlags,
    apps: appsFlag,
    mapping: mappingFlag,
    limit: limitFlag,
    'as-of': asOfFlag,
    ...attestationFlags,
    ...credentialFlags,
    ...identityFlags,
  };

  override async run(): Promise<ExitCode> {
    const { argv, flags } = await this.parse(PlanCommand);
    applyLimits(flags.limit ?? []);
    await applyApps(flags.apps);
    if (flags.profile === undefined)
      throw new PassmusterError(
        'usage',
        'Name a profile with -p; "passmuster profile list" shows the built-in ones.',
      );
    const asOf = asOfOf(flags['as-of']);
    const identity = await identityOf(flags);
    const paths = argv.map(String);
    const plan = await planFor(paths, await findProfiles(flags.profile, await parametersOf(flags)), {
      asOf,
      ...(await credentialsOf(flags)),
      ...(await mappingsOf(flags.mapping)),
      ...identity,
      ...(await attestationsOf(flags, asOf, identity)),
    });
    await writeOut(
      flags.format === 'json' ? `${JSON.stringify(plan, null, 2)}\n` : planText(plan, paths.length > 0),
    );
    return 0;
  }
}
