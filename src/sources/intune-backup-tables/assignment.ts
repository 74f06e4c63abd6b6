/** The assignments of one policy in a file of their own. Layout: jseerden/IntuneBackupAndRestore, `Assignments`. */
import {
  assignmentTargets,
  isNobody,
  isUnclear,
  reachOf,
  unclear,
} from '../../artifacts/intune/assignments.ts';
import { assignedFile } from '../../artifacts/intune/backup-files.ts';
import { tokenOf } from '../../artifacts/identity.ts';
import type { TreeNode } from '../../formats/node.ts';
import { notice, type ReadItem } from '../define.ts';
import type { JsonRecord } from '../json-records.ts';

/** @param file its name says of which policy */
export function* assignmentIn(
  records: readonly JsonRecord[],
  file: string,
  key: string | undefined,
): Generator<ReadItem> {
  const named = assignedFile(file);
  if (named === undefined) {
    yield notice(
      'assignment-unclear',
      'The file says to whom a policy is assigned; the policy would be known by a folder `Assignments` around the file.',
    );
    return;
  }
  const list: TreeNode = { type: 'list', items: records.map(({ node }) => node), line: 1 };
  const targets = assignmentTargets(list);
  if (targets !== undefined && isUnclear(targets)) yield notice('assignment-unclear', unclear);
  const policy = tokenOf('file', named, key);
  if (policy === undefined || targets === undefined) return;
  yield {
    kind: 'assignment',
    policy,
    links: reachOf(targets, key),
    ...(isNobody(list) ? { none: true } : {}),
  };
}
