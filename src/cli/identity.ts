/** The flags by which records of one phone find each other, and by which phones are called in what comes out. */
import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as Flags from '@oclif/core/flags';
import { PassmusterError } from '../errors.ts';
import { reasonOf } from '../io/files.ts';
import { readIdMap } from '../read/id-map.ts';
import type { ReadOptions } from '../read/events.ts';

const keyFile = Flags.string({
  env: 'PASSMUSTER_KEY_FILE',
  helpValue: 'FILE',
  description:
    'a file of at least 16 bytes that is kept secret: with it, tokens and pseudonyms are the same from run to run; default: a new key for each run',
});

export const keyFlags = { 'key-file': keyFile };

export const identityFlags = {
  ...keyFlags,
  pseudonymise: Flags.boolean({
    env: 'PASSMUSTER_PSEUDONYMISE',
    dependsOn: ['key-file'],
    description: 'call devices by pseudonyms made with --key-file instead of their identifiers',
  }),
  'id-map': Flags.string({
    env: 'PASSMUSTER_ID_MAP',
    helpValue: 'FILE',
    description:
      'CSV that says which identifiers are of one phone, a row for each: columns serial, udid, imei, or a product (intune, jamf …)',
  }),
};

export type Identity = Pick<ReadOptions, 'identityKey' | 'same' | 'pseudonymise'>;

/** @throws PassmusterError path-unreadable; usage for a key that is too short or a list that is none */
export async function identityOf(flags: {
  readonly 'key-file'?: string | undefined;
  readonly pseudonymise?: boolean;
  readonly 'id-map'?: string | undefined;
}): Promise<Identity> {
  const identityKey =
    flags['key-file'] === undefined
      ? randomBytes(32).toString('hex')
      : keyOf(await contentOf(flags['key-file']));
  const map = flags['id-map'];
  return {
    identityKey,
    ...(flags.pseudonymise === true ? { pseudonymise: true } : {}),
    ...(map === undefined ? {} : { same: await readIdMap(await contentOf(map), map, identityKey) }),
  };
}

const shortest = 16;

/** The content, less a line end that an editor adds: a file with and without it is the same key. */
function keyOf(content: Buffer): string {
  const key = content.subarray(0, content.toString('latin1').trimEnd().length);
  if (key.length < shortest)
    throw new PassmusterError(
      'usage',
      `--key-file needs at least ${shortest} bytes; make one: openssl rand -hex 32 > FILE`,
    );
  return createHash('sha256').update(key).digest('hex');
}

async function contentOf(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new PassmusterError('path-unreadable', `Cannot open ${path}: ${reasonOf(error)}.`);
  }
}
