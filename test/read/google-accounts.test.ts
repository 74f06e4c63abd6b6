/** Three lists of Google's speak of one phone: devices, the users of devices, and users. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isKnown, type Observation } from '../../src/model/observation.ts';
import { readPaths } from '../../src/read/paths.ts';

const fixtures = join(import.meta.dirname, '..', 'fixtures', 'sources');
const devices = join(fixtures, 'google-cloud-identity', 'ok.devices', 'input.json');
const deviceUsers = join(fixtures, 'google-cloud-identity', 'ok.device-users', 'input.json');
const users = join(fixtures, 'google-directory-users', 'ok.page', 'input.json');
const directory = join(fixtures, 'google-directory-devices', 'ok.page', 'input.json');

async function observed(paths: readonly string[]) {
  const found = new Map<string, readonly Observation[]>();
  for await (const event of readPaths(paths, { asOf: '2026-11-20T23:59:59Z', identityKey: 'of the test' }))
    if (event.kind === 'subject') found.set(event.subject.id, event.observations);
  return (id: string, setting: string): unknown[] =>
    (found.get(id) ?? [])
      .filter((one) => one.setting === setting)
      .map((one) => (isKnown(one) ? one.value : one.unknown));
}

describe('the list of device users', () => {
  it('tells the devices whether a password is set', async () => {
    const said = await observed([devices, deviceUsers]);
    expect(said('devices/made0001', 'passcode.present')).toEqual([true]);
    expect(said('devices/made0002', 'passcode.present')).toEqual([false]);
    expect(said('devices/made0004', 'passcode.present')).toEqual(['not-reported']);
  });

  it('says nothing without the devices', async () => {
    const said = await observed([deviceUsers]);
    expect(said('devices/made0001', 'passcode.present')).toEqual([]);
  });
});

describe('two-step verification of the account', () => {
  it('reaches the phones whose owner the inventory names', async () => {
    const said = await observed([directory, users]);
    expect(said('AFiQxQmade0001', 'account.twoStepVerification')).toEqual([true]);
    expect(said('AFiQxQmade0001', 'account.twoStepVerification.enforced')).toEqual([true]);
    expect(said('AFiQxQmade0002', 'account.twoStepVerification')).toEqual([false]);
    expect(said('AFiQxQmade0003', 'account.twoStepVerification')).toEqual([true]); // suspended: a note says so
    expect(said('AFiQxQmade0010', 'account.twoStepVerification')).toEqual([]);
  });

  it.each([[[devices, deviceUsers, users]], [[users, deviceUsers, devices]]])(
    'reaches the phones whose user another list names, in any order of files',
    async (paths) => {
      const said = await observed(paths);
      expect(said('devices/made0001', 'account.twoStepVerification')).toEqual([true]);
      expect(said('devices/made0002', 'account.twoStepVerification')).toEqual([false]);
    },
  );

  it('does not reach the phone that its user has left', async () => {
    const said = await observed([devices, deviceUsers, users]);
    expect(said('devices/made0004', 'account.twoStepVerification')).toEqual([]);
  });
});

it('one device with a row for each of its apps is one device with all of them', async () => {
  const said = await observed([join(fixtures, 'google-directory-csv', 'ok.one-app-per-row', 'input.csv')]);
  expect(said('AFiQxQcsv0008', 'app.installed')).toEqual([true, true]);
  expect(said('AFiQxQcsv0008#2', 'app.installed')).toEqual([]);
});
