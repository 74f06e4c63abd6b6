/** Apps of the operator: what a file may hold, and that it reaches rules, readers and the reading child. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, it } from 'vitest';
import { appIdOf } from '../../src/apps/catalogue.ts';
import { appCatalogueSchema } from '../../src/apps/entry.ts';
import { loadApps } from '../../src/profiles/apps.ts';
import { utf8 } from '../support/bytes.ts';

const root = join(import.meta.dirname, '..', '..');
const entry = `  - id: our-chat
    name: Our Chat
    kind: messaging
    ios: [{ id: org.example.chat, certainty: A }]
    android: [{ id: org.example.chat, certainty: A }]
`;
const file = (apps: string) => `schema: passmuster-app-catalogue/1\napps:\n${apps}`;
const load = (text: string) => loadApps(utf8(text), 'apps.yaml');

it('the built-in catalogue has the shape that files are held to', () => {
  const isRight = new Ajv2020().compile(appCatalogueSchema);
  expect(isRight(JSON.parse(readFileSync(join(root, 'src', 'apps', 'catalogue.json'), 'utf8')))).toBe(true);
});

it('identifiers are compared exactly', () => {
  expect(appIdOf('ios', 'net.whatsapp.WhatsApp')).toBe('whatsapp');
  expect(appIdOf('ios', 'net.whatsapp.whatsapp')).toBeUndefined();
  expect(appIdOf('android', 'net.whatsapp.WhatsApp')).toBeUndefined();
});

describe('a file of apps', () => {
  it('is read', () => expect(load(file(entry)).map(({ id }) => id)).toEqual(['our-chat']));

  it.each<[string, string, string]>([
    [
      'an id that is taken',
      file(entry.replace('our-chat', 'signal')),
      'apps.yaml:3:9: The id signal belongs to `signal` already.',
    ],
    [
      'a package that is taken',
      file(entry.replace('android: [{ id: org.example.chat', 'android: [{ id: com.whatsapp')),
      'The package com.whatsapp belongs to `whatsapp` already.',
    ],
    ['one app twice', file(entry + entry), 'The id our-chat belongs to `our-chat` already.'],
    ['an unknown kind', file(entry.replace('kind: messaging', 'kind: mesaging')), 'did you mean `messaging`'],
    ['an unknown key', file(entry.replace('name:', 'nam: x\n    name:')), 'unknown key `nam`'],
    ['no schema', 'apps: []\n', 'lacks the key `schema`'],
  ])('is refused with %s', (_name, text, problem) => {
    expect(() => load(text)).toThrow(problem);
  });
});

describe('the program', () => {
  const folder = mkdtempSync(join(tmpdir(), 'passmuster-apps-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const path = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const apps = path('apps.yaml', file(entry));
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [join(root, 'bin', 'dev.js'), ...args], { encoding: 'utf8' });

  it('tells of the app', () => {
    const { stdout, status } = run('apps', 'org.example.chat', '--apps', apps);
    expect(stdout).toContain('our-chat\n  Our Chat (messaging)');
    expect(status).toBe(0);
  });

  it('judges rules about it by what a reader in the child finds', () => {
    const profile = path(
      'profile.yaml',
      `id: ours
title: Ours
version: '1'
rules:
  - id: chat-absent
    title: Our Chat is not there
    severity: low
    setting: app.installed
    is: false
    app: our-chat
    examples: { pass: [{ app.installed: false }], fail: [{ app.installed: true }] }
`,
    );
    // A property list large enough for the child.
    const list = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict><key>CommandUUID</key><string>c</string><key>Status</key><string>Acknowledged</string>
<key>UDID</key><string>00008120-000A11112222333A</string>
<key>InstalledApplicationList</key><array><dict><key>Identifier</key><string>org.example.chat</string><key>Name</key><string>${'x'.repeat(300_000)}</string></dict></array></dict></plist>
`;
    const { stdout, status } = run(
      'audit',
      path('answer.plist', list),
      '-p',
      profile,
      '--apps',
      apps,
      '-f',
      'json',
    );
    const { findings } = JSON.parse(stdout);
    expect(findings).toMatchObject([{ rule: 'chat-absent', scope: 'app:our-chat', outcome: 'fail' }]);
    expect(status).toBe(1);
  });
});
