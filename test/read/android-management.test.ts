/** A policy of the Android Management API speaks for the phones that say they have it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isKnown } from '../../src/model/observation.ts';
import { readPaths } from '../../src/read/paths.ts';

const folder = mkdtempSync(join(tmpdir(), 'passmuster-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

const policy = 'enterprises/LC0made/policies/default';
const device = 'enterprises/LC0made/devices/1';
const whole = {
  name: device,
  managementMode: 'DEVICE_OWNER',
  lastStatusReportTime: '2026-11-18T06:15:00Z',
  policyCompliant: true,
  appliedPolicyName: policy,
  appliedPolicyVersion: '7',
};

/** What is said of the camera on the device: layer and value. */
async function camera(changes: object, policyChanges: object = {}): Promise<unknown[]> {
  const files = {
    'devices.json': { devices: [{ ...whole, ...changes }] },
    'policy.json': { name: policy, version: '7', cameraAccess: 'CAMERA_ACCESS_DISABLED', ...policyChanges },
  };
  const paths = Object.entries(files).map(([name, content]) => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify(content));
    return path;
  });
  const said: unknown[] = [];
  for await (const event of readPaths(paths, { asOf: '2026-11-20T23:59:59Z', identityKey: 'of the test' }))
    if (event.kind === 'subject' && event.subject.kind === 'device')
      for (const one of event.observations)
        if (one.setting === 'camera.allowed' && isKnown(one)) said.push([one.layer, one.value]);
  return said;
}

describe('a fully managed phone', () => {
  it('that confirms the version has what the policy demands', async () => {
    expect(await camera({})).toEqual([['installed', false]]);
  });

  it.each<[string, object]>([
    ['has an older version', { appliedPolicyVersion: '5' }],
    ['does not say which version', { appliedPolicyVersion: undefined }],
  ])('that %s is asked for it and no more', async (_name, changes) => {
    expect(await camera(changes)).toEqual([['required', false]]);
  });

  it.each<[string, object]>([
    ['has another policy', { appliedPolicyName: 'enterprises/LC0made/policies/other' }],
    ['has none', { appliedPolicyName: undefined }],
    ['does not meet it', { policyCompliant: false }],
    ['does not say whether it meets it', { policyCompliant: undefined }],
    ['says so in another type', { policyCompliant: 'true' }],
    ['names what it does not meet', { nonComplianceDetails: [{ settingName: 'passwordPolicies' }] }],
    ['has it in a work profile', { managementMode: 'PROFILE_OWNER' }],
    ['does not say what is managed', { managementMode: undefined }],
  ])('that %s is not spoken for', async (_name, changes) => {
    expect(await camera(changes)).toEqual([]);
  });
});

it('a fragment of a policy reaches no phone', async () => {
  expect(await camera({}, { name: 'a fragment', screenCaptureDisabled: true })).toEqual([]);
});
