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
  terminalOptions,
} from '../cli/base-command.ts';
import { credentialFlags, credentialsOf } from '../cli/credentials.ts';
import type { ExitCode } from '../cli/launch.ts';
import { explainCode, lintCodesOf, writeLint } from '../cli/lint.ts';
import { applyLimits } from '../cli/set.ts';
import { packageVersion } from '../io/package-files.ts';
import type { Enrolment } from '../lint/define.ts';
import { type LintGate, lintDocument, lintExitCode, lintGateResults, lintGates } from '../lint/document.ts';
import { type LintFormat, lintFormats } from '../lint/format/registry.ts';
import { withIsolation } from '../lint/isolated.ts';
import { lintPaths } from '../lint/run.ts';
import { targetOf } from '../lint/target.ts';

export default class Lint extends BaseCommand {
  static override summary =
    'Check configuration profiles and Android policies against the vendor’s schema, before a phone does.';
  static override description = `Finds what a phone would refuse or ignore: unknown payloads and keys, wrong types and values, keys that need supervision or a newer system, that are removed or not for phones, profiles that clash or expire; and secrets in clear text. Policies of the Android Management API, whole or in parts, are checked for unknown fields, wrong types and words, and what is deprecated. Nothing is judged against an audit profile.

Facts about the phones (--os, --supervised, --enrolment) decide findings that are notes without them.

Exit codes
- 0: no finding at or above --fail-on, and every document was read whole
- 1: findings at or above --fail-on
- 2: wrong use, a named path that cannot be opened, an internal error
- 3: an input could not be read whole, or there was nothing to lint

When several hold: 2, then 1, then 3.`;
  static override examples = [
    { description: 'A folder of profiles', command: '<%= config.bin %> lint profiles/' },
    {
      description: 'For supervised phones with iOS 26.1',
      command: '<%= config.bin %> lint profiles/ --os 26.1 --enrolment supervised',
    },
    {
      description: 'For a code scanning service',
      command: '<%= config.bin %> lint profiles/ -f sarif -o lint.sarif --fail-on none',
    },
    { description: 'What a code means', command: '<%= config.bin %> lint --explain PM1401' },
  ];
  static override strict = false;
  static override args = { path: Args.string({ description: pathsHelp }) };
  static override flags = {
    format: Flags.option({
      char: 'f',
      options: lintFormats,
      default: 'text' as LintFormat,
      description: 'how findings are written',
    })(),
    output: Flags.string({ char: 'o', helpValue: 'FILE', description: 'write to a file' }),
    'fail-on': Flags.option({
      options: lintGates,
      default: 'error' as LintGate,
      description: 'exit 1 when there is a finding of this level or above',
    })(),
    os: Flags.string({ helpValue: 'VERSION', description: 'system of the phones, for example 26.1' }),
    supervised: Flags.boolean({ allowNo: true, description: 'whether the phones are supervised' }),
    enrolment: Flags.option({
      options: ['supervised', 'device', 'user', 'local'] as const,
      description: 'how the phones are enrolled; local: the profile is installed by hand',
    })(),
    ignore: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'CODE',
      description: 'leave findings of a code out; repeatable',
    }),
    explain: Flags.string({ helpValue: 'CODE', description: 'print the page of a code' }),
    limit: limitFlag,
    'as-of': asOfFlag,
    ...credentialFlags,
    ...outputFlags,
  };

  override async run(): Promise<ExitCode> {
    const { argv, flags } = await this.parse(Lint);
    if (flags.explain !== undefined) return explainCode(flags.explain);
    const paths = pathsOf(argv);
    applyLimits(flags.limit ?? []);
    const asOf = asOfOf(flags['as-of']);
    const target = targetOf({ ...factsOf(flags) });
    const ignored = lintCodesOf(flags.ignore ?? []);
    const { trust, keys } = await credentialsOf(flags);
    const context = { asOf, target, ...(trust ? { trust } : {}), ...(keys ? { keys } : {}) };
    const reports = await withIsolation((lint) => lintPaths(paths, { context, ignored, lint }));
    const document = lintDocument(reports, {
      version: packageVersion(),
      asOf,
      target,
      ignoredCodes: ignored,
    });
    const gates = lintGateResults(document, flags['fail-on']);
    const { format, output: file, quiet } = flags;
    await writeLint(document, gates, { format, file, quiet, ...terminalOptions(flags) });
    return lintExitCode(gates);
  }
}

function factsOf(flags: { os: string | undefined; supervised: boolean; enrolment: Enrolment | undefined }) {
  const { os, supervised, enrolment } = flags;
  return {
    ...(os === undefined ? {} : { os }),
    // oclif types the flag as always there; unset it is undefined.
    ...((supervised as boolean | undefined) === undefined ? {} : { supervised }),
    ...(enrolment === undefined ? {} : { enrolment }),
  };
}
