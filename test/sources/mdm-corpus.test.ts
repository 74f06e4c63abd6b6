/** Device lists outside the repository: PASSMUSTER_CORPUS=<folder>; skipped without. What each must yield stands in its README. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isKnown, type Observation } from '../../src/model/observation.ts';
import type { InputRecord } from '../../src/model/report.ts';
import { readPaths } from '../../src/read/paths.ts';

const corpus = join(process.env['PASSMUSTER_CORPUS'] ?? '', 'synthetic-mdm');

async function read(...names: string[]) {
  const devices = new Map<string, readonly Observation[]>();
  const records: InputRecord[] = [];
  const paths = names.map((name) => join(corpus, `${name}.json`));
  for await (const event of readPaths(paths, { asOf: '2026-11-02T06:20:00Z', identityKey: 'of the test' }))
    if (event.kind === 'input') records.push(event.record);
    else if (event.subject.kind === 'device') devices.set(event.subject.id, event.observations);
  const ids = [...devices.keys()];
  const of = (id: string | undefined, setting: string) =>
    (devices.get(id ?? '') ?? []).filter((one) => one.setting === setting);
  const said = (id: string | undefined, setting: string): unknown[] =>
    of(id, setting).map((one) => (isKnown(one) ? one.value : one.unknown));
  return { ids, of, said, records };
}

describe.skipIf(process.env['PASSMUSTER_CORPUS'] === undefined || !existsSync(corpus))('the corpus', () => {
  it('Directory: two Android phones and an iPhone of which almost nothing is known', async () => {
    const { ids, said, records } = await read('google-directory-mobiledevices');
    const [good, bad, phone] = ids;
    expect(records.map(({ source, status, subjects }) => [source, status, subjects])).toEqual([
      ['google-directory-devices', 'read', 3],
    ]);
    expect(said(good, 'os.securityPatch')).toEqual(['2026-10-01']);
    expect(said(good, 'os.version')).toEqual(['16']);
    expect(said(good, 'app.permission.camera')).toEqual([]);
    expect(said(good, 'apps.installed')).toEqual(['not-reported']);
    expect(said(bad, 'developer.usbDebugging')).toEqual([true]);
    expect(said(bad, 'apps.unknownSources.allowed')).toEqual([true]);
    expect(said(bad, 'passcode.present')).toEqual([false]);
    expect(said(bad, 'storage.encrypted')).toEqual([false]);
    expect(said(bad, 'os.securityPatch')).toEqual(['not-reported']);
    expect(said(phone, 'os.version')).toEqual(['26.1']);
    expect(said(phone, 'passcode.present')).toEqual(['not-reported']);
    expect(said(phone, 'storage.encrypted')).toEqual(['not-reported']);
  });

  it('Android Management: the policy speaks for the phone that has its version', async () => {
    const { ids, of, said } = await read('amapi-devices-list', 'amapi-policy');
    const [whole, profile] = ids;
    const length = of(whole, 'passcode.minimumLength').find(isKnown);
    expect([length?.layer, length?.value]).toEqual(['installed', 8]);
    expect(said(whole, 'storage.encrypted')).toContain(true);
    expect(of(profile, 'passcode.minimumLength').filter(isKnown)).toEqual([]);
    expect(said(profile, 'os.securityPatch')).toEqual(['not-reported']);
  });

  it('Workspace ONE: a page of three of eight', async () => {
    const { ids, said, records } = await read('workspace-one-devices-search');
    const [good, unchecked, android] = ids;
    const [record] = records;
    expect([record?.source, record?.status]).toEqual(['workspace-one-devices', 'partial']);
    expect(record?.notices.map(({ message }) => message).join()).toContain('5 are missing');
    expect(said(good, 'device.compromised')).toEqual([false]);
    expect(said(good, 'backup.cloud.enabled')).toEqual([false]);
    expect(said(unchecked, 'device.compromised')).toEqual(['not-reported']);
    expect(said(android, 'device.compromised')).toEqual([true]);
    expect(said(android, 'backup.cloud.enabled')).toEqual(['not-reported']);
  });

  it('SimpleMDM: two phones and a Mac', async () => {
    const { ids, said, records } = await read('simplemdm-devices');
    const [good, open] = ids;
    expect(records.map(({ source, subjects, skipped }) => [source, subjects, skipped])).toEqual([
      ['simplemdm-devices', 2, 1],
    ]);
    expect(said(good, 'passcode.present')).toEqual([true]);
    expect(said(good, 'storage.encrypted')).toEqual([true]);
    expect(said(open, 'passcode.present')).toEqual([false]);
    expect(said(open, 'storage.encrypted')).toEqual([false]);
    expect(said(open, 'passcode.compliant')).not.toContain(true);
  });
});
