/** Certificates, signed and encrypted files, made by openssl when a test runs: nothing secret is stored. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

export interface CertificateOptions {
  /** Name of the issuer's files; by itself when absent. */
  readonly issuer?: string;
  /** Arguments of -newkey. */
  readonly key?: readonly string[];
  /** Lines of an extension section. */
  readonly extensions?: readonly string[];
  readonly days?: number;
  readonly digest?: string;
  /** Common name, where it is not the name of the files; a whole name where it begins with a slash. */
  readonly subject?: string;
}

export const authority = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign'];
const p256 = ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];

/** A folder in which openssl works; `name.pem` is a certificate and `name.key` its key. */
export class Workshop {
  readonly folder = mkdtempSync(join(tmpdir(), 'passmuster-openssl-'));
  #serial = 100;

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  at(name: string): string {
    return join(this.folder, name);
  }

  text(name: string): string {
    return readFileSync(this.at(name), 'utf8');
  }

  bytes(name: string): Uint8Array {
    return new Uint8Array(readFileSync(this.at(name)));
  }

  write(name: string, content: Uint8Array | string): void {
    writeFileSync(this.at(name), content);
  }

  /** Did openssl do it? */
  run(...args: string[]): boolean {
    return spawnSync('openssl', args, { cwd: this.folder }).status === 0;
  }

  /** False when this openssl does not make such a certificate. */
  certificate(name: string, options: CertificateOptions = {}): boolean {
    const { key = p256, extensions = [], subject = name } = options;
    this.write(`${name}.ext`, ['[x]', ...extensions, ''].join('\n'));
    const request = [
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.csr`,
      '-subj',
      subject.startsWith('/') ? subject : `/CN=${subject}`,
    ];
    return (
      this.run('req', '-new', '-nodes', '-newkey', ...key, ...request) && this.issue(name, name, options)
    );
  }

  /** Another certificate for the key, name and extensions of `request`. */
  issue(name: string, request: string, options: CertificateOptions = {}, ...more: string[]): boolean {
    const { issuer, days = 3650, digest = 'sha256' } = options;
    const by =
      issuer === undefined
        ? ['-signkey', `${request}.key`]
        : ['-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`];
    const files = ['-req', '-in', `${request}.csr`, '-out', `${name}.pem`];
    const fields = ['-extfile', `${request}.ext`, '-extensions', 'x', '-days', String(days), `-${digest}`];
    return this.run('x509', ...files, ...by, ...fields, '-set_serial', String((this.#serial += 1)), ...more);
  }

  /** Signs `content` into bytes; undefined when this openssl does not. */
  sign(content: Uint8Array, signers: readonly string[], bag: readonly string[], ...options: string[]) {
    this.write('content', content);
    this.write('bag', bag.map((name) => this.text(`${name}.pem`)).join(''));
    const named = signers.flatMap((name) => ['-signer', `${name}.pem`, '-inkey', `${name}.key`]);
    const files = ['-in', 'content', '-outform', 'DER', '-out', 'signed'];
    const extra = bag.length > 0 ? ['-certfile', 'bag'] : [];
    const done = this.run('cms', '-sign', '-binary', '-nodetach', ...files, ...named, ...extra, ...options);
    return done ? this.bytes('signed') : undefined;
  }

  /** Encrypts `content` for the owner of a certificate; undefined when this openssl does not. */
  encrypt(content: Uint8Array, recipients: readonly string[], ...options: string[]): Uint8Array | undefined {
    this.write('content', content);
    const files = ['-in', 'content', '-outform', 'DER', '-out', 'enveloped'];
    const done = this.run(
      'cms',
      '-encrypt',
      '-binary',
      ...files,
      ...options,
      ...recipients.map((name) => `${name}.pem`),
    );
    return done ? this.bytes('enveloped') : undefined;
  }
}
