import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import {
  asOfFlag,
  asOfOf,
  limitFlag,
  BaseCommand,
  fromEnv,
  outputFlags,
  pathsHelp,
  pathsOf,
  profileFlag,
  terminalOptions,
  togetherFlag,
} from '../cli/base-command.ts';
import { applyApps, appsFlag } from '../cli/apps.ts';
import { attestationFlags, attestationsOf } from '../cli/attestations.ts';
import { configFlags, configured } from '../cli/config.ts';
import { credentialFlags, credentialsOf } from '../cli/credentials.ts';
import { checkHandling, handled, handlingFlags, handlingOf, isReduced, shown } from '../cli/handling.ts';
import { gatesFlag, thresholdsOf } from '../cli/gates.ts';
import { historyFlags, recorder } from '../cli/history.ts';
import { type Identity, identityFlags, identityOf } from '../cli/identity.ts';
import type { ExitCode } from '../cli/launch.ts';
import { mappingFlag, mappingsOf } from '../cli/mappings.ts';
import { notifierOf, notify, notifyFlags } from '../cli/notify.ts';
import { formatsHelp, parseOutputs, writeGates, writeReport } from '../cli/output.ts';
import { packFlags, packingOf, packInputsFlag } from '../cli/pack.ts';
import { PassmusterError } from '../errors.ts';
import { exitCodeOf, type FailOn, failOnLevels } from '../evaluate/gate.ts';
import { packageVersion } from '../io/package-files.ts';
import { parameterFlags, parametersOf } from '../cli/parameters.ts';
import { runAudit, scaleFlags, shardOf, threadsFor } from '../cli/run-audit.ts';
import { applyLimits } from '../cli/set.ts';
import { beginRun, unattendedFlags } from '../cli/unattended.ts';
import { waiverFlags, waiversOf } from '../cli/waivers.ts';
import { findProfiles } from '../profiles/find.ts';
import { formatIds } from '../report/registry.ts';

export default class Audit extends BaseCommand {
  static override summary = 'Check phones and policies against audit profiles: the main job.';
  static override description = `Reads every path, recognises each file by its content, and judges what it says. A pass needs positive, complete and unambiguous evidence; everything else is fail, unknown (with the reason and what to collect) or not applicable.

Exit codes
- 0: the gate is met and the evidence complete
- 1: findings at or above --fail-on, a score under --min-score, a threshold of --gates, or new fails with --fail-on-new
- 2: wrong use, a profile, waivers or gates with errors, a named path that cannot be opened, an internal error
- 3: evidence incomplete: an input damaged, encrypted, cut off or only a part, coverage under --min-coverage, fewer devices than --expected-devices, or nothing could be decided

When several hold: 2, then 1, then 3. Display options never change the exit code.

${formatsHelp}`;
  static override examples = [
    {
      description: 'Audit a folder of configuration profiles and exports',
      command: '<%= config.bin %> audit exports/ -p uk-ncsc-ios',
    },
    {
      description: 'Two profiles, a page to look at and a file for machines',
      command:
        '<%= config.bin %> audit exports/ -p uk-ncsc-ios -p uk-moj-whatsapp -f html=report.html -f json=report.json',
    },
    {
      description: 'A scheduled job: gate on high and above, at least 300 phones expected',
      command: '<%= config.bin %> audit devices.json -p ./ours.yaml --fail-on high --expected-devices 300 -q',
    },
    {
      description: 'Signed and encrypted profiles: say who may have signed, and open what is encrypted',
      command:
        '<%= config.bin %> audit profiles/ -p uk-ncsc-ios --trust-root company-ca.pem --decrypt-key device-identity.pem',
    },
    {
      description: 'Several profiles that go to the same phones, judged as one set',
      command: '<%= config.bin %> audit profiles/ -p uk-ncsc-ios --together',
    },
    {
      description: 'With what people state where no file shows it',
      command: '<%= config.bin %> audit exports/ -p uk-moj-whatsapp --attestations attestations.yaml',
    },
    {
      description: 'With fails that are accepted until a day (docs/waivers.md)',
      command: '<%= config.bin %> audit exports/ -p uk-gov-apps-2023 --waivers waivers.yaml',
    },
    {
      description: 'A list of your own, explained by a mapping (docs/mapping.md)',
      command: '<%= config.bin %> audit phones.csv -p uk-moj-whatsapp --mapping phones.yaml',
    },
    {
      description: 'Every night: keep the run, and fail only on what did not fail the night before',
      command:
        '<%= config.bin %> audit exports/ -p uk-ncsc-ios --store passmuster.db --fail-on none --fail-on-new',
    },
    {
      description: 'An evidence pack, signed, for whoever checks it later (passmuster verify)',
      command: '<%= config.bin %> audit exports/ -p uk-ncsc-ios -f pack=audit.zip --sign-key key.pem',
    },
    {
      description: 'Everything from a configuration file (passmuster config init writes a first one)',
      command: '<%= config.bin %> audit -c passmuster.config.yaml',
    },
    {
      description: 'From standard input',
      command: 'cat managedDevices.json | <%= config.bin %> audit - -p uk-moj-whatsapp -f json',
    },
  ];
  static override strict = false;
  static override args = { path: Args.string({ description: pathsHelp, pathsOf }) };
  static override flags = {
    profile: profileFlag,
    format: Flags.string({
      char: 'f',
      multiple: true,
      multipleNonGreedy: true,
      default: fromEnv('PASSMUSTER_FORMAT'),
      helpValue: 'FMT[=FILE]',
      description: `${formatIds.join(', ')}; to standard output or a file; repeatable [env: PASSMUSTER_FORMAT]`,
    }),
    output: Flags.string({
      char: 'o',
      env: 'PASSMUSTER_OUTPUT',
      helpValue: 'FILE',
      description: 'write the single format to a file',
    }),
    ...parameterFlags,
    'fail-on': Flags.option({
      options: failOnLevels,
      default: 'low' as FailOn,
      env: 'PASSMUSTER_FAIL_ON',
      description: 'exit 1 when a rule of this severity or above fails',
    })(),
    'gate-advisory': Flags.boolean({
      env: 'PASSMUSTER_GATE_ADVISORY',
      description: 'let fails of advisory profiles count for --fail-on too',
    }),
    'min-score': Flags.integer({
      min: 0,
      max: 100,
      env: 'PASSMUSTER_MIN_SCORE',
      helpValue: 'PERCENT',
      description: 'exit 1 when the score is lower',
    }),
    'min-coverage': Flags.integer({
      min: 0,
      max: 100,
      env: 'PASSMUSTER_MIN_COVERAGE',
      helpValue: 'PERCENT',
      description: 'exit 3 when a smaller share could be decided',
    }),
    'expected-devices': Flags.integer({
      min: 0,
      env: 'PASSMUSTER_EXPECTED_DEVICES',
      helpValue: 'N',
      description: 'exit 3 when fewer devices were read',
    }),
    gates: gatesFlag,
    'stale-after': Flags.integer({
      min: 1,
      default: 30,
      env: 'PASSMUSTER_STALE_AFTER',
      helpValue: 'DAYS',
      description: 'count devices without contact for so long as stale in the summary',
    }),
    together: togetherFlag,
    apps: appsFlag,
    mapping: mappingFlag,
    limit: limitFlag,
    'as-of': asOfFlag,
    ...attestationFlags,
    ...waiverFlags,
    ...credentialFlags,
    ...identityFlags,
    ...historyFlags,
    ...handlingFlags,
    ...scaleFlags,
    ...packFlags,
    'pack-inputs': packInputsFlag,
    ...configFlags,
    ...unattendedFlags,
    ...notifyFlags,
    ...outputFlags,
  };

