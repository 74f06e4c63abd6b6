/** Values that a computer reads from a phone: ideviceinfo and cfgutil. */
import { build } from 'plist';
import { describe, expect, it } from 'vitest';
import { properties } from '../../src/sources/apple-cfgutil/map.ts';
import { domains, root } from '../../src/sources/apple-ideviceinfo/map.ts';
import { readText, said } from '../review/support-read.ts';
import { valuesSeen } from '../support/expectations.ts';

describe('fixtures show each setting with a value that passes and one that fails', () => {
  const tables = {
    'apple-cfgutil': [properties],
    'apple-ideviceinfo': [root, ...Object.values(domains)],
  };
  // Each says only one of the two: the other value has a second meaning.
  const oneSided = ['apple-ideviceinfo passcode.present', 'apple-cfgutil device.hostPairing.allowed'];
  it.each(Object.entries(tables))('%s', (source, rows) => {
    const seen = valuesSeen(source);
    for (const { setting } of rows.flatMap((table) => Object.values(table)).flat())
      expect(seen.get(setting)?.size ?? 0, setting).toBeGreaterThan(
        oneSided.includes(`${source} ${setting}`) ? 0 : 1,
      );
  });
});

describe('ideviceinfo', () => {
  const text = (value: Parameters<typeof build>[0]) => `${build(value)}\n`;
  const values = { DeviceClass: 'iPhone', ProductVersion: '26.1', UniqueDeviceID: 'synthetic' };

  it('counts lines over all property lists of a file', async () => {
    const first = text(values);
    const { subjects } = await readText(first + text({ WillEncrypt: true }), 'x.plist');
    const line = subjects[0]?.observations.find(({ setting }) => setting === 'backup.local.encrypted')
      ?.evidence.line;
    const lines = (first + text({ WillEncrypt: true })).split('\n');
    expect(lines[(line ?? 0) - 1]).toContain('WillEncrypt');
  });

  it('does not take an open phone for one without a passcode', async () => {
    const { subjects } = await readText(text({ ...values, PasswordProtected: false }), 'x.plist');
    expect(said(subjects[0]?.observations ?? [], 'passcode.present')).toEqual(['not-reported']);
  });

  it('says both where two calls disagree', async () => {
    const two = text({ ...values, WillEncrypt: true }) + text({ WillEncrypt: false });
    const { subjects } = await readText(two, 'x.plist');
    expect(said(subjects[0]?.observations ?? [], 'backup.local.encrypted')).toEqual([true, false]);
  });

  it('takes the clock of the phone only where it is a moment', async () => {
    const collected = async (seconds: unknown) => {
      const { subjects } = await readText(
        text({ ...values, TimeIntervalSince1970: seconds as number }),
        'x.plist',
      );
      return subjects[0]?.subject.lastSeen;
    };
    expect(await collected(1_794_990_600)).toBe('2026-11-18T08:30:00Z');
    expect(await collected(0)).toBeUndefined();
    expect(await collected('1794990600')).toBeUndefined();
  });
});

describe('cfgutil', () => {
  const read = (output: object, more: object = { Command: 'get' }) =>
    readText(JSON.stringify({ ...more, Output: output }), 'devices.json');
  it('is known by a device, whatever stands beside', async () => {
    const { record, subjects } = await read({ '0xF1': { passcodeProtected: true } }, {});
    expect(record.source).toBe('apple-cfgutil');
    expect(subjects[0]?.subject.id).toBe('0xF1');
  });
  it('is not any JSON with an output', async () => {
    expect((await read({ status: 'ok' }, { Errors: {} })).record.status).toBe('ignored');
  });
  it('reads no device that stands twice', async () => {
    const twice = '{"Output": {"0xF1": {"passcodeProtected": true}, "0xF1": {"passcodeProtected": false}}}';
    const { record, subjects } = await readText(twice, 'devices.json');
    expect([record.status, subjects]).toEqual(['partial', []]);
  });
});
