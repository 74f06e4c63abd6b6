/** Settings that management gives to messaging apps: what they decide, and that no secret among them is shown. */
import { describe, expect, it } from 'vitest';
import { managedConfigurationOf } from '../../src/artifacts/managed-configurations.ts';
import { parseJson } from '../../src/formats/json.ts';
import { inputOf } from '../../src/io/input.ts';
import { isKnown, type Observation } from '../../src/model/observation.ts';
import source from '../../src/sources/android-management-policy/index.ts';

const name = 'enterprises/LC00synthetic/policies/unit-synthetic';
const messages = 'com.google.android.apps.messaging';
const threema = 'ch.threema.app.work';

async function observe(policy: string | object): Promise<Observation[]> {
  const text = typeof policy === 'string' ? policy : JSON.stringify({ name, ...policy });
  const all: Observation[] = [];
  const input = await inputOf('unit.json', new TextEncoder().encode(text));
  for await (const item of source.read(input, { asOf: '2026-11-20T23:59:59Z' }))
    if (item.kind === 'subject') all.push(...item.observations);
  return all;
}

const app = (packageName: string, more: object) => ({
  applications: [{ packageName, installType: 'AVAILABLE', ...more }],
});

function said(observations: readonly Observation[], setting: string): unknown[] {
  const own = observations.filter((one) => one.setting === setting);
  return own.map((one) => [isKnown(one) ? one.value : one.unknown, one.origin, ...(one.notes ?? [])]);
}

describe('archiving of Google Messages', () => {
  const setting = 'app.archive.enabled';

  it.each<[string, object, unknown[]]>([
    ['on', { managedConfiguration: { messages_archival: 'com.example.archive' } }, [true, 'explicit']],
    ['empty', { managedConfiguration: { messages_archival: '' } }, [false, 'explicit']],
    ['null', { managedConfiguration: { messages_archival: null } }, [false, 'explicit']],
    ['absent', { managedConfiguration: { other: 1 } }, [false, 'default']],
    ['without settings', {}, [false, 'default']],
    ['no package', { managedConfiguration: { messages_archival: 'yes' } }, ['ambiguous', 'explicit']],
    ['a number', { managedConfiguration: { messages_archival: 1 } }, ['ambiguous', 'explicit']],
    ['settings that are none', { managedConfiguration: 'x' }, ['ambiguous', 'explicit']],
    ['another spelling', { managedConfiguration: { Messages_Archival: 'a.b' } }, ['ambiguous', 'explicit']],
    ['a template', { managedConfigurationTemplate: { templateId: '1' } }, ['not-reported', 'explicit']],
  ])('%s', async (_name, more, expected) => {
    expect(said(await observe(app(messages, more)), setting)).toEqual([expected]);
  });

  it('needs a fully managed phone', async () => {
    const observations = await observe(
      app(messages, { managedConfiguration: { messages_archival: 'com.example.archive' } }),
    );
    expect(observations.find((one) => one.setting === setting)).toMatchObject({
      scope: 'app:google-messages',
      layer: 'required',
      needs: { oneOf: [{ setting: 'device.managementMode', value: 'fullyManaged' }] },
      evidence: { locator: '/applications/0/managedConfiguration/messages_archival', line: 1 },
    });
  });

  it('is not decided by an app that is blocked, listed twice, set twice, or in a part of a policy', async () => {
    const on = { managedConfiguration: { messages_archival: 'a.b' } };
    expect(said(await observe(app(messages, { ...on, installType: 'BLOCKED' })), setting)).toEqual([]);
    const twice = [{ packageName: messages, ...on }, { packageName: messages }];
    expect(said(await observe({ applications: twice }), setting)).toEqual([['ambiguous', 'explicit']]);
    const repeated = `{"name":"${name}","applications":[{"packageName":"${messages}","managedConfiguration":{"messages_archival":"a.b","messages_archival":""}}]}`;
    expect(said(await observe(repeated), setting)).toEqual([['ambiguous', 'explicit']]);
    const part = JSON.stringify({ applications: [{ packageName: messages }], playStoreMode: 'WHITELIST' });
    expect(said(await observe(part), setting)).toEqual([]);
    expect(said(await observe({ applications: [] }), setting)).toEqual([]);
  });
});

