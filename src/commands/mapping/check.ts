import * as Args from '@oclif/core/args';
import { BaseCommand } from '../../cli/base-command.ts';
import type { ExitCode } from '../../cli/launch.ts';
import { mappingBytes, sourceIds } from '../../cli/mappings.ts';
import { writeOut } from '../../cli/write-out.ts';
import { counted, harmless } from '../../report/words.ts';

export default class MappingCheck extends BaseCommand {
  static override summary = 'Check a mapping: every problem with file, line and column.';
  static override description = 'Exit codes: 0 no problem, 1 problems, 2 the file cannot be opened.';
  static override examples = ['<%= config.bin %> mapping check ./phones.yaml'];
  static override args = { file: Args.string({ description: 'YAML file', required: true }) };

  override async run(): Promise<ExitCode> {
    const { args } = await this.parse(MappingCheck);
    const { loadMapping, problemLines } = await import('../../mapping/load.ts');
    const { hints } = await import('../../mapping/hints.ts');
    const { mapping, problems } = loadMapping(await mappingBytes(args.file), sourceIds());
    for (const line of problemLines(args.file, problems)) await writeOut(`${harmless(line)}\n`);
    if (mapping === undefined) {
      await writeOut(`${counted(problems.length, 'problem')}\n`);
      return 1;
    }
    for (const hint of hints(mapping)) await writeOut(`hint: ${harmless(hint)}\n`);
    const settings = counted(Object.keys(mapping.settings ?? {}).length, 'setting');
    await writeOut(`${args.file}: ${settings}, no problem\n`);
    return 0;
  }
}
