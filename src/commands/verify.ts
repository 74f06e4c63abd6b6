import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand, limitFlag, outputFlags, terminalOptions } from '../cli/base-command.ts';
import { credentialFlags, credentialsOf } from '../cli/credentials.ts';
import { identityOf, keyFlags } from '../cli/identity.ts';
import type { ExitCode } from '../cli/launch.ts';
import { sourceIds } from '../cli/mappings.ts';
import { publicKeyOf } from '../cli/pack.ts';
import { applyLimits } from '../cli/set.ts';
import { verificationJson, verificationText } from '../cli/verification.ts';
import { writeOut } from '../cli/write-out.ts';
import { packageVersion } from '../io/package-files.ts';

export default class Verify extends BaseCommand {
  static override summary =
    'Check an evidence pack: its files, its signature, its inputs, and the audit done again.';
  static override description = `Holds every file of the pack against its manifest and the signature against your key, finds the inputs by their names or digests, and audits them again with the audit profiles of the pack. Nothing is fetched and nothing is unpacked to disk. What differs is told finding by finding; what could not be checked is told too (docs/evidence-pack.md).

Only a key that you bring proves who signed. A signature does not prove that an export was genuine or complete.

Exit codes
- 0: all of it holds
- 1: something differs
- 2: wrong use, or the file is no evidence pack
- 3: it could not be checked whole: inputs, keys or files are missing

When several hold: 2, then 1, then 3.`;
  static override examples = [
    {
      description: 'With the inputs in the folder where the audit ran',
      command: '<%= config.bin %> verify audit.zip --inputs . --public-key auditor.pem',
    },
    {
      description: 'Only files and signature; that the inputs were not looked at ends with 3',
      command: '<%= config.bin %> verify audit.zip --public-key auditor.pem',
    },
    {
      description: 'Devices went by pseudonyms',
      command: '<%= config.bin %> verify audit.zip --inputs exports/ --key-file names.key',
    },
  ];
  static override args = { pack: Args.string({ description: 'audit.zip of -f pack', required: true }) };
  static override flags = {
    inputs: Flags.string({
      helpValue: 'FOLDER',
      description: 'where the inputs lie; other files in it do not matter',
    }),
    'public-key': Flags.string({
      helpValue: 'FILE',
      description: 'Ed25519 public key (PEM) of whoever signs; without it no signature is trusted',
    }),
    ...keyFlags,
    'decrypt-key': credentialFlags['decrypt-key'],
    limit: limitFlag,
    format: Flags.option({
      char: 'f',
      options: ['text', 'json'] as const,
      default: 'text' as 'text' | 'json',
      description: 'how the result is written',
    })(),
    ...outputFlags,
  };

  override async run(): Promise<ExitCode> {
    const { args, flags } = await this.parse(Verify);
    applyLimits(flags.limit ?? []);
    const publicKey = await publicKeyOf(flags['public-key']);
    const { keys } = await credentialsOf(flags);
    const { identityKey } = flags['key-file'] === undefined ? {} : await identityOf(flags);
    const { verifyPack, verificationCode } = await import('../pack/verify.ts');
    const verification = await verifyPack(args.pack, {
      version: packageVersion(),
      sourceIds: sourceIds(),
      ...(flags.inputs === undefined ? {} : { inputs: flags.inputs }),
      ...(publicKey === undefined ? {} : { publicKey }),
      ...(keys === undefined ? {} : { keys }),
      ...(identityKey === undefined ? {} : { identityKey }),
    });
    const code = verificationCode(verification);
    if (flags.format === 'json') await writeOut(verificationJson(verification, code));
    else
      await writeOut(verificationText(verification, code, { ...terminalOptions(flags), quiet: flags.quiet }));
    return code;
  }
}
