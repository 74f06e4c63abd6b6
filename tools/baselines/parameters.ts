/** Parameters that several baselines share; each gives its own default. */
import type { ParameterFile } from '../../src/profiles/file.ts';
import type { Given } from './rule.ts';

interface Shared {
  readonly parameter: Omit<ParameterFile, 'default'>;
  readonly operator: 'atLeast' | 'atMost' | 'versionAtLeast' | 'newerThan';
  /** Values that pass and fail for every default in use, so that tailored profiles keep their examples. */
  readonly values: NonNullable<Given['values']>;
}

const number = (
  title: string,
  operator: 'atLeast' | 'atMost',
  [minimum, maximum]: readonly [number, number],
  values: Shared['values'],
): Shared => ({ parameter: { title, type: 'integer', minimum, maximum }, operator, values });

const shared = {
  passcodeLength: number('Fewest characters of the passcode', 'atLeast', [4, 16], [16, 3]),
  passcodeAttempts: number('Failed attempts until the phone is erased', 'atMost', [2, 10], [4, 11]),
  passcodeAge: number('Days until the passcode is changed', 'atMost', [1, 730], [30, 1000]),
  passcodeHistory: number('Earlier passcodes that are refused', 'atLeast', [1, 50], [24, 0]),
  inactivityMinutes: number('Minutes without use until the phone locks', 'atMost', [1, 15], [1, 60]),
  graceMinutes: number('Minutes in which no passcode is asked', 'atMost', [0, 15], [0, 60]),
  workPasscodeLength: number('Fewest characters of the work profile’s passcode', 'atLeast', [4, 16], [16, 3]),
  workPasscodeAttempts: number(
    'Failed attempts until the work profile is erased',
    'atMost',
    [2, 10],
    [4, 11],
  ),
  updateDelayDays: number('Days that management may hide an update', 'atMost', [0, 90], [0, 91]),
  minimumIosVersion: {
    parameter: { title: 'Oldest version of iOS and iPadOS', type: 'version' },
    operator: 'versionAtLeast',
    values: ['99.0', '1.0'],
  },
  minimumAndroidVersion: {
    parameter: { title: 'Oldest version of Android', type: 'version' },
    operator: 'versionAtLeast',
    values: ['99.0', '1.0'],
  },
  patchAgeDays: {
    parameter: {
      title: 'Days since the date of the security patch level',
      type: 'integer',
      minimum: 1,
      maximum: 730,
    },
    operator: 'newerThan',
    values: ['2026-01-01', '2020-01-01'],
  },
} as const satisfies Readonly<Record<string, Shared>>;

export type ParameterName = keyof typeof shared;

export function parametersOf(
  defaults: Readonly<Partial<Record<ParameterName, number | string>>>,
  note?: string,
): Readonly<Record<string, ParameterFile>> {
  const names = Object.keys(shared) as ParameterName[];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = defaults[name];
      const { parameter } = shared[name];
      const title = note === undefined ? parameter.title : `${parameter.title} (${note})`;
      return value === undefined ? [] : [[name, { ...parameter, title, default: value }]];
    }),
  );
}

/** The comparison with a parameter, and examples for it. */
export function by(name: ParameterName): Given {
  const { operator, values } = shared[name];
  return { is: { [operator]: { parameter: name } }, values };
}