describe('Threema Work', () => {
  const setting = 'app.messageRetentionDays';
  const note = 'app-side-configuration-possible';

  it.each<[unknown, unknown]>([
    [0, 0],
    [7, 7],
    [365, 365],
    [3650, 3650],
    [1, 'ambiguous'],
    [3651, 'ambiguous'],
    [-1, 'ambiguous'],
    [30.5, 'ambiguous'],
    ['365', 'ambiguous'],
    [true, 'ambiguous'],
  ])('keeps messages for %j days', async (days, expected) => {
    const observations = await observe(
      app(threema, { managedConfiguration: { th_keep_messages_days: days } }),
    );
    expect(said(observations, setting)).toEqual([[expected, 'explicit', note]]);
  });

  it('says nothing of it without the key: the user may choose', async () => {
    expect(said(await observe(app(threema, { managedConfiguration: {} })), setting)).toEqual([]);
  });

  it('shows no secret and nothing of a person', async () => {
    const names = [
      'th_license_password',
      'th_license_username',
      'th_id_backup',
      'th_id_backup_password',
      'th_safe_password',
      'th_safe_server_username',
      'th_safe_server_password',
      'th_safe_restore_id',
      'th_nickname',
      'th_firstname',
      'th_lastname',
      'th_csi',
      'th_linked_email',
      'th_linked_phone',
      'th_job_title',
      'th_department',
      'th_new_in_this_version',
    ];
    const hidden = Object.fromEntries(
      names.map((key, index) => [key, index % 2 === 0 ? `CANARY-${index}` : 447_700_900_123]),
    );
    const shown = {
      th_disable_screenshots: true,
      th_web_hosts: 'web.example.org',
      th_keep_messages_days: 30,
    };
    const observations = await observe(app(threema, { managedConfiguration: { ...hidden, ...shown } }));
    const lines = observations.find((one) => one.setting === 'apps.managedConfiguration');
    const text = JSON.stringify(observations);
    expect(text).not.toMatch(/CANARY|447700900123/);
    expect(lines).toMatchObject({
      value: expect.arrayContaining([
        `${threema}: th_disable_screenshots = true`,
        `${threema}: th_web_hosts = "web.example.org"`,
        `${threema}: th_keep_messages_days = 30`,
        `${threema}: th_nickname = ••••`,
      ]),
    });
  });
});

it('Slack and Wire show which tenant or server, and not the code to sign on', async () => {
  const observations = await observe({
    applications: [
      { packageName: 'com.Slack', managedConfiguration: { OrgDomain: 'example', ApprovedDevice: 'true' } },
      {
        packageName: 'com.wire',
        managedConfiguration: { sso_code: 'wire-CANARY', default_server_urls: 'https://example.org/s.json' },
      },
    ],
  });
  const text = JSON.stringify(observations);
  expect(text).not.toContain('CANARY');
  expect(text).toContain('com.Slack: OrgDomain = \\"example\\"');
  expect(text).toContain('com.wire: default_server_urls = \\"https://example.org/s.json\\"');
});

it('the same keys on iOS, for whoever reads the settings of another system', () => {
  const site = { input: 'x', layer: 'required', locate: (key: string) => `settings/${key}` } as const;
  const reading = managedConfigurationOf(
    'ch.threema.work.iapp',
    parseJson('{"th_keep_messages_days":30}'),
    site,
  );
  expect(reading.observations).toMatchObject([
    { setting: 'app.messageRetentionDays', scope: 'app:threema-work', value: 30, layer: 'required' },
  ]);
  expect(managedConfigurationOf('com.example', parseJson('{}'), site).observations).toEqual([]);
});
