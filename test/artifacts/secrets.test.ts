import { format, inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { maskedText } from '../../src/artifacts/masking.ts';
import { isSecretName, withoutSecrets } from '../../src/artifacts/secrets.ts';
import { parseJson } from '../../src/formats/json.ts';
import { plainValue } from '../../src/formats/node.ts';
import { readPlistXml } from '../../src/formats/plist-xml.ts';
import { Secret } from '../../src/secret.ts';

const canary = 'CANARY-hunter2';

describe('a secret', () => {
  const secret = new Secret(canary);
  it.each<[string, () => string]>([
    ['String()', () => String(secret)],
    ['joining', () => ['x', secret].join()],
    ['concatenation', () => '' + secret],
    ['JSON', () => JSON.stringify({ secret })],
    ['inspection', () => inspect({ secret }, { depth: 9, showHidden: true })],
    ['format', () => format('%s %o %j', secret, secret, secret)],
    ['its own properties', () => JSON.stringify(Object.entries(secret))],
    ['a copy', () => JSON.stringify(Object.assign({}, secret))],
    ['an error', () => new Error(String(secret)).stack ?? ''],
  ])('is masked by %s', (_name, print) => expect(print()).not.toContain('CANARY'));

  it('tells length and equality only', () => {
    expect([secret.isAtLeast(6), secret.isAtLeast(60)]).toEqual([true, false]);
    expect([secret.equals(new Secret(canary)), secret.equals(new Secret('other'))]).toEqual([true, false]);
  });
});

describe('keys', () => {
  it.each([
    'Password',
    'ProxyPassword',
    'UserPassword',
    'SharedSecret',
    'XAuthPassword',
    'AuthPassword',
    'CalDAVPassword',
    'CertificatePassword',
    'Challenge',
    'RemovalPassword',
    'UnlockToken',
    'PushMagic',
    'Token',
    'activationLockBypassCode',
    'kioskModeExitCode',
    'preSharedKey',
    'filevault_recovery_key'.replaceAll('_', ''),
    'firmwarePassword',
    'airPlayPassword',
  ])('%s holds a secret', (key) => expect(isSecretName(key)).toBe(true));

  it.each([
    'passwordMinimumLength',
    'passwordRequiredType',
    'XAuthPasswordEncryption',
    'SafariPasswordAutoFillDomains',
    'allowPasswordSharing',
    'passcodeRequired',
    'requireManagedPasteboard',
    'PayloadIdentifier',
    'forcePIN',
    'minLength',
    'accountBlockModification',
  ])('%s does not', (key) => expect(isSecretName(key)).toBe(false));
});

describe('a tree', () => {
  it('holds no secret any more, at any depth, repeated or not', () => {
    const tree = withoutSecrets(
      parseJson(
        `{"a":[{"Password":"${canary}","Password":"${canary}2","keep":1}],"UnlockToken":{"x":["${canary}",5,true,null]}}`,
      ),
    );
    const text = JSON.stringify(plainValue(tree)) + inspect(tree, { depth: 20 });
    expect(text).not.toContain('CANARY');
    expect(text).toContain('keep');
  });

  it('keeps key material to itself', () => {
    const bytes = Buffer.from(canary).toString('base64');
    const payload = (type: string) =>
      readPlistXml(
        `<plist version="1.0"><dict><key>PayloadType</key><string>${type}</string><key>PayloadContent</key><data>${bytes}</data></dict></plist>`,
      );
    expect(plainValue(withoutSecrets(payload('com.apple.security.pkcs12')))).toMatchObject({
      PayloadContent: expect.any(Secret),
    });
    expect(plainValue(withoutSecrets(payload('com.apple.security.root')))).toMatchObject({
      PayloadContent: expect.any(Uint8Array),
    });
  });

  it('without secrets is the same tree', () => {
    const tree = parseJson('{"a":[{"b":1}],"passwordMinimumLength":6}');
    expect(withoutSecrets(tree)).toBe(tree);
  });
});

describe('text for evidence', () => {
  it.each([
    ['host', 'https://user:pass@example.org/x', '••••'],
    ['key', '-----BEGIN PRIVATE KEY-----', '••••'],
    ['Password', 'true', '••••'],
    ['displayName', 'Work phones', 'Work phones'],
    ['long', 'x'.repeat(100), `${'x'.repeat(79)}…`],
  ])('%s', (key, text, shown) => expect(maskedText(key, text)).toBe(shown));
});
