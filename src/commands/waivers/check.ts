import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { filesNamed } from '../../cli/attestations.ts';
import { asOfFlag, asOfOf, BaseCommand, limitFlag, pathsOf, profileFlag } from '../../cli/base-command.ts';
import { applyApps, appsFlag } from '../../cli/apps.ts';
import { identityOf, keyFlags } from '../../cli/identity.ts';
import type { ExitCode } from '../../cli/launch.ts';
import { applyLimits } from '../../cli/set.ts';
import { pseudonymsOf } from '../../cli/waivers.ts';
import { useOf, validityOfAll } from '../../cli/waivers-check.ts';
import { writeOut } from '../../cli/write-out.ts';
import { findProfiles } from '../../profiles/find.ts';
import { counted, harmless } from '../../report/words.ts';
import { openSavedReport } from '../../report-file.ts';

export default class WaiversCheck extends BaseCommand {
  static override summary =
    'Check waivers: every problem with file, line and column, what has expired, what ends soon.';
  static override description = `All files are checked together, as audit would take them. With -p, they are held to what the audit profile says about waivers: its
reasons and what these ask for. With --against, a saved report tells which waivers serve nothing, and why.

Exit codes
- 0: no problem; what ends soon or is unused is told
- 1: a problem, a waiver that has expired, one for a rule that the report does not know, or for another value than is there; with --strict also one that ends soon or is unused
- 2: wrong use, a file that cannot be opened`;
  static override examples = [
    '<%= config.bin %> waivers check waivers.yaml',
    {
      description: 'With the reasons of the audit profile, and what ends in the next quarter',
      command: '<%= config.bin %> waivers check waivers.yaml -p uk-gov-apps-2023 --within 90',
    },
    {
      description: 'A weekly job: what has expired, ends, or covers nothing any more',
      command: '<%= config.bin %> waivers check waivers.yaml --against report.json --strict',
    },
  ];
  static override strict = false;
  static override args = { file: Args.string({ description: 'waivers as YAML' }) };
  static override flags = {
    profile: profileFlag,
    against: Flags.string({
      helpValue: 'REPORT',
      description: 'a saved report (audit -f json=report.json), made with or without these waivers',
    }),
    within: Flags.integer({
      min: 0,
      max: 3650,
      default: 30,
      helpValue: 'DAYS',
      description: 'list what ends within so many days',
    }),
    strict: Flags.boolean({ description: 'exit 1 also for what ends within these days or is unused' }),
    ...keyFlags,
    apps: appsFlag,
    limit: limitFlag,
    'as-of': asOfFlag,
  };

  override async run(): Promise<ExitCode> {
    const { argv, flags } = await this.parse(WaiversCheck);
    const paths = pathsOf(argv);
    applyLimits(flags.limit ?? []);
    await applyApps(flags.apps);
    const asOf = asOfOf(flags['as-of']);
    const { readWaivers } = await import('../../waivers/load.ts');
    const { policyProblems } = await import('../../waivers/policy.ts');
    const loaded = readWaivers(await filesNamed(paths), asOf);
    const profiles = await findProfiles(flags.profile ?? []);
    const problems = [...loaded.problems, ...policyProblems(loaded, profiles)];
    for (const problem of problems) await writeOut(`${harmless(problem)}\n`);
    if (problems.length > 0) {
      await writeOut(`${counted(problems.length, 'problem')}\n`);
      return 1;
    }
    const found = [validityOfAll(loaded, { asOf, within: flags.within, hasProfiles: profiles.length > 0 })];
    if (flags.against !== undefined) {
      const report = await openSavedReport(flags.against);
      const hidden =
        flags['key-file'] === undefined ? {} : { pseudonymise: true, ...(await identityOf(flags)) };
      found.push(useOf(loaded, report, { asOf, expiringWithin: flags.within, ...pseudonymsOf(hidden) }));
    }
    for (const { text } of found) await writeOut(text);
    const isBad = found.some((one) => one.isBad || (flags.strict && one.isLoose));
    return isBad ? 1 : 0;
  }
}
