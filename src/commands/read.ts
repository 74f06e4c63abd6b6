import * as Args from '@oclif/core/args';
import { readApart } from '../read/paths.ts';
import { asOfFlag, asOfOf, BaseCommand, limitFlag, pathsHelp, pathsOf } from '../cli/base-command.ts';
import { applyApps, appsFlag } from '../cli/apps.ts';
import { credentialFlags, credentialsOf } from '../cli/credentials.ts';
import { mappingFlag, mappingsOf } from '../cli/mappings.ts';
import { identityFlags, identityOf } from '../cli/identity.ts';
import { applyLimits } from '../cli/set.ts';
import type { ExitCode } from '../cli/launch.ts';
import { streamLines } from '../cli/stream.ts';
import { writeOut } from '../cli/write-out.ts';
import { packageVersion } from '../io/package-files.ts';

export default class Read extends BaseCommand {
  static override summary = 'Only read: subjects and observations as lines of JSON.';
  static override description = `What audit would judge, before it is judged. The output is itself a source: it can be kept, filtered and
audited later, with the first files as evidence.

Exit codes: 0 all inputs were read whole, 2 wrong use, 3 an input was damaged, encrypted, cut off or only a part.`;
  static override examples = [
    { description: 'See what a profile says', command: '<%= config.bin %> read phones.mobileconfig' },
    {
      description: 'Also what is encrypted in it, and who vouches for its signer',
      command:
        '<%= config.bin %> read phones.mobileconfig --decrypt-key device-identity.pem --trust-root company-ca.pem',
    },
    {
      description: 'What a mapping makes of a list of your own',
      command: '<%= config.bin %> read phones.csv --mapping phones.yaml',
    },
    {
      description: 'Read once, audit later',
      command:
        '<%= config.bin %> read exports/ > subjects.ndjson && <%= config.bin %> audit subjects.ndjson -p uk-ncsc-ios',
    },
  ];
  static override strict = false;
  static override args = { path: Args.string({ description: pathsHelp }) };
  static override flags = {
    apps: appsFlag,
    mapping: mappingFlag,
    limit: limitFlag,
    'as-of': asOfFlag,
    ...credentialFlags,
    ...identityFlags,
  };

  override async run(): Promise<ExitCode> {
    const { argv, flags } = await this.parse(Read);
    applyLimits(flags.limit ?? []);
    await applyApps(flags.apps);
    const asOf = asOfOf(flags['as-of']);
    const context = {
      asOf,
      ...(await credentialsOf(flags)),
      ...(await mappingsOf(flags.mapping)),
      ...(await identityOf(flags)),
    };
    let complete = true;
    for await (const { text, whole } of streamLines(readApart(pathsOf(argv), context), {
      asOf,
      version: packageVersion(),
    })) {
      complete &&= whole;
      await writeOut(text);
    }
    if (!complete)
      process.stderr.write('passmuster: not every input was read whole; the lines of type input say which\n');
    return complete ? 0 : 3;
  }
}
