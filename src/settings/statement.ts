import { defineSetting } from './define.ts';

/** What only a person can say. These exist in the attested layer alone. */
const proof = { ios: null, android: null };
const yes = { type: 'boolean', merge: 'and', proof } as const;
const scope = 'app';
const justification = true;
const organisationWide = true;

export const statement = [
  defineSetting({
    ...yes,
    scope,
    justification,
    id: 'statement.permissionJustified.camera',
    title: 'The app’s use of the camera is justified',
  }),
  defineSetting({
    ...yes,
    scope,
    justification,
    id: 'statement.permissionJustified.microphone',
    title: 'The app’s use of the microphone is justified',
  }),
  defineSetting({
    ...yes,
    scope,
    justification,
    id: 'statement.permissionJustified.photos',
    title: 'The app’s use of photos is justified',
  }),
  defineSetting({
    ...yes,
    scope,
    justification,
    id: 'statement.contactsUploadAssessed',
    title: 'Uploading the contact list was assessed as reasonable',
  }),
  defineSetting({
    ...yes,
    scope,
    justification,
    id: 'statement.linkedDevicesReviewed',
    title: 'The linked devices were reviewed',
  }),
  defineSetting({
    ...yes,
    scope,
    justification,
    id: 'statement.nonCorporateUseJustified',
    title: 'The use of the app for government business is explained',
  }),
  defineSetting({
    ...yes,
    justification,
    id: 'statement.exceptionalCircumstances',
    title: 'The circumstances in which a private device is used are exceptional, and recorded',
  }),
  defineSetting({
    ...yes,
    scope,
    justification,
    id: 'statement.outageUseCaptured',
    title: 'What went through the app during an outage is kept, with time, date and channel',
  }),
  defineSetting({
    ...yes,
    scope,
    id: 'statement.groupMembersReviewed',
    title: 'The members of the groups in the app were reviewed',
  }),
  defineSetting({
    ...yes,
    id: 'statement.unknownRequestsVerified',
    title: 'Requests from unknown accounts are checked by a call first',
  }),
  defineSetting({
    ...yes,
    id: 'statement.strongUniquePasswords',
    title: 'Accounts have strong passwords, each its own',
  }),
  defineSetting({
    ...yes,
    id: 'statement.noMessagingAppsForWork',
    title: 'Messaging apps on the device are not used for everyday work',
  }),
  defineSetting({
    ...yes,
    organisationWide,
    id: 'statement.guidanceLinked',
    title: 'The organisation links to the guidance on non-corporate channels',
  }),
  defineSetting({
    ...yes,
    id: 'statement.classificationRespected',
    title: 'Nothing above OFFICIAL is handled in the app',
  }),
  defineSetting({ ...yes, id: 'statement.noPersonalData', title: 'No personal data is sent in messages' }),
  defineSetting({
    ...yes,
    id: 'statement.redundantChatsCleared',
    title: 'Chats are cleared once they are on the record',
  }),
  defineSetting({
    id: 'statement.recordsTransferred',
    type: 'date',
    title: 'Day when messages were last moved to the corporate record',
    merge: 'max',
    proof,
  }),
  defineSetting({
    id: 'statement.significantInformationCaptured',
    type: 'date',
    title: 'Day when significant information was last captured into government systems',
    merge: 'max',
    proof,
  }),
  defineSetting({
    id: 'statement.exportAccessReviewed',
    type: 'date',
    organisationWide,
    title: 'Day when access to exported messages was last reviewed',
    merge: 'max',
    proof,
  }),
] as const;
