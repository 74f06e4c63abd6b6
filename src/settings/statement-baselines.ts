import { defineSetting } from './define.ts';

/** What baselines ask and no file or export shows: only a person can say it. */
const yes = { type: 'boolean', merge: 'and', proof: { ios: null, android: null } } as const;
const organisationWide = true;

export const baselineStatements = [
  defineSetting({
    ...yes,
    id: 'statement.updatesInTime',
    title: 'Updates that fix serious weaknesses are installed within the time that is asked',
  }),
  defineSetting({
    ...yes,
    id: 'statement.trainingCompleted',
    title: 'The user has completed the required training',
  }),
  defineSetting({
    ...yes,
    organisationWide,
    id: 'statement.allowedAppsReviewed',
    title: 'The list of allowed apps was reviewed for what it must not hold',
  }),
  defineSetting({
    ...yes,
    id: 'statement.systemAppsReviewed',
    title: 'System apps that are not approved are disabled',
  }),
  defineSetting({
    ...yes,
    id: 'statement.rootCertificatesInstalled',
    title: 'The root and intermediate certificates of the organisation are installed',
  }),
  defineSetting({ ...yes, id: 'statement.hotspotPassword', title: 'The hotspot asks for a password' }),
  defineSetting({
    ...yes,
    id: 'statement.wifiSharingOff',
    title: 'Wi-Fi networks of the organisation are not shared',
  }),
  defineSetting({
    ...yes,
    id: 'statement.revocationChecked',
    title: 'Apps check whether certificates were revoked',
  }),
  defineSetting({
    ...yes,
    id: 'statement.threatDefenceInstalled',
    title: 'An app for mobile threat defence is installed',
  }),
  defineSetting({ ...yes, id: 'statement.familySharingEmpty', title: 'Nobody stands in Family Sharing' }),
  defineSetting({
    ...yes,
    id: 'statement.locationNotShared',
    title: 'The location is not shared through iCloud',
  }),
  defineSetting({
    ...yes,
    id: 'statement.workPhotosManaged',
    title: 'Work photos are taken and kept in a managed app',
  }),
  defineSetting({ ...yes, id: 'statement.watchesManaged', title: 'Approved Apple Watches are managed' }),
  defineSetting({
    ...yes,
    id: 'statement.profilesLocked',
    title: 'The user cannot remove the profiles of the organisation',
  }),
  defineSetting({
    ...yes,
    organisationWide,
    id: 'statement.unenrolmentErases',
    title: 'Leaving management removes the data and the apps of the organisation',
  }),
  defineSetting({
    ...yes,
    id: 'statement.bannerShown',
    title: 'The user is shown the advisory text of the organisation',
  }),
  defineSetting({
    ...yes,
    id: 'statement.localBackupOff',
    title: 'The phone is not backed up to a computer',
  }),
  defineSetting({ ...yes, id: 'statement.multiUserOff', title: 'The device is not used by several users' }),
  defineSetting({ ...yes, id: 'statement.wifiAwareOff', title: 'Wi-Fi Aware is off' }),
  defineSetting({ ...yes, id: 'statement.siriSuggestionsOff', title: 'Siri makes no suggestions' }),
] as const;
