/** Lint of Android policies: its walk agrees with a JSON Schema validator, and it is quiet about what is right. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { inputOf } from '../../src/io/input.ts';
import { lintPolicies } from '../../src/lint/android/policy.ts';
import type { LintFinding } from '../../src/lint/define.ts';

const root = join(import.meta.dirname, '..', '..');
const schema = JSON.parse(
  readFileSync(join(root, 'schemas', 'google', 'policy.schema.json'), 'utf8'),
) as object;
const isPolicy = new Ajv2020({ strict: true }).compile(schema);

async function lint(policy: unknown): Promise<readonly LintFinding[]> {
  const text = typeof policy === 'string' ? policy : JSON.stringify(policy);
  return (await lintPolicies(await inputOf('unit.json', new TextEncoder().encode(text)))).findings;
}
const errors = (findings: readonly LintFinding[]) => findings.filter(({ level }) => level === 'error');

/** Values of every type, to stand where a value of another type is. */
const values = [true, 0, 3.5, 'x', '7', '86400s', [], {}, [{}], ['CAMERA'], { a: 'x' }, null];

/** The document with one value after another exchanged. */
function* exchanged(node: unknown, put: (value: unknown) => unknown): Generator {
  for (const value of values) yield put(value);
  if (Array.isArray(node)) {
    for (const [index, item] of node.entries())
      yield* exchanged(item, (value) => put(node.with(index, value)));
  } else if (typeof node === 'object' && node !== null) {
    for (const [key, item] of Object.entries(node))
      yield* exchanged(item, (value) => put({ ...node, [key]: value }));
  }
}

const fixtures = join(root, 'test', 'fixtures', 'sources', 'android-management-policy');
const wholes = readdirSync(fixtures).filter((name) => name.startsWith('ok.policy-'));

describe.each(wholes)('%s', (name) => {
  const policy = JSON.parse(readFileSync(join(fixtures, name, 'input.json'), 'utf8')) as unknown;

  it('has no fault', async () => {
    expect(isPolicy(policy)).toBe(true);
    expect((await lint(policy)).filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('is judged as a validator of schemas judges it, whatever is exchanged', async () => {
    const differing: unknown[] = [];
    let count = 0;
    for (const other of exchanged(policy, (value) => value)) {
      // Null is absence in Google's JSON, which a schema cannot say; a lone policy is an object.
      if (typeof other !== 'object' || Array.isArray(other) || JSON.stringify(other).includes('null'))
        continue;
      count += 1;
      const hasFault = errors(await lint(other)).length > 0;
      if (hasFault === isPolicy(other)) differing.push(other);
    }
    expect(differing).toEqual([]);
    expect(count).toBeGreaterThan(10);
  });
});

describe('names', () => {
  it.each<[string, string, string | undefined]>([
    ['CameraAccess', 'PM2302', 'cameraAccess'],
    ['camera_access', 'PM2302', 'cameraAccess'],
    ['camera\u200bAccess', 'PM2302', 'cameraAccess'],
    ['camraAccess', 'PM2301', 'cameraAccess'],
    ['somethingElse', 'PM2301', undefined],
    ['constructor', 'PM2301', undefined],
    ['__proto__', 'PM2301', undefined],
    ['a/b~c', 'PM2301', undefined],
  ])('%s', async (key, code, near) => {
    const [found] = await lint(`{${JSON.stringify(key)}:true}`);
    expect(found).toMatchObject({ code, locator: `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}` });
    expect(found?.near).toBe(near);
  });

  it('bounds what a file of nonsense costs', async () => {
    const keys = Array.from({ length: 20_000 }, (_, index) => `"camraAcces${index}":1`);
    expect((await lint(`{${keys.join(',')}}`)).length).toBe(10_000);
  });
});

describe('an older field', () => {
  it.each<[string, object, string[]]>([
    ['alone', { cameraDisabled: true }, ['PM2307']],
    ['beside its successor', { cameraDisabled: true, cameraAccess: 'CAMERA_ACCESS_ENFORCED' }, ['PM2401']],
    [
      'beside a successor that says nothing',
      { cameraDisabled: true, cameraAccess: 'CAMERA_ACCESS_UNSPECIFIED' },
      ['PM2307', 'PM2309'],
    ],
    [
      'beside a successor in a message',
      { wifiConfigDisabled: true, deviceConnectivityManagement: { configureWifi: 'ALLOW_CONFIGURING_WIFI' } },
      ['PM2401'],
    ],
    ['without effect', { blockApplicationsEnabled: true }, ['PM2402']],
  ])('%s', async (_name, policy, codes) => {
    expect((await lint(policy)).map(({ code }) => code)).toEqual(codes);
  });
});

describe('secrets', () => {
  it('are in no message', async () => {
    const text = JSON.stringify(
      await lint({
        openNetworkConfiguration: { Passphrase: 'CANARY' },
        deviceConnectivityManagement: { apnPolicy: { apnSettings: [{ password: 'CANARY', apn: 7 }] } },
        playStoreMode: 'https://user:CANARY@example.com',
      }),
    );
    expect(text).toContain('PM2303');
    expect(text).not.toContain('CANARY');
  });
});