  override async run(): Promise<ExitCode> {
    const asked = await configured(this.argv, Audit.flags);
    const { argv, flags } = await this.parse(Audit, asked.argv);
    const run = await beginRun(flags, asked);
    const paths = pathsOf(argv);
    applyLimits(flags.limit ?? []);
    await applyApps(flags.apps);
    const outputs = parseOutputs(flags.format, flags.output);
    checkHandling(flags, outputs);
    const threads = await threadsFor(paths, flags.jobs);
    const record = await recorder(flags);
    const notifier = notifierOf(flags);
    const asOf = asOfOf(flags['as-of']);
    const identity = await identityOf(flags);
    const how = await howToJudge(flags, asOf, identity);
    const packing = await packingOf(flags, { outputs, paths, asOf });
    const isKept = flags.store !== undefined || flags['fail-on-new'];
    const isToScreen = outputs.some(({ file }) => file === undefined);
    const done = await runAudit({
      outputs,
      isChanged: isReduced(flags) || flags.pseudonymise || isKept,
      isWhole: isKept || notifier.targets.length > 0,
      isQuiet: flags.quiet,
      paths,
      ...how,
      ...handlingOf(flags, asOf),
      ...threads,
      ...(flags.jobs === undefined ? {} : { jobs: flags.jobs }),
      onProgress: run.progress.update,
    });
    run.progress.done();
    const { written, report } = done;
    if (report === undefined) {
      if (!isToScreen) await writeGates(done.gates);
      return run.end(exitCodeOf(done.gates), done.gates);
    }
    const kept = await record(handled(report, flags, identity));
    const code = exitCodeOf(kept.gates);
    const seen = shown(kept, flags);
    const options = { ...terminalOptions(flags), quiet: flags.quiet, written, packing };
    // Else it went to the screen as it was made.
    if (!isToScreen || done.outputs.length > 0) await writeReport(seen, done.outputs, options);
    await notify(seen, code, notifier);
    return run.end(code, kept.gates, kept);
  }
}

/** Everything that the flags name beside the inputs. @throws PassmusterError usage when that is no audit profile */
async function howToJudge(flags: InferredFlags<typeof Audit.flags>, asOf: string, identity: Identity) {
  const credentials = await credentialsOf(flags);
  const mappings = await mappingsOf(flags.mapping);
  const set = await parametersOf(flags);
  if (flags.profile === undefined)
    throw new PassmusterError(
      'usage',
      'Name a profile with -p; "passmuster profile list" shows the built-in ones.',
    );
  const profiles = await findProfiles(flags.profile, set);
  const stated = await attestationsOf(flags, asOf, identity);
  const shard = shardOf(flags.shard);
  const expiringWithin = flags['waivers-expiring-within'];
  const isPart = shard !== undefined;
  const waived = await waiversOf(flags.waivers, { asOf, profiles, expiringWithin, isPart, identity });
  const gate = {
    failOn: flags['fail-on'],
    gateAdvisory: flags['gate-advisory'],
    minScore: flags['min-score'],
    minCoverage: flags['min-coverage'],
    expectedDevices: flags['expected-devices'],
    ...(await thresholdsOf(flags.gates, profiles, identity)),
  };
  return {
    profiles,
    asOf,
    gate,
    version: packageVersion(),
    ...credentials,
    ...mappings,
    ...identity,
    ...stated,
    ...waived,
    staleAfterDays: flags['stale-after'],
    together: flags.together,
    ...(shard === undefined ? {} : { shard }),
  };
}
