/** Configuration files: values as flags would give them, and every mistake with its place. */
import { describe, expect, it } from 'vitest';
import { knownNames, optionsOf } from '../../src/cli/config-options.ts';
import Audit from '../../src/commands/audit.ts';
import { loadConfig, problemLines } from '../../src/config/load.ts';
import { configTemplate } from '../../src/config/template.ts';
import { reporterIds } from '../../src/report/registry.ts';

const options = optionsOf(Audit.flags);

function load(text: string, environment: Record<string, string> | null = {}, folder = 'conf') {
  const bytes = new TextEncoder().encode(text);
  return loadConfig(bytes, {
    options,
    names: knownNames(),
    formats: reporterIds,
    folder,
    environment: environment ?? undefined,
  });
}
const problemsOf = (text: string, environment?: Record<string, string>) =>
  problemLines('c.yaml', load(text, environment).problems);
const valuesOf = (text: string, name: string, environment?: Record<string, string>) =>
  load(text, environment).values.get(name)?.values;

describe('a configuration file', () => {
  it('takes a single value or a list where a flag is repeatable', () => {
    expect(valuesOf('profile: uk-ncsc-ios', 'profile')).toEqual(['uk-ncsc-ios']);
    expect(valuesOf('profile: [uk-ncsc-ios, ours.yaml]', 'profile')).toEqual([
      'uk-ncsc-ios',
      'conf/ours.yaml',
    ]);
    expect(valuesOf('set: { days: 30, on: true }', 'set')).toEqual(['days=30', 'on=true']);
  });

  it.each([
    [
      'paths: [exports/, "/abs/x.csv", "-", "*.json"]',
      'paths',
      ['conf/exports/', '/abs/x.csv', '-', 'conf/*.json'],
    ],
    [
      'format: [json, html=out/r.html, hdf=out/]',
      'format',
      ['json', 'html=conf/out/r.html', 'hdf=conf/out/'],
    ],
    ['profile: [./ours.yaml]', 'profile', ['conf/ours.yaml']],
    ['key-file: key', 'key-file', ['conf/key']],
    ['marking: OFFICIAL', 'marking', ['OFFICIAL']],
  ])('means paths from where it lies: %s', (text, name, expected) => {
    expect(valuesOf(text, name)).toEqual(expected);
  });

  it('leaves paths as they are when it lies in the working directory', () => {
    expect(load('profile: ./ours.yaml', {}, '.').values.get('profile')?.values).toEqual(['./ours.yaml']);
  });

  it('takes values from variables, and says which are missing', () => {
    expect(valuesOf('marking: { env: MARK }', 'marking', { MARK: 'X' })).toEqual(['X']);
    expect(problemsOf('marking: { env: MARK }')).toEqual([
      'c.yaml:1:10: `marking` takes its value from the environment variable MARK, which is not set.',
    ]);
    expect(load('marking: { env: MARK }', null).problems).toEqual([]);
    expect(load('marking: { env: MARK }', { MARK: 'X' }).values.get('marking')?.variables).toEqual(['MARK']);
  });

  it.each([
    ['', []],
    ['# nothing yet\n', []],
    ['fail_on: high', ['1:10: The configuration has the unknown key `fail_on`; did you mean `fail-on`.']],
    ['colour: true', ['1:9: The configuration has the unknown key `colour`; did you mean `color`.']],
    [
      'fail-on: hgih',
      [
        '1:10: `fail-on` names `hgih`, which is not known; did you mean `high`; known are critical, high, medium, low, none.',
      ],
    ],
    ['min-score: "80"', ['1:12: `min-score` must be a whole number.']],
    ['min-score: 101', ['1:12: `min-score` must be at most 100.']],
    ['min-score:', ['1:11: `min-score` must be a whole number.']],
    ['quiet: yes', ['1:8: `quiet` must be true or false.']],
    [
      'limit: { documentByte: 3 }',
      ['1:24: `limit` names `documentByte`, which is not known; did you mean `documentBytes`.'],
    ],
    ['format: [jsno=x]', ['1:10: `format` names `jsno`, which is no format; did you mean `json`.']],
    ['retain: 3\nretain-until: "2027-01-01"', ['2:15: `retain-until` and `retain` exclude each other.']],
    ['config: other.yaml', ['1:9: The configuration has the unknown key `config`.']],
    ['retain: 3\nretain: 4', ['2:1: A key stands twice in one map.']],
    [
      'retain: [',
      ['1:10: Flow sequence in block collection must be sufficiently indented and end with a ].'],
    ],
    ['marking: { env: "A B" }', ['1:17: `marking.env` must be the name of a variable.']],
  ])('is held to its schema: %s', (text, expected) => {
    expect(problemsOf(text)).toEqual(expected.map((line) => `c.yaml:${line}`));
  });

  it('does not repeat a value that a variable holds', () => {
    const problems = problemsOf('format: { env: SECRET }', { SECRET: 'hunter2=x' });
    expect(problems).toHaveLength(1);
    expect(problems.join('')).not.toContain('hunter2');
  });
});

describe('the first file that is written', () => {
  const text = configTemplate(options, 's.json');
  it('is right as it is, and with any key switched on', () => {
    expect(load(text)).toEqual({ values: new Map(), problems: [] });
    for (const { name, kind } of options) {
      const on = text.replace(`\n#${name}:`, `\n${name}:`);
      expect(on, name).not.toBe(text);
      const { values, problems } = load(on, { NOTIFY_URL: 'https://example.invalid/x' });
      expect(problems, name).toEqual([]);
      expect(values.get(name)?.values.length, `${name} ${kind}`).toBe(1);
    }
  });
});
