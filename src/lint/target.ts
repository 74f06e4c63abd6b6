/** The phones a document is for, as far as the operator says. */
import { PassmusterError } from '../errors.ts';
import { compareVersions } from '../evaluate/versions.ts';
import type { LintTarget } from './define.ts';

/** What follows from the facts given: supervision from the enrolment. @throws PassmusterError usage when they contradict */
export function targetOf({ os, supervised, enrolment }: LintTarget): LintTarget {
  if (os !== undefined && !/^\d{1,3}(\.\d{1,3}){0,2}$/.test(os))
    throw new PassmusterError('usage', `--os takes a version such as 26.1, not ${os}.`);
  const implied = enrolment === 'supervised' ? true : enrolment === 'user' ? false : undefined;
  if (implied !== undefined && supervised !== undefined && implied !== supervised)
    throw new PassmusterError(
      'usage',
      `--enrolment ${enrolment} contradicts --${supervised ? '' : 'no-'}supervised.`,
    );
  const known = supervised ?? implied;
  return {
    ...(os === undefined ? {} : { os }),
    ...(known === undefined ? {} : { supervised: known }),
    ...(enrolment === undefined ? {} : { enrolment }),
  };
}

/** Is the system at or above the version? Undefined when the system is not known. */
export function reaches(target: LintTarget, version: string): boolean | undefined {
  if (target.os === undefined) return undefined;
  const order = compareVersions(target.os, version);
  return order === undefined ? undefined : order >= 0;
}
