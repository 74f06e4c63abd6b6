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
    id: 'statement.exportAccessReviewed',
    type: 'date',
    organisationWide,
    title: 'Day when access to exported messages was last reviewed',
    merge: 'max',
    proof,
  }),
] as const;
