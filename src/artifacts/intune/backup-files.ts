/** Files of a backup that belong together by their names. Layout: jseerden/IntuneBackupAndRestore. */

/** A policy by its file, however the system of the backup writes paths. */
export const policyFile = (path: string): string => slashed(path).replace(/\.(json|ya?ml)$/i, '');

/** `<type>/Assignments/<name>.json` is of the policy `<type>/<name>.json`. */
export function assignedFile(path: string): string | undefined {
  const [, folder = '', name] = /^((?:.*\/)?)Assignments\/([^/]+)$/.exec(slashed(path)) ?? [];
  return name === undefined ? undefined : policyFile(`${folder}${name}`);
}

const slashed = (path: string): string => path.replaceAll('\\', '/');
