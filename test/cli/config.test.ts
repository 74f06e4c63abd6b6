/** Flag before environment before file before default: for every flag that audit has, without a list of them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { configured } from '../../src/cli/config.ts';
import { type FlagTable, kindsByPlaceholder, optionsOf } from '../../src/cli/config-options.ts';
import Audit from '../../src/commands/audit.ts';
import { runProgram } from '../support/program.ts';
import { shownValues } from '../../src/config/effective.ts';
import { type Option, variableOf } from '../../src/config/option.ts';

const folder = mkdtempSync(join(tmpdir(), 'passmuster-config-'));
const file = join(folder, 'c.yaml');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const options = optionsOf(Audit.flags);

/** Three values that differ, as far as the kind has three. */
function samplesOf({ kind, choices = [], least = 0 }: Option): readonly [string, string, string] {
  switch (kind) {
    case 'boolean':
      return ['true', 'true', 'true'];
    case 'integer':
      return [`${least + 1}`, `${least + 2}`, `${least + 3}`];
    case 'choice':
      return [choices[0] ?? '', choices[1] ?? '', choices.at(-1) ?? ''];
    case 'output':
      return ['json=/a', 'html=/b', 'csv=/c'];
    case 'pairs':
      return ['documentBytes=1', 'documentBytes=2', 'documentBytes=3'];
    case 'secret-address':
      return ['https://a.invalid/1', 'https://b.invalid/2', 'https://c.invalid/3'];
    default:
      return ['/a.x', '/b.x', '/c.x'];
  }
}

const inFile = ({ name, kind }: Option, value: string): string => {
  if (kind === 'pairs') return `${name}: { ${value.replace('=', ': ')} }\n`;
  return `${name}: ${kind === 'boolean' || kind === 'integer' ? value : `'${value}'`}\n`;
};
const onLine = ({ name, kind, isPositional }: Option, value: string): string[] =>
  isPositional === true ? [value] : kind === 'boolean' ? [`--${name}`] : [`--${name}`, value];

async function inForce(option: Option, argv: string[]) {
  const { effective } = await configured(argv, Audit.flags);
  const found = effective.find((one) => one.option.name === option.name);
  return { origin: found?.origin, values: found?.values };
}

describe('precedence', () => {
  it.each(options.map((option) => [option.name, option] as const))('of %s', async (_name, option) => {
    const [flag, variable, value] = samplesOf(option);
    const use = ['-c', file];
    writeFileSync(file, inFile(option, value));
    expect(await inForce(option, use)).toEqual({ origin: 'file', values: [value] });
    vi.stubEnv(variableOf(option), variable);
    expect(await inForce(option, use)).toEqual({ origin: 'environment', values: [variable] });
    expect(await inForce(option, [...use, ...onLine(option, flag)])).toEqual({
      origin: 'flag',
      values: [flag],
    });
    vi.stubEnv(variableOf(option), '');
    writeFileSync(file, '# nothing');
    expect((await inForce(option, use)).origin).toBe('default');
  });

  it('is that of the whole list: a flag does not add to the file', async () => {
    writeFileSync(file, 'format: [json=/a, html=/b]\n');
    const { argv } = await configured(['-c', file, '-f', 'csv', 'x'], Audit.flags);
    expect(argv.join(' ')).not.toContain('/a');
  });

  it('lets a flag put aside what it excludes in the file', async () => {
    writeFileSync(file, 'retain: 30\n');
    const { argv } = await configured(['-c', file, '--retain-until', '2027-01-01', 'x'], Audit.flags);
    expect(argv.join(' ')).not.toContain('--retain=');
  });

  it('turns a switch off where the flag can', async () => {
    writeFileSync(file, 'color: false\nquiet: false\n');
    const { argv } = await configured(['-c', file, 'x'], Audit.flags);
    expect(argv).toContain('--no-color');
    expect(argv).not.toContain('--quiet');
  });

  it('reads paths from the file only when the command line names none', async () => {
    writeFileSync(file, 'paths: [-odd.json]\n');
    expect((await configured(['-c', file], Audit.flags)).argv.slice(-2)).toEqual([
      '--',
      join(folder, '-odd.json'),
    ]);
    expect((await configured(['-c', file, 'x.json'], Audit.flags)).argv.at(-1)).toBe('x.json');
  });

  it('splits variables at commas, those of addresses only before the next address', async () => {
    vi.stubEnv('PASSMUSTER_APPS', 'a.yaml,b.yaml');
    const { argv } = await configured(['x'], Audit.flags);
    expect(argv).toEqual(expect.arrayContaining(['--apps=a.yaml', '--apps=b.yaml']));
  });

  it('names the file by PASSMUSTER_CONFIG, and the flag comes before it', async () => {
    writeFileSync(file, 'marking: A\n');
    vi.stubEnv('PASSMUSTER_CONFIG', file);
    expect((await configured(['x'], Audit.flags)).argv).toContain('--marking=A');
    await expect(configured(['-c', `${file}.none`, 'x'], Audit.flags)).rejects.toThrow('cannot be opened');
  });
});

describe('the options', () => {
  it('have a kind for every placeholder of a flag', () => {
    const table: FlagTable = Audit.flags;
    const numbers = options.filter(({ kind }) => kind === 'integer').map(({ name }) => name);
    const unknown = Object.entries(table).filter(
      ([name, { type, options: choices, helpValue }]) =>
        type === 'option' &&
        choices === undefined &&
        !numbers.includes(name) &&
        kindsByPlaceholder[String(helpValue)] === undefined,
    );
    expect(unknown.map(([name]) => name)).toEqual([]);
  });

  it('have one variable each, the name of the flag in capitals', () => {
    for (const [name, { env }] of Object.entries<{ env?: string }>(Audit.flags))
      if (env !== undefined) expect(env).toBe(variableOf({ name }));
  });

  it('are shown with the place that each value comes from', () => {
    writeFileSync(join(folder, 'shown.yaml'), 'profile: [uk-ncsc-ios]\nmin-score: 80\nstale-after: 60\n');
    const args = ['config', 'show', '-c', 'shown.yaml', '--stale-after', '20'];
    const { stdout, status } = runProgram(args, { cwd: folder, env: { PASSMUSTER_MIN_SCORE: '90' } });
    expect(status).toBe(0);
    const lines = stdout.split('\n').map((line) => line.replace(/ {2,}/, '  '));
    expect(lines).toEqual(
      expect.arrayContaining([
        'profile: [uk-ncsc-ios]  # shown.yaml:1',
        'min-score: 90  # PASSMUSTER_MIN_SCORE',
        'stale-after: 20  # --stale-after',
        'fail-on: low  # default',
      ]),
    );
  });

  it('show no secret: of a webhook its server, of a value from a variable nothing, of a URL no password', () => {
    const secret: Option = {
      name: 'x',
      kind: 'secret-address',
      isList: false,
      description: '',
      excludes: [],
    };
    const shown = (option: Option, values: string[], variables: string[] = []) =>
      shownValues({ option, values, origin: 'file', variables });
    expect(shown(secret, ['https://hooks.example/T0/B0/secret'])).toEqual(['https://hooks.example/…']);
    expect(shown({ ...secret, kind: 'text' }, ['hunter2'], ['PASSWORD'])).toEqual(['(from PASSWORD)']);
    expect(shown({ ...secret, kind: 'text' }, ['postgres://u:p@h/db'])).toEqual(['postgres://…@h/db']);
  });
});
