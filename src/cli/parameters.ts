/** The flags that give parameters of audit profiles their values. */
import * as Flags from '@oclif/core/flags';
import { PassmusterError } from '../errors.ts';
import { openPath } from '../io/files.ts';
import { limits } from '../io/limits.ts';
import type { GivenParameters } from '../profiles/parameters.ts';
import { parseSet } from './set.ts';

export const parameterFlags = {
  set: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'name=value',
    description: 'value of a profile’s parameter; repeatable',
  }),
  'params-file': Flags.string({
    env: 'PASSMUSTER_PARAMS_FILE',
    helpValue: 'FILE',
    description: 'YAML file with values of parameters, name: value; --set comes before it',
  }),
};

/** @throws PassmusterError usage, path-unreadable, parameter-invalid with line and column */
export async function parametersOf(flags: {
  readonly set?: readonly string[] | undefined;
  readonly 'params-file'?: string | undefined;
}): Promise<GivenParameters> {
  const set = parseSet(flags.set ?? []);
  const path = flags['params-file'];
  if (path === undefined) return set;
  const input = await openPath({ kind: 'file', path, name: path }).catch(() => {
    throw new PassmusterError('path-unreadable', `The file of parameters ${path} cannot be opened.`);
  });
  const { loadParameters } = await import('../profiles/parameters-file.ts');
  return { ...loadParameters(await input.bytes(limits.profileBytes), path), ...set };
}
