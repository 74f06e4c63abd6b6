import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../cli/base-command.ts';
import { usualConfigFile } from '../../cli/config.ts';
import { optionsOf } from '../../cli/config-options.ts';
import type { ExitCode } from '../../cli/launch.ts';
import { writeFileWhole, writeOut } from '../../cli/write-out.ts';
import { configTemplate } from '../../config/template.ts';
import Audit from '../audit.ts';

export default class ConfigInit extends BaseCommand {
  static override summary = 'Write a first configuration file: every key explained, all commented out.';
  static override description = `The first line names the schema, so that an editor completes and checks the file. A file that is already there is not written over.

Exit codes: 0 written, 2 the file is there or cannot be written.`;
  static override examples = [
    {
      description: `Write ${usualConfigFile}, edit it, check it, audit with it`,
      command: `<%= config.bin %> config init && <%= config.bin %> config check && <%= config.bin %> audit -c ${usualConfigFile}`,
    },
    { description: 'See it', command: '<%= config.bin %> config init -' },
  ];
  static override args = {
    file: Args.string({ description: 'file to write, - for standard output', default: usualConfigFile }),
  };
  static override flags = {
    schema: Flags.string({
      helpValue: 'PATH',
      default: 'schemas/config.schema.json',
      description: 'where the schema for editors lies, seen from the file',
    }),
  };

  override async run(): Promise<ExitCode> {
    const { args, flags } = await this.parse(ConfigInit);
    const text = configTemplate(optionsOf(Audit.flags), flags.schema);
    if (args.file === '-') await writeOut(text);
    else {
      await writeFileWhole(args.file, [text], { isNew: true });
      await writeOut(`wrote ${args.file}\n`);
    }
    return 0;
  }
}
