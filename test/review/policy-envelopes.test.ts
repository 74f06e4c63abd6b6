/** A policy beside the array of policies, or behind a link that a second one hides, leaves the export incomplete. */
import { expect, it } from 'vitest';
import { readText } from './support-read.ts';

const intune = {
  '@odata.type': '#microsoft.graph.iosGeneralDeviceConfiguration',
  id: 'a',
  cameraBlocked: true,
};
const google = {
  name: 'enterprises/x/policies/y',
  cameraAccess: 'CAMERA_ACCESS_DISABLED',
  screenCaptureDisabled: true,
};

it.each<[string, string]>([
  ['an Intune policy around others', JSON.stringify({ ...intune, value: [intune] })],
  [
    'a second link that is null',
    `{"value":[${JSON.stringify(intune)}],"@odata.nextLink":"https://x","@odata.nextLink":null}`,
  ],
  ['a Google policy around others', JSON.stringify({ ...google, policies: [google] })],
])('%s', async (_name, text) => {
  expect((await readText(text)).record.status).toBe('partial');
});
