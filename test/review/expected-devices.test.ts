/** A phone that stands twice is not two phones, and does not make up for one that is missing. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { audit } from '../../src/audit.ts';
import { exitCodeOf } from '../../src/evaluate/gate.ts';
import { findProfiles } from '../../src/profiles/find.ts';

const folder = mkdtempSync(join(tmpdir(), 'passmuster-review-'));
afterAll(() => rmSync(folder, { recursive: true }));
const row = (id: string) => ({
  id,
  operatingSystem: 'Android',
  managedDeviceOwnerType: 'company',
  isEncrypted: true,
  lastSyncDateTime: '2026-11-18T10:00:00Z',
});

it.each([
  [['a', 'b'], 0],
  [['a', 'a'], 3],
  [['a', 'b', 'a'], 0],
])('%j of two expected devices asks for %i', async (ids, code) => {
  const path = join(folder, `${ids.join('')}.json`);
  writeFileSync(path, JSON.stringify(ids.map(row)));
  const profiles = await findProfiles(['uk-moj-whatsapp'], {});
  const report = await audit({
    paths: [path],
    profiles,
    asOf: '2026-11-20T23:59:59Z',
    gate: { failOn: 'none', expectedDevices: 2 },
    version: '0',
  });
  expect(exitCodeOf(report.gates)).toBe(code);
});
