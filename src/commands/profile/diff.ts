import * as Args from '@oclif/core/args';
import { BaseCommand } from '../../cli/base-command.ts';
import type { ExitCode } from '../../cli/launch.ts';
import { writeOut } from '../../cli/write-out.ts';
import { loadNamed, profileBytes } from '../../profiles/find.ts';
import { counted, harmless } from '../../report/words.ts';
import type { ProfileDiff, Side } from '../../profiles/diff.ts';

export default class ProfileDiffCommand extends BaseCommand {
  static override summary = 'What is different between two audit profiles.';
  static override description = `Rules that only one of them has (- the first, + the second), and of the others what differs: the expectation with its parameters filled in,
the severity, to what and when they apply, whether a policy must demand it, ages, and what may be stated. Titles, reasons, remedies, references
and examples do not count. Rules are the same where their ids are.

Exit codes: 0 no difference, 1 differences, 2 a profile has errors or cannot be opened.`;
  static override examples = [
    {
      description: 'What the next level asks in addition',
      command: '<%= config.bin %> profile diff microsoft-ios-level-1 microsoft-ios-level-2',
    },
    {
      description: 'What a tailoring changes',
      command: '<%= config.bin %> profile diff uk-ncsc-ios ./ours.yaml',
    },
  ];
  static override args = {
    first: Args.string({ description: 'built-in id or YAML file', required: true }),
    second: Args.string({ description: 'built-in id or YAML file', required: true }),
  };

  override async run(): Promise<ExitCode> {
    const { args } = await this.parse(ProfileDiffCommand);
    const { diffProfiles } = await import('../../profiles/diff.ts'); // brings the operators
    const diff = diffProfiles(await sideOf(args.first), await sideOf(args.second));
    const lines = linesOf(diff);
    await writeOut(lines.map((line) => `${harmless(line)}\n`).join(''));
    return lines.length > 1 ? 1 : 0;
  }
}

async function sideOf(idOrFile: string): Promise<Side> {
  const { requireProfile } = await import('../../profiles/load.ts');
  const source = await profileBytes(idOrFile);
  const loaded = await loadNamed(source);
  return { profile: requireProfile(source.name, loaded), parameters: loaded.parameters };
}

function linesOf({ added, removed, changed, parameters }: ProfileDiff): string[] {
  if (added.length + removed.length + changed.length + parameters.length === 0) return ['no difference'];
  return [
    ...removed.map(({ id, severity, title }) => `- ${id}  ${severity}  ${title}`),
    ...added.map(({ id, severity, title }) => `+ ${id}  ${severity}  ${title}`),
    ...changed.flatMap(({ id, changes }) => [`~ ${id}`, ...changes.map((change) => `    ${change}`)]),
    ...parameters.map((change) => `parameter ${change}`),
    `${counted(added.length, 'rule')} added, ${removed.length} removed, ${changed.length} changed`,
  ];
}
