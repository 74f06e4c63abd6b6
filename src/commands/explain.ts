import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import {
  asOfFlag,
  asOfOf,
  BaseCommand,
  limitFlag,
  outputFlags,
  pathsHelp,
  pathsOf,
  profileFlag,
  terminalOptions,
  togetherFlag,
} from '../cli/base-command.ts';
import { applyApps, appsFlag } from '../cli/apps.ts';
import { attestationFlags, attestationsOf } from '../cli/attestations.ts';
import { credentialFlags, credentialsOf } from '../cli/credentials.ts';
import { identityFlags, identityOf } from '../cli/identity.ts';
import { mappingFlag, mappingsOf } from '../cli/mappings.ts';
import { writeExplanations } from '../cli/explanations.ts';
import type { ExitCode } from '../cli/launch.ts';
import { parameterFlags, parametersOf } from '../cli/parameters.ts';
import { applyLimits } from '../cli/set.ts';
import { waiversFlag, waiversOf } from '../cli/waivers.ts';
import { PassmusterError } from '../errors.ts';
import { explainPaths } from '../explain.ts';
import { requireAsked } from '../profiles/asked.ts';
import { findProfiles } from '../profiles/find.ts';

export default class Explain extends BaseCommand {
  static override summary = 'Why a verdict is what it is: from the evidence to the rule, step by step.';
  static override description = `Shows, for each rule (or for one setting, without a profile): every place in the evidence that speaks about it, whether the
phone follows what stands there, what each layer comes to, which layer decided, and what the rule wanted.

Exit codes: 0 explained, 2 wrong use, 3 an input was damaged, encrypted, cut off or only a part, or no subject was asked about.`;
  static override examples = [
    {
      description: 'One rule on every subject of a folder',
      command: '<%= config.bin %> explain exports/ -p uk-ncsc-ios --rule host-pairing',
    },
    {
      description: 'All rules that speak of a setting, on one phone',
      command:
        '<%= config.bin %> explain exports/ -p uk-ncsc-ios --setting camera.allowed --subject 00008120',
    },
    {
      description: 'What the evidence says of a setting, whatever a rule would want',
      command: '<%= config.bin %> explain phone-backup/ --setting passcode.minimumLength',
    },
  ];
  static override strict = false;
  static override args = { path: Args.string({ description: pathsHelp }) };
  static override flags = {
    profile: profileFlag,
    rule: Flags.string({ helpValue: 'ID', description: 'only this rule' }),
    setting: Flags.string({ helpValue: 'ID', description: 'only rules that speak of this setting' }),
    subject: Flags.string({
      helpValue: 'ID',
      description: 'only subjects whose identifier holds this text',
    }),
    format: Flags.option({
      char: 'f',
      options: ['text', 'ndjson'] as const,
      default: 'text' as const,
      description: 'text, or one line of JSON for each explanation',
    })(),
    ...parameterFlags,
    together: togetherFlag,
    apps: appsFlag,
    mapping: mappingFlag,
    limit: limitFlag,
    'as-of': asOfFlag,
    ...attestationFlags,
    waivers: waiversFlag,
    ...credentialFlags,
    ...identityFlags,
    color: outputFlags.color,
  };

  override async run(): Promise<ExitCode> {
    const { argv, flags } = await this.parse(Explain);
    const paths = pathsOf(argv);
    applyLimits(flags.limit ?? []);
    await applyApps(flags.apps);
    const profiles = await findProfiles(flags.profile ?? [], await parametersOf(flags));
    const asked = {
      ...(flags.rule === undefined ? {} : { rule: flags.rule }),
      ...(flags.setting === undefined ? {} : { setting: flags.setting }),
    };
    if (profiles.length === 0 && flags.setting === undefined)
      throw new PassmusterError('usage', 'Name a profile with -p, or a setting with --setting.');
    requireAsked(profiles, asked);
    const asOf = asOfOf(flags['as-of']);
    const identity = await identityOf(flags);
    const options = {
      asOf,
      ...(await credentialsOf(flags)),
      ...(await mappingsOf(flags.mapping)),
      ...identity,
      ...(await attestationsOf(flags, asOf, identity)),
      ...(await waiversOf(flags.waivers, { asOf, profiles, expiringWithin: 0, identity })),
      ...asked,
      together: flags.together,
      profiles,
      ...(flags.subject === undefined ? {} : { subject: flags.subject }),
    };
    return writeExplanations(explainPaths(paths, options), {
      ...terminalOptions(flags),
      format: flags.format,
    });
  }
}
