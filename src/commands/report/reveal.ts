import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../cli/base-command.ts';
import { identityOf, keyFlags } from '../../cli/identity.ts';
import type { ExitCode } from '../../cli/launch.ts';
import { writeRevelation } from '../../cli/revelation.ts';
import { PassmusterError } from '../../errors.ts';
import { keyFingerprint } from '../../read/pseudonyms.ts';
import { pseudonymsIn, reveal } from '../../read/reveal.ts';
import { openSavedReport } from '../../report-file.ts';

export default class Reveal extends BaseCommand {
  static override summary =
    'Tell whose the pseudonyms of a report are: with the key that made them, and a list.';
  static override description = `Pseudonyms are keyed digests and cannot be turned round. So this takes identifiers that come into question, makes the pseudonym of each, and shows those that stand in the report. The list can be an inventory as "audit" reads it, the folder of the exports, or a plain text with an identifier a line.

What it prints undoes the pseudonyms: keep it apart from the report.

Exit codes
- 0: every pseudonym of the report was told
- 2: wrong use, or the report has no pseudonyms
- 3: some are of nothing in the list, or made with another key`;
  static override examples = [
    '<%= config.bin %> report reveal report.json --key-file names.key --ids devices.json',
    '<%= config.bin %> report reveal report.json --key-file names.key --ids exports/ -o names.txt',
  ];
  static override args = { report: Args.string({ description: 'report.json of an audit', required: true }) };
  static override flags = {
    ...keyFlags,
    ids: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      required: true,
      helpValue: 'FILE|FOLDER',
      description: 'identifiers that come into question: an inventory, exports, or a list; repeatable',
    }),
    format: Flags.option({
      char: 'f',
      options: ['text', 'json'] as const,
      default: 'text' as 'text' | 'json',
      description: 'how the result is written',
    })(),
    output: Flags.string({
      char: 'o',
      helpValue: 'FILE',
      description: 'write to a file that only you can read',
    }),
  };

  override async run(): Promise<ExitCode> {
    const { args, flags } = await this.parse(Reveal);
    if (flags['key-file'] === undefined)
      throw new PassmusterError('usage', 'Name the key that made the pseudonyms: --key-file FILE.');
    if (flags.ids.includes('-'))
      throw new PassmusterError('usage', 'Name the list as a file; standard input is not read here.');
    const { identityKey } = await identityOf(flags);
    const report = await openSavedReport(args.report);
    if (identityKey === undefined || pseudonymsIn(report).size === 0)
      throw new PassmusterError('usage', `There are no pseudonyms in ${args.report}.`);
    const madeWith = report.handling?.pseudonymKey;
    if (madeWith !== undefined && madeWith !== keyFingerprint(identityKey))
      throw new PassmusterError('usage', `The pseudonyms of ${args.report} were made with another key.`);
    const revelation = await reveal(report, flags.ids, identityKey);
    await writeRevelation(revelation, flags);
    return revelation.unknown.length === 0 ? 0 : 3;
  }
}
