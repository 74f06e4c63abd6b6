/** The flags that name certificates and keys, and the files behind them: read and checked before any input is. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import * as Flags from '@oclif/core/flags';
import { PassmusterError } from '../errors.ts';
import { reasonOf } from '../io/files.ts';
import type { ReadOptions } from '../read/events.ts';

export const credentialFlags = {
  'trust-root': Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'FILE',
    description:
      'certificates (PEM or DER) that signed profiles must lead to; without one no signer is trusted; repeatable',
  }),
  'decrypt-key': Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'FILE',
    description:
      'RSA private key (PEM, also with its certificate) that opens encrypted payloads of profiles; repeatable',
  }),
};

type Credentials = Pick<ReadOptions, 'trust' | 'keys'>;

/** @throws PassmusterError path-unreadable, or usage for a file that holds something else. Never with text of the file. */
export async function credentialsOf(flags: {
  readonly 'trust-root'?: readonly string[] | undefined;
  readonly 'decrypt-key'?: readonly string[] | undefined;
}): Promise<Credentials> {
  const roots: string[] = [];
  for (const path of flags['trust-root'] ?? []) roots.push(...rootsOf(await contentOf(path), path));
  const keys: NonNullable<Credentials['keys']>[number][] = [];
  for (const path of flags['decrypt-key'] ?? []) keys.push(...keysOf(await contentOf(path), path));
  return { ...(roots.length > 0 ? { trust: { roots } } : {}), ...(keys.length > 0 ? { keys } : {}) };
}

/** A bundle of every public root is a fifth of this. */
const mostBytes = 1024 * 1024;

async function contentOf(path: string): Promise<Buffer> {
  try {
    if ((await stat(path)).size <= mostBytes) return await readFile(path);
  } catch (error) {
    throw new PassmusterError('path-unreadable', `Cannot open ${path}: ${reasonOf(error)}.`);
  }
  throw new PassmusterError('usage', `${path} is too large for a certificate or a key.`);
}

const certificateBlock = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const keyBlock = /-----BEGIN ((?:[A-Z]+ )?)PRIVATE KEY-----[^]+?-----END \1PRIVATE KEY-----/g;

function rootsOf(content: Buffer, path: string): string[] {
  const blocks: readonly (string | Buffer)[] = content.toString('latin1').match(certificateBlock) ?? [
    content,
  ];
  try {
    return blocks.map((block) => new X509Certificate(block).toString());
  } catch {
    throw new PassmusterError('usage', `--trust-root needs a certificate in PEM or DER; ${path} holds none.`);
  }
}

function keysOf(content: Buffer, path: string): { key: string; certificate?: string }[] {
  const text = content.toString('latin1');
  const blocks = text.match(keyBlock) ?? [];
  if (blocks.length === 0)
    throw new PassmusterError('usage', `--decrypt-key needs a private key in PEM; ${path} holds none.`);
  const certificates = (text.match(certificateBlock) ?? []).map((block) => certificateOf(block, path));
  return blocks.map((block) => {
    const key = keyOf(block, path);
    if (certificates.length === 0) return { key: block };
    const own = certificates.find((certificate) => certificate.checkPrivateKey(key));
    if (own === undefined)
      throw new PassmusterError('usage', `The certificate in ${path} does not belong to the key beside it.`);
    return { key: block, certificate: own.toString() };
  });
}

function certificateOf(block: string, path: string): X509Certificate {
  try {
    return new X509Certificate(block);
  } catch {
    throw new PassmusterError('usage', `The certificate in ${path} cannot be read.`);
  }
}

function keyOf(block: string, path: string): KeyObject {
  if (/ENCRYPTED/.test(block))
    throw new PassmusterError(
      'usage',
      `The key in ${path} is protected by a passphrase; --decrypt-key needs it without (openssl pkey -in … -out …).`,
    );
  let key: KeyObject;
  try {
    key = createPrivateKey(block);
  } catch {
    throw new PassmusterError('usage', `The private key in ${path} cannot be read.`);
  }
  if (key.asymmetricKeyType === 'rsa') return key;
  throw new PassmusterError('usage', `The key in ${path} is no RSA key; only those open encrypted payloads.`);
}
