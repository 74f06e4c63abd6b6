import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { audit } from '../../audit.ts';
import { attestationFlags, attestationsOf } from '../../cli/attestations.ts';
import {
  asOfFlag,
  asOfOf,
  BaseCommand,
  limitFlag,
  pathsHelp,
  pathsOf,
  profileFlag,
} from '../../cli/base-command.ts';
import { credentialFlags, credentialsOf } from '../../cli/credentials.ts';
import { applyApps, appsFlag } from '../../cli/apps.ts';
import { identityFlags, identityOf } from '../../cli/identity.ts';
import type { ExitCode } from '../../cli/launch.ts';
import { parameterFlags, parametersOf } from '../../cli/parameters.ts';
import { applyLimits } from '../../cli/set.ts';
import { writeChunks, writeFileWhole, writeOut } from '../../cli/write-out.ts';
import { PassmusterError } from '../../errors.ts';
import { packageVersion } from '../../io/package-files.ts';
import type { Report } from '../../model/report.ts';
import { findProfiles } from '../../profiles/find.ts';
import { openSavedReport } from '../../report-file.ts';
import { counted } from '../../report/words.ts';

export default class AttestTemplate extends BaseCommand {
  static override summary = 'A form for everything that is unknown and that a person could state.';
  static override description = `One row for each phone, app and setting: the rule's question, where to look, and what may be answered. Send it round, and read it
back with "attest import". With -p the paths are audited; without, the one path is a saved report (audit -f json=report.json).

The ending of -o decides: .csv and .xlsx open in any spreadsheet, .yaml in an editor. Either may come back as the other. Cells that a spreadsheet would run as a formula have an
apostrophe before them, which import takes away.

Exit codes: 0 written, 2 wrong use.`;
  static override examples = [
    {
      description: 'From a report, as a spreadsheet',
      command: '<%= config.bin %> attest template report.json -o form.csv',
    },
    {
      description: 'From the files themselves; what is stated and in force already is not asked again',
      command:
        '<%= config.bin %> attest template exports/ -p uk-moj-whatsapp --attestations attestations.yaml -o form.csv',
    },
  ];
  static override strict = false;
  static override args = { path: Args.string({ description: `saved report, or with -p ${pathsHelp}` }) };
  static override flags = {
    profile: profileFlag,
    ...parameterFlags,
    output: Flags.string({
      char: 'o',
      helpValue: 'FILE',
      description: 'form.csv, form.xlsx or form.yaml; default: CSV to standard output',
    }),
    apps: appsFlag,
    limit: limitFlag,
    'as-of': asOfFlag,
    ...attestationFlags,
    ...credentialFlags,
    ...identityFlags,
  };

  override async run(): Promise<ExitCode> {
    const { argv, flags } = await this.parse(AttestTemplate);
    const paths = pathsOf(argv);
    applyLimits(flags.limit ?? []);
    await applyApps(flags.apps);
    const { formCsv, formWriter } = await import('../../attestations/write.ts');
    const write = formWriter(flags.output ?? '.csv');
    const { formRows } = await import('../../attestations/template.ts');
    const rows = formRows(
      flags.profile === undefined ? await savedReport(paths) : await audited(paths, flags.profile, flags),
    );
    if (flags.output === undefined) {
      await writeChunks(formCsv(rows));
      return 0;
    }
    await writeFileWhole(flags.output, write(rows));
    await writeOut(`wrote ${flags.output}: ${counted(rows.length, 'question')}\n`);
    return 0;
  }
}

async function savedReport(paths: readonly string[]): Promise<Report> {
  const [path, ...others] = paths;
  if (path === undefined || others.length > 0)
    throw new PassmusterError('usage', 'Name one saved report, or a profile with -p for files to audit.');
  return openSavedReport(path);
}

async function audited(
  paths: readonly string[],
  profileIds: readonly string[],
  flags: Parameters<typeof identityOf>[0] &
    Parameters<typeof credentialsOf>[0] &
    Parameters<typeof attestationsOf>[0] & {
      readonly 'as-of'?: string | undefined;
      readonly set?: readonly string[] | undefined;
      readonly 'params-file'?: string | undefined;
    },
): Promise<Report> {
  const asOf = asOfOf(flags['as-of']);
  const identity = await identityOf(flags);
  return audit({
    paths,
    profiles: await findProfiles(profileIds, await parametersOf(flags)),
    asOf,
    gate: { failOn: 'none' },
    version: packageVersion(),
    ...(await credentialsOf(flags)),
    ...identity,
    ...(await attestationsOf(flags, asOf, identity)),
  });
}
