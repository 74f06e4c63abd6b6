/** What the tests of examples/scheduled share: a folder with a fleet, programs by name, and the tools of others where they are installed. */
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { intuneRows, phoneProfile, root } from './program.ts';

export const recipes = join(root, 'examples', 'scheduled');
export const recipe = (path: string): string => readFileSync(join(recipes, path), 'utf8');

export type Tree = { readonly [key: string]: Tree } & readonly Tree[] & string;
/** Documents as a tree that may be walked without knowing its shape; what is not there is undefined at run time. */
export const yamlOf = (text: string): Tree[] =>
  parseAllDocuments(text).map((document) => {
    if (document.errors.length > 0) throw document.errors[0];
    return document.toJS() as Tree;
  });

/** `node_modules` with the checkers that .ci/run installs apart from the project. */
export const toolFolder = process.env['PASSMUSTER_RECIPE_TOOLS'];
export const has = (program: string, ...args: readonly string[]): boolean =>
  spawnSync(program, args).status === 0;

/** Ends that an audit can have, and what brings them about. */
export const endings = [
  ['the gate is met', 0],
  ['phones fail', 1],
  ['there is no audit', 2],
  ['the evidence is incomplete', 3],
] as const;
export type Ending = (typeof endings)[number][1];

export class Site {
  readonly folder = mkdtempSync(join(tmpdir(), 'passmuster-scheduled-'));
  readonly bin = join(this.folder, 'bin');
  /** Where the recipes find configuration, exports and reports. */
  readonly work = join(this.folder, 'work');

  constructor() {
    mkdirSync(this.bin);
    mkdirSync(join(this.work, 'exports'), { recursive: true });
    this.program('passmuster', `exec "${process.execPath}" "${join(root, 'bin', 'run.js')}" "$@"`);
    this.program('npm', 'exit 0');
    cpSync(phoneProfile, join(this.work, 'phones.yaml'));
  }

  program(name: string, script: string): void {
    writeFileSync(join(this.bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(this.bin, name), 0o755);
  }

  /** Exports and configuration by which an audit ends so. @param places of the configuration → those of this folder */
  prepare(ending: Ending, configuration: string, places: Readonly<Record<string, string>> = {}): string {
    rmSync(join(this.work, 'out'), { recursive: true, force: true });
    mkdirSync(join(this.work, 'out'));
    const rows = intuneRows(8);
    writeFileSync(join(this.work, 'exports', 'devices.json'), ending === 3 ? rows.slice(0, -30) : rows);
    let text = configuration.replace(/^profile: .*$/m, `profile: ['${join(this.work, 'phones.yaml')}']`);
    for (const [from, to] of Object.entries(places)) text = text.replaceAll(from, to);
    if (ending === 0 || ending === 3) text = text.replace(/^fail-on: .*$/m, 'fail-on: none');
    if (ending === 2) text += 'fail_on: high\n';
    const file = join(this.work, 'passmuster.config.yaml');
    writeFileSync(file, text);
    return file;
  }

  /** A script of a recipe, by the shell that runs it there. */
  run(shell: readonly string[], script: string, env: Readonly<Record<string, string>> = {}) {
    const [program = '/bin/sh', ...args] = shell;
    return spawnSync(program, [...args, script], {
      cwd: this.work,
      encoding: 'utf8',
      env: this.environment(env),
    });
  }

  environment(env: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
    return { PATH: `${this.bin}:${process.env['PATH'] ?? ''}`, NO_COLOR: '1', HOME: this.folder, ...env };
  }

  /** Holds the lock of the configuration until it is told to stop. */
  async hold(file: string): Promise<() => Promise<void>> {
    const child = spawn(join(this.bin, 'passmuster'), ['audit', '-', '-c', file, '--log-format', 'json'], {
      cwd: this.work,
      env: this.environment(),
    });
    await new Promise<void>((resolve) => {
      child.stderr.on('data', (text) => {
        if (String(text).includes('run-started')) resolve();
      });
    });
    return async () => {
      const ended = new Promise((resolve) => child.on('close', resolve));
      child.kill('SIGKILL');
      await ended;
    };
  }

  read(path: string): string {
    return readFileSync(join(this.work, path), 'utf8');
  }
  hasFile(path: string): boolean {
    return existsSync(join(this.work, path));
  }
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
