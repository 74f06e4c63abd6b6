import { defineSetting } from './define.ts';
import { proofs } from './proofs.ts';

const policy = { ios: proofs.restrictionsOrDeclaration };
const declaration = { ios: proofs.appleDeclaration };
const report = { ios: proofs.statusReport };
/**
 * In the order of Apple's lists, where the last one wins: off beats on. What is best is another question, and so values
 * that differ are merged by Apple's rule where every one of them is a declaration, and not at all elsewhere.
 */
const automatic = {
  type: 'choice',
  merge: 'only',
  values: ['userChoice', 'alwaysOn', 'alwaysOff'],
  proof: declaration,
} as const;

export const updates = [
  defineSetting({
    id: 'updates.delayed',
    type: 'boolean',
    title: 'Updates are shown to the user with a delay',
    merge: 'or',
    proof: policy,
  }),
  defineSetting({
    id: 'updates.delayDays',
    type: 'integer',
    title: 'Days until an update is shown to the user',
    merge: 'max',
    unit: 'days',
    proof: policy,
  }),
  defineSetting({
    id: 'updates.rapidResponse.allowed',
    type: 'boolean',
    title: 'Security fixes between updates can be installed',
    merge: 'and',
    proof: policy,
  }),
  defineSetting({
    id: 'updates.rapidResponseRemoval.allowed',
    type: 'boolean',
    title: 'Security fixes between updates can be removed',
    merge: 'and',
    proof: policy,
  }),
  defineSetting({ ...automatic, id: 'updates.automaticDownload', title: 'Updates are loaded by themselves' }),
  defineSetting({
    ...automatic,
    id: 'updates.automaticInstall',
    title: 'Updates are installed by themselves',
    proof: { ...declaration, android: proofs.androidPolicy },
  }),
  defineSetting({
    ...automatic,
    id: 'updates.beta.enrolment',
    title: 'The phone takes part in beta programmes',
  }),
  defineSetting({
    id: 'updates.notifications.allowed',
    type: 'boolean',
    title: 'The phone shows every reminder of an enforced update',
    merge: 'and',
    proof: declaration,
  }),
  defineSetting({
    id: 'updates.recommendedCadence',
    type: 'choice',
    title: 'Which of several updates the phone shows',
    merge: 'only',
    values: ['all', 'oldest', 'newest'],
    proof: declaration,
  }),
  defineSetting({
    id: 'updates.enforcedVersion',
    type: 'version',
    title: 'Version that a policy forces the phone to install',
    merge: 'only',
    proof: declaration,
  }),
  defineSetting({
    id: 'updates.enforcedBy',
    type: 'date',
    title: 'Day on which that version is installed at the latest, by the clock of the phone',
    merge: 'only',
    proof: declaration,
  }),
  defineSetting({
    id: 'updates.pending',
    type: 'boolean',
    title: 'An update waits to be installed',
    merge: 'or',
    proof: { ...report, android: proofs.androidDevice },
  }),
  defineSetting({
    id: 'updates.pendingVersion',
    type: 'version',
    title: 'Version of the update that waits',
    merge: 'only',
    proof: report,
  }),
  defineSetting({
    id: 'updates.installState',
    type: 'choice',
    title: 'How far the installation of an update is',
    merge: 'only',
    values: ['none', 'waiting', 'downloading', 'prepared', 'installing', 'failed'],
    proof: report,
  }),
  defineSetting({
    id: 'updates.failureCount',
    type: 'integer',
    title: 'How often the update that waits has failed',
    merge: 'max',
    proof: report,
  }),
  defineSetting({
    id: 'updates.beta.enrolled',
    type: 'boolean',
    title: 'The phone runs in a beta programme',
    merge: 'or',
    proof: report,
  }),
] as const;
