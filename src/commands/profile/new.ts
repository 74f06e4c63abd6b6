import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../cli/base-command.ts';
import type { ExitCode } from '../../cli/launch.ts';
import { writeFileWhole, writeOut } from '../../cli/write-out.ts';
import { PassmusterError } from '../../errors.ts';
import { builtInIds } from '../../profiles/find.ts';
import { scaffold } from '../../profiles/scaffold.ts';

export default class ProfileNew extends BaseCommand {
  static override summary = 'Write a first audit profile to change: two rules with their examples.';
  static override description = `It has no problem and its examples behave. The first line names the schema, so that an editor completes and checks it.
A file that is already there is not written over.

Exit codes: 0 written, 2 the id is no id or taken, or the file cannot be written.`;
  static override examples = [
    { description: 'See it', command: '<%= config.bin %> profile new ours' },
    {
      description: 'Write it, check it, run its examples',
      command:
        '<%= config.bin %> profile new ours -o ours.yaml && <%= config.bin %> profile check ./ours.yaml && <%= config.bin %> profile test ./ours.yaml',
    },
  ];
  static override args = {
    id: Args.string({ description: 'id of the profile: small letters, digits and hyphens', required: true }),
  };
  static override flags = {
    output: Flags.string({ char: 'o', helpValue: 'FILE', description: 'write to a new file' }),
    schema: Flags.string({
      helpValue: 'PATH',
      default: 'schemas/audit-profile.schema.json',
      description: 'where the schema for editors lies, seen from the file',
    }),
  };

  override async run(): Promise<ExitCode> {
    const { args, flags } = await this.parse(ProfileNew);
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(args.id))
      throw new PassmusterError('usage', 'An id is of small letters, digits and hyphens, as our-phones.');
    if (builtInIds().includes(args.id))
      throw new PassmusterError('usage', `The id ${args.id} is that of a built-in profile.`);
    const text = scaffold(args.id, flags.schema);
    if (flags.output === undefined) await writeOut(text);
    else await writeFileWhole(flags.output, [text], { isNew: true });
    return 0;
  }
}
