/** Names of an input are data: none of them may reach what every JavaScript object inherits. */
import { describe, expect, it } from 'vitest';
import { readAppleProfile } from '../../src/artifacts/apple/profile.ts';
import { payloadTables } from '../../src/artifacts/apple/keys.ts';
import { inputOf } from '../../src/io/input.ts';
import { lintOpened } from '../../src/lint/opened.ts';
import { readOpened } from '../../src/read/opened.ts';
import { harmless } from '../../src/report/words.ts';
import { utf8 } from '../support/bytes.ts';

const asOf = '2026-11-20T23:59:59Z';
/** `__proto__` is refused by the property list reader itself. */
const inherited = Object.getOwnPropertyNames(Object.prototype).filter((name) => name !== '__proto__');

const profileOf = (type: string, keys = '') =>
  utf8(`<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict><key>PayloadType</key><string>Configuration</string>
<key>PayloadIdentifier</key><string>example.names</string><key>PayloadContent</key><array><dict>
<key>PayloadType</key><string>${type}</string>${keys}</dict></array></dict></plist>`);

describe('in a configuration profile', () => {
  it.each(inherited)('a payload of the type %s says nothing', async (name) => {
    const { observations } = readAppleProfile(profileOf(name), { input: 'a', asOf });
    expect(observations).toEqual([]);
    const lint = await lintOpened(await inputOf('a.mobileconfig', profileOf(name)), { asOf, target: {} });
    expect(lint.status).toBe('linted');
  });

  it.each(Object.keys(payloadTables))('inherited names as keys of %s say nothing', async (type) => {
    const keys = inherited.map((name) => `<key>${name}</key><true/>`).join('');
    const bare = readAppleProfile(profileOf(type), { input: 'a', asOf });
    const named = readAppleProfile(profileOf(type, keys), { input: 'a', asOf });
    expect(named).toEqual(bare);
    const lint = await lintOpened(await inputOf('a.mobileconfig', profileOf(type, keys)), {
      asOf,
      target: {},
    });
    expect(
      lint.findings.filter(({ locator }) => inherited.some((name) => locator.endsWith(`.${name}`))).length,
    ).toBe(inherited.length);
  });
});

describe('lint', () => {
  it.each(['co\tm.apple.wifi.managed', 'a\u202eb', 'a\u200bb'])(
    'shows what cannot be seen of the type %j',
    async (type) => {
      const lint = await lintOpened(
        await inputOf('a.mobileconfig', profileOf(type, '<key>a\tb</key><true/>')),
        {
          asOf,
          target: {},
        },
      );
      expect(lint.findings.length).toBeGreaterThan(0);
      for (const { message } of lint.findings) expect(harmless(message)).toBe(message);
    },
  );
});

const documents: readonly [string, (name: string) => unknown][] = [
  ['a declaration', (name) => ({ Type: `com.apple.configuration.${name}`, Identifier: 'a', Payload: {} })],
  ['a declaration of that type', (name) => ({ Type: name, Identifier: 'a', ServerToken: 'b', Payload: {} })],
  [
    'keys of a declaration',
    (name) => ({
      Type: 'com.apple.configuration.passcode.settings',
      Identifier: 'a',
      ServerToken: 'b',
      Payload: { [name]: true },
    }),
  ],
  ['a status report', (name) => ({ StatusItems: { [name]: true, passcode: { [name]: true } }, Errors: [] })],
  ['an Intune policy', (name) => ({ '@odata.type': `#microsoft.graph.${name}`, id: 'a', [name]: true })],
  [
    'an Android policy',
    (name) => ({
      name: 'enterprises/a/policies/b',
      [name]: true,
      applications: [{ packageName: name, [name]: 1 }],
    }),
  ],
  [
    'cfgutil',
    (name) => ({
      Command: 'get',
      Type: 'CommandOutput',
      Devices: ['0x1'],
      Output: { '0x1': { [name]: true } },
    }),
  ],
];

describe.each(documents)('in %s', (_title, documentOf) => {
  it.each([...inherited, '__proto__'])('%s is data', async (name) => {
    const text = JSON.stringify(documentOf(name));
    for await (const event of readOpened(await inputOf('a.json', utf8(text)), { asOf }))
      if (event.kind === 'subject')
        for (const one of event.observations) expect(one.setting.includes(name)).toBe(false);
  });
});
