import * as Args from '@oclif/core/args';
import { readPaths } from '../read/paths.ts';
import { asOfFlag, asOfOf, BaseCommand, limitFlag, pathsHelp, pathsOf } from '../cli/base-command.ts';
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
      description: 'Read once, audit later',
      command:
        '<%= config.bin %> read exports/ > subjects.ndjson && <%= config.bin %> audit subjects.ndjson -p uk-ncsc-ios',
    },
  ];
  static override strict = false;
  static override args = { path: Args.string({ description: pathsHelp }) };
  static override flags = { limit: limitFlag, 'as-of': asOfFlag };

  override async run(): Promise<ExitCode> {
    const { argv, flags } = await this.parse(Read);
    applyLimits(flags.limit ?? []);
    const asOf = asOfOf(flags['as-of']);
    let complete = true;
    for await (const { text, whole } of streamLines(readPaths(pathsOf(argv), { asOf }), {
      asOf,
      version: packageVersion(),
    })) {
      complete &&= whole;
      await writeOut(text);
    }
    return complete ? 0 : 3;
  }
}
