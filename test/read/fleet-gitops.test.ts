/** A repository of Fleet's GitOps: the configuration names files, and each of them is read as what it is. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isKnown } from '../../src/model/observation.ts';
import { readPaths } from '../../src/read/paths.ts';
import { all } from '../support/bytes.ts';

const folder = mkdtempSync(join(tmpdir(), 'passmuster-gitops-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files: Readonly<Record<string, string>> = {
  'fleets/phones.yml': `name: Phones
policies:
agent_options:
controls:
  apple_settings:
    configuration_profiles:
      - path: ../lib/ios/Passcode settings.json
  android_settings:
    custom_settings:
      - path: ../lib/android/camera.json
      - path: ../lib/android/screen.json
`,
  'lib/ios/Passcode settings.json': JSON.stringify({
    Type: 'com.apple.configuration.passcode.settings',
    Identifier: 'example.passcode',
    Payload: { MinimumLength: 8 },
  }),
  'lib/android/camera.json': JSON.stringify({ name: 'Camera', cameraDisabled: true }),
  'lib/android/screen.json': JSON.stringify({ name: 'Screen', screenCaptureDisabled: true }),
  'lib/android/apps.json': JSON.stringify({ name: 'No policy', version: '1', applications: [] }),
};

beforeAll(() => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
});

it('is one set of policies for each platform', async () => {
  const events = await all(readPaths([folder], { asOf: '2026-11-29T12:00:00Z', together: true }));
  const demands = events.flatMap((event) =>
    event.kind === 'subject'
      ? event.observations
          .filter((one) => isKnown(one) && one.origin === 'explicit')
          .map((one) => [event.subject.id, one.setting, isKnown(one) && one.value])
      : [],
  );
  expect(demands).toContainEqual(['together/android', 'camera.allowed', false]);
  expect(demands).toContainEqual(['together/android', 'screenCapture.allowed', false]);
  expect(demands).toContainEqual(['together/ios', 'passcode.minimumLength', 8]);
  const records = events.flatMap((event) => (event.kind === 'input' ? [event.record] : []));
  expect(
    records.map(({ path, source, status }) => [path.replace(/^.*-gitops-\w+\//, ''), source, status]),
  ).toEqual([
    ['fleets/phones.yml', 'fleet-gitops', 'read'],
    ['lib/android/apps.json', '-', 'ignored'],
    ['lib/android/camera.json', 'android-management-policy', 'read'],
    ['lib/android/screen.json', 'android-management-policy', 'read'],
    ['lib/ios/Passcode settings.json', 'apple-declaration', 'read'],
  ]);
});
