/** The outermost keys of a profile: another reading of one of them is another profile. */
import { describe, expect, it } from 'vitest';
import { plistXml } from '../support/plist.ts';
import { readText, said } from './support-read.ts';

const payload = (camera: boolean, type = 'com.apple.applicationaccess') =>
  `<dict><key>PayloadType</key><string>${type}</string><key>allowCamera</key><${camera}/></dict>`;
const content = (inner: string) => `<key>PayloadContent</key><array>${inner}</array>`;
const configuration = '<key>PayloadType</key><string>Configuration</string>';
const profile = (body: string) =>
  plistXml(`<dict>${configuration}<key>PayloadIdentifier</key><string>a</string>${body}</dict>`);
const strict = content(payload(false));

async function camera(text: string) {
  const { subjects, record } = await readText(text, 'a.mobileconfig');
  const observations = subjects.flatMap((one) => one.observations);
  return { record, camera: [...said(observations, 'camera.allowed'), ...said(observations, '*')] };
}

describe('a key of the profile', () => {
  it.each<[string, string]>([
    ['that stands twice', `${content(payload(true))}${strict}`],
    [
      'that stands twice in two spellings',
      `${strict}<key>payloadContent</key><array>${payload(true)}</array>`,
    ],
    ['with an invisible character', `<key>Removal\u200bDate</key><date>2020-01-01T00:00:00Z</date>${strict}`],
    ['of another type', `<key>RemovalDate</key><string>2020-01-01T00:00:00Z</string>${strict}`],
    ['of another type, too', `<key>DurationUntilRemoval</key><string>60</string>${strict}`],
    ['for a device that does not exist', `<key>TargetDeviceType</key><integer>99</integer>${strict}`],
    ['for a device below all', `<key>TargetDeviceType</key><integer>-1</integer>${strict}`],
    ['for a device by a real', `<key>TargetDeviceType</key><real>5</real>${strict}`],
    ['for a device by a text', `<key>TargetDeviceType</key><string>5</string>${strict}`],
    [
      'for two devices, a Mac last',
      `<key>TargetDeviceType</key><integer>1</integer><key>TargetDeviceType</key><integer>5</integer>${strict}`,
    ],
    [
      'for two devices, a Mac first',
      `<key>TargetDeviceType</key><integer>5</integer><key>TargetDeviceType</key><integer>1</integer>${strict}`,
    ],
  ])('%s makes everything ambiguous, and the profile is not skipped', async (_name, body) => {
    expect((await camera(profile(body))).camera).toContain('ambiguous');
  });

  it('for a Mac sets the profile aside', async () => {
    const { record } = await camera(profile(`<key>TargetDeviceType</key><integer>5</integer>${strict}`));
    expect(record).toMatchObject({ skipped: 1, subjects: 0 });
  });
});

describe('a payload that is not inspected', () => {
  it.each([
    ['declarations', 'com.apple.declarations'],
    ['a type in another case', 'com.apple.applicationAccess'],
    ['a type with a blank', 'com.apple.applicationaccess '],
    ['declarations with a blank', ' com.apple.declarations'],
  ])('%s: nothing passes beside it, and the input is partial', async (_name, type) => {
    const { camera: values, record } = await camera(profile(content(payload(false) + payload(true, type))));
    expect(values).toContain('unreadable');
    expect(record.status).toBe('partial');
  });
});

it('a profile that ends says so at each of its demands', async () => {
  for (const end of [
    '<key>RemovalDate</key><date>2044-01-01T00:00:00Z</date>',
    '<key>DurationUntilRemoval</key><integer>60</integer>',
  ]) {
    const { subjects } = await readText(profile(end + strict), 'a.mobileconfig');
    expect(subjects[0]?.observations).toMatchObject([{ setting: 'camera.allowed', notes: ['policy-ends'] }]);
  }
});

it.each(['MessageType', 'CommandUUID'])('a profile with the key %s is no MDM response', async (key) => {
  const text = profile(`<key>${key}</key><string>x</string>${content(payload(true))}`);
  for (const name of ['a.mobileconfig', 'a.xml']) {
    const { record } = await readText(text, name);
    expect(record).toMatchObject({ source: 'apple-mobileconfig', subjects: 1 });
  }
});
