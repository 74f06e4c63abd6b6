/**
 * Changes after which a document honestly says something else. A pass after one of them is right, so they are named here,
 * each as narrowly as it can be; whatever is not named is a defect.
 */
import type { Finding } from '../../src/model/finding.ts';
import { isKnown, type Observation } from '../../src/model/observation.ts';
import type { Edit } from './edits.ts';
import type { Judged } from './harness.ts';

interface Change {
  readonly fixture: string;
  readonly edit: Edit;
  readonly finding: Finding;
  readonly before: Judged;
  readonly after: Judged;
}

interface Exception {
  readonly why: string;
  readonly holds: (change: Change) => boolean;
}

const isRemoval = ({ edit }: Change): boolean => edit.kind.startsWith('remove');
const isAndroidPolicy = ({ fixture }: Change): boolean => fixture.startsWith('android-management-policy/');

const claimsOn = ({ observations }: Judged, setting: string | undefined): Observation[] =>
  observations.filter((one) => one.setting === setting || one.setting === '*');

const exceptions: readonly Exception[] = [
  {
    why: 'one of two claims that contradict each other was taken out: the other one stands alone and is clear',
    holds: (change) => {
      const claims = claimsOn(change.before, change.finding.setting);
      return isRemoval(change) && (claims.length > 1 || claims.some((one) => !isKnown(one)));
    },
  },
  {
    why: 'an item was added to a list, and with it a claim that was not there: a payload, a policy, an app',
    holds: ({ edit, finding, before, after }) =>
      edit.key === '[]' &&
      edit.kind.startsWith('repeat-otherwise') &&
      claimsOn(after, finding.setting).length > claimsOn(before, finding.setting).length,
  },
  {
    why: 'a row of another list was put above the rows: the file is read as that list, and says that the others are unread',
    holds: ({ edit, before, after }) =>
      edit.key === '[]' &&
      edit.kind.startsWith('repeat-otherwise') &&
      after.record.source !== before.record.source &&
      after.record.status === 'partial',
  },
  {
    why: 'the key is absent now, and the vendor documents the value that it then has',
    holds: (change) =>
      isRemoval(change) &&
      change.finding.evidence.length > 0 &&
      change.finding.evidence.every(({ origin }) => origin === 'default'),
  },
  {
    why: 'a particular permission or install type was taken out, and the general one decides, as Google documents',
    holds: (change) =>
      isRemoval(change) &&
      isAndroidPolicy(change) &&
      /^(\[\]|policy|permission|permissionGrants|installType|defaultPermissionPolicy)$/.test(
        change.edit.key,
      ) &&
      change.finding.setting?.startsWith('app.permission.') === true,
  },
  {
    why: 'a list is one claim, and without one of its items it claims something else',
    holds: (change) =>
      isRemoval(change) &&
      change.edit.key === '[]' &&
      change.finding.evidence.every(({ value = '' }) => value.startsWith('[')),
  },
  {
    why: 'what a later status report says was taken out, and what an earlier one said stands',
    holds: (change) => {
      const places = claimsOn(change.before, change.finding.setting).map(({ evidence }) => evidence.locator);
      const isMoved = change.finding.evidence.every(({ locator }) => !places.includes(locator));
      return isRemoval(change) && change.fixture.startsWith('apple-status-report/') && isMoved;
    },
  },
  {
    why: 'the command is no longer beside the answer, which then counts as one to the plain command, with a note',
    holds: (change) =>
      isRemoval(change) &&
      /^(Command|ManagedAppsOnly)$/.test(change.edit.key) &&
      change.finding.setting === 'app.installed',
  },
  {
    why: 'rows of a list without identifiers go by their number, and a row was put above them',
    holds: ({ edit, fixture, finding }) =>
      edit.kind === 'repeat-line' &&
      fixture.startsWith('jamf-devices-csv/') &&
      finding.subject.startsWith('row '),
  },
  {
    why: 'a profile that does not remove itself does not end',
    holds: (change) => isRemoval(change) && change.edit.key === 'RemovalDate',
  },
];

/** Why the change may pass, or undefined: it must not. */
export function honest(change: Change): string | undefined {
  return exceptions.find(({ holds }) => holds(change))?.why;
}
