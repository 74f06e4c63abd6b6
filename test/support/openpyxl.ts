/** Debian's python3-openpyxl, which `.ci/run` installs: a reader of workbooks that is not ours. */
import { spawnSync } from 'node:child_process';

export const python = ['/usr/bin/python3', 'python3'].find(
  (name) => spawnSync(name, ['-c', 'import openpyxl']).status === 0,
);

/** What a script prints as JSON; `book` is the open workbook. */
export function askOpenpyxl(path: string, expression: string): unknown {
  const script = `
import json, openpyxl, sys
book = openpyxl.load_workbook(sys.argv[1])
print(json.dumps(${expression}))`;
  const done = spawnSync(python ?? '', ['-c', script, path], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (done.stderr !== '') throw new Error(done.stderr);
  return JSON.parse(done.stdout);
}
