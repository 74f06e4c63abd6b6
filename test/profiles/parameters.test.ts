import { describe, expect, it } from 'vitest';
import type { ParameterFile } from '../../src/profiles/file.ts';
import { fillParameter, parameterValues } from '../../src/profiles/parameters.ts';

type Type = ParameterFile['type'];
const defaults = {
  boolean: false,
  integer: 1,
  number: 0.5,
  string: 'one',
  version: '1.0',
  list: ['one'],
  models: [{ model: '*', version: '1' }],
} as const;
const valueOf = (type: Type, set: Record<string, string>) =>
  parameterValues({ it: { title: 'It', type, default: defaults[type] } }, set).get('it');

describe('a parameter that is set', () => {
  it.each<[Type, string, unknown]>([
    ['boolean', 'true', true],
    ['boolean', 'false', false],
    ['integer', '90', 90],
    ['integer', '-1', -1],
    ['integer', '0', 0],
    ['string', '', ''],
    ['string', '90', '90'],
    ['list', 'signal', ['signal']],
    ['list', ' signal , whatsapp,', ['signal', 'whatsapp']],
    ['list', '', []],
    ['number', '0.25', 0.25],
    ['version', '17.10', '17.10'],
    [
      'models',
      'iPhone17,*=26.1; *=18.7',
      [
        { model: 'iPhone17,*', version: '26.1' },
        { model: '*', version: '18.7' },
      ],
    ],
  ])('of type %s reads %j as %j', (type, text, value) => {
    expect(valueOf(type, { it: text })).toEqual(value);
  });

  it.each<[Type, string]>([
    ['boolean', 'yes'],
    ['boolean', 'TRUE'],
    ['boolean', ''],
    ['number', '1,5'],
    ['version', '17.x'],
    ['models', 'iPhone'],
    ['integer', '9.5'],
    ['integer', '1e3'],
    ['integer', '0x10'],
    ['integer', ' 90'],
    ['integer', ''],
    ['integer', '9999999999999999'],
  ])('of type %s refuses %j', (type, text) => {
    expect(() => valueOf(type, { it: text })).toThrow(
      expect.objectContaining({
        code: 'parameter-invalid',
        message: `The parameter it needs a value of type ${type}.`,
      }),
    );
  });
});

describe('a parameter that is not set', () => {
  it.each<[Type]>([['boolean'], ['integer'], ['number'], ['string'], ['version'], ['list'], ['models']])(
    'of type %s has its default',
    (type) => {
      expect(valueOf(type, { other: 'x' })).toEqual(defaults[type]);
    },
  );

  it('is not taken from what every object has', () => {
    expect(
      parameterValues({ toString: { title: 'T', type: 'string' as const, default: 'd' } }, {}).get(
        'toString',
      ),
    ).toBe('d');
  });
});

describe('the use of a parameter', () => {
  const values = new Map<string, unknown>([['days', 30]]);
  const filled = (raw: unknown) => {
    const problems: string[] = [];
    return { value: fillParameter(raw, values, (message) => problems.push(message)), problems };
  };

  it.each([
    [{ parameter: 'days' }, 30],
    [false, false],
    ['days', 'days'],
    [['parameter'], ['parameter']],
    [null, null],
  ])('%j becomes %j', (raw, value) => {
    expect(filled(raw)).toEqual({ value, problems: [] });
  });

  it('is a problem when nobody declared it', () => {
    expect(filled({ parameter: 'weeks' }).problems).toEqual(['The parameter `weeks` is not declared.']);
  });
});

describe('a value from a file', () => {
  const parameters = {
    days: { title: 'D', type: 'integer', default: 5, minimum: 1, maximum: 90, hint: 'days' },
    region: { title: 'R', type: 'string', default: 'GB', values: ['GB', 'IE'] },
    apps: { title: 'A', type: 'list', default: [] },
  } as const;
  it.each<[string, unknown]>([
    ['days', 90],
    ['region', 'IE'],
    ['apps', ['signal']],
  ])('%s takes %j', (name, value) => {
    expect(parameterValues(parameters, { [name]: value }).get(name)).toEqual(value);
  });
  it.each<[string, unknown, string]>([
    ['days', 0, 'must be at least 1 (days)'],
    ['days', 91, 'must be at most 90 (days)'],
    ['days', '91', 'must be at most 90 (days)'],
    ['days', [5], 'needs a value of type integer (days)'],
    ['region', 'FR', 'knows only GB, IE'],
    ['apps', 5, 'needs a value of type list'],
  ])('%s refuses %j', (name, value, problem) => {
    expect(() => parameterValues(parameters, { [name]: value })).toThrow(`The parameter ${name} ${problem}.`);
  });
});
