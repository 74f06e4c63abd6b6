/** Answers that are of another device, or lack a part, show less than they seem to. */
import { describe, expect, it } from 'vitest';
import { plistXml } from '../support/plist.ts';
import { readText, said } from './support-read.ts';
import { claim, device, doubt, is, judgeAll } from './support.ts';

const answer = async (body: string) => {
  const reading = await readText(plistXml(`<dict>${body}</dict>`), 'answer.plist');
  return { ...reading, all: reading.subjects[0]?.observations ?? [] };
};
const apps = `<key>InstalledApplicationList</key><array><dict><key>Identifier</key><string>org.example</string>
  <key>AppStoreVendable</key><true/></dict></array>`;
const bool = (key: string, value: boolean) =>
  `<dict><key>restrictedBool</key><dict><key>${key}</key><dict><key>value</key><${value}/></dict></dict></dict>`;

describe('a list of apps', () => {
  it('without the identifier of a device may be of managed apps only', async () => {
    expect(said((await answer(apps)).all, 'apps.installed')).toEqual(['incomplete']);
  });
  it('with a UDID is of the whole device', async () => {
    const { all } = await answer(`${apps}<key>UDID</key><string>00008110-000A0000000000F1</string>`);
    expect(said(all, 'apps.installed')).toEqual([['org.example']]);
  });
});

it('restrictions of profiles without the merged ones do not show what the phone follows', async () => {
  const profiles = `<key>ProfileRestrictions</key><dict><key>a</key>${bool('allowCamera', false)}</dict>`;
  const udid = '<key>UDID</key><string>00008110-000A0000000000F1</string>';
  const alone = await answer(`${profiles}${udid}`);
  expect(said(alone.all, 'camera.allowed')).toEqual([false, 'incomplete']);
  expect(alone.record.status).toBe('partial');
  const both = await answer(`${profiles}<key>GlobalRestrictions</key>${bool('allowCamera', false)}${udid}`);
  expect(said(both.all, 'camera.allowed')).toEqual([false, false]);
});

it('a status report of a Mac is not one of a phone because it leaves out the family', async () => {
  const items = { device: { model: { identifier: 'Mac15,3' } }, passcode: { 'is-present': true } };
  expect((await readText(JSON.stringify({ StatusItems: items }))).subjects).toEqual([]);
});

describe('output of cfgutil', () => {
  const read = async (output: object) => (await readText(JSON.stringify(output))).record.status;
  const phone = { deviceType: 'iPhone17,3', passcodeProtected: true };
  it('is incomplete when a device gave errors only', async () => {
    expect(await read({ Command: 'get', Output: { '0x1': phone }, Errors: { '0x2': {} } })).toBe('partial');
    expect(await read({ Command: 'get', Output: { '0x1': phone }, Errors: { '0x1': {} } })).toBe('read');
  });
  it('is incomplete when a device stands under another name', async () => {
    expect(await read({ Command: 'get', Output: { '0x1': phone, phone }, Errors: {} })).toBe('partial');
  });
});

it('damage without a date counts where a rule asks for an age', () => {
  const rule = { expression: is('camera.allowed', false), maxAgeDays: 7 };
  const claims = [
    claim('camera.allowed', false, 'observed', { collected: '2026-11-19T00:00:00Z' }),
    doubt('*', 'ambiguous'),
  ];
  expect(judgeAll(rule, claims).map(({ outcome }) => outcome)).toEqual(['unknown']);
});

it('of two demands that may have no effect the weaker one may be the only one that has', () => {
  const length = { expression: is('passcode.minimumLength', 8) };
  const claims = [
    claim('passcode.minimumLength', 8, 'required'),
    claim('passcode.minimumLength', 8, 'installed', { needs: { supervised: true } }),
    claim('passcode.minimumLength', 4, 'installed', { needs: { from: '18' } }),
  ];
  expect(judgeAll(length, claims).map(({ outcome }) => outcome)).toEqual(['unknown']);
  const known = { ...device, supervised: true, osVersion: '18.1' };
  expect(judgeAll(length, claims, known).map(({ outcome }) => outcome)).toEqual(['pass']);
});
