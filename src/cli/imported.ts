/** Hands an imported profile over: the YAML to the file or standard output, what became of the rules to the other of the two. */
import * as Flags from '@oclif/core/flags';
import { PassmusterError } from '../errors.ts';
import type { Imported } from '../profiles/import/result.ts';
import { harmless } from '../report/words.ts';
import { writeFileWhole, writeOut } from './write-out.ts';

export const outputFlag = Flags.string({ char: 'o', helpValue: 'FILE', description: 'write to a file' });

/** @throws PassmusterError profile-invalid: nothing of the guide is for phones */
export async function handOver(
  imported: Imported,
  output: string | undefined,
  tell: (line: string) => void,
): Promise<void> {
  if (imported.profile.rules?.length === 0)
    throw new PassmusterError('profile-invalid', 'No rule of the guide could be imported.');
  const { profileText, reportLines } = await import('../profiles/import/result.ts'); // brings YAML and ajv
  const text = profileText(imported);
  const lines = reportLines(imported).map((line) => `# ${harmless(line)}`);
  if (output === undefined) {
    for (const line of lines) tell(line);
    await writeOut(text);
    return;
  }
  await writeFileWhole(output, [text]);
  await writeOut(`${lines.join('\n')}\n`);
}
