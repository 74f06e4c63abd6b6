/** The key table: how the generator reads Apple's YAML, and what the committed files say. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import {
  appleTable,
  declarationFacts,
  elsewhereOf,
  keyFacts,
  namesAt,
  payloadFacts,
  payloadTypes,
} from '../../src/artifacts/apple/schema.ts';
import { withLater } from '../../tools/apple-schemas/later.ts';
import { tableOf } from '../../tools/apple-schemas/table.ts';
import { readCheckout } from '../../tools/apple-schemas/yaml.ts';
import { appleSchemaFiles, laterFacts } from '../../tools/generate-apple-schemas.ts';

const synthetic = join(import.meta.dirname, '..', 'fixtures', 'apple-schema');
const committed = join(import.meta.dirname, '..', '..', 'schemas', 'apple');
const later = { sources: [], upTo: '27.0', payloads: {}, declarations: {} };

describe('the generator', () => {
  const table = tableOf(readCheckout(synthetic));
  const keys = table.payloads['example.restrictions']?.keys ?? {};

  it('goes by the payload type and not by the name of the file', () => {
    expect(Object.keys(table.payloads)).toEqual([
      'example.cyclic',
      'example.restrictions',
      'example.variants',
    ]);
  });

  it('lists payloads of other systems by name', () => {
    expect(table.elsewhere).toEqual({ 'example.mac': ['macOS'] });
  });

  it('writes down of a key only what differs from its payload', () => {
    expect(keys['inherits']).toEqual({ type: 'boolean', default: true });
    expect(keys['patch']).toEqual({
      type: 'integer',
      required: true,
      min: 0,
      max: 16,
      introduced: '11.4.1',
      supervised: true,
      sharedIpad: 'forbidden',
      supervisionAnnounced: true,
    });
    expect(keys['withoutIntroduced']).toEqual({ type: 'real', oneOf: [0, 1.5], userEnrolment: 'forbidden' });
  });

  it('reads a version without quotes', () => {
    expect(keys['unquoted']).toEqual({
      type: 'string',
      subtype: 'url',
      format: '^https://',
      introduced: '26.0',
    });
  });

  it('hands n/a down to what lies in the key', () => {
    expect(keys['onlyMac']).toEqual({ type: 'dictionary', notOnIos: true, elsewhere: ['macOS'] });
    expect(keys['onlyMac.inside']).toEqual({ type: 'string', notOnIos: true, elsewhere: ['macOS'] });
  });

  it('takes the new name of a key from the text', () => {
    expect(keys['oldName']).toEqual({ type: 'string', deprecated: '15.0', replacedBy: 'inherits' });
  });

  it('names nested keys by path, and free keys by a star', () => {
    expect(keys['nested.child']).toEqual({ type: 'data', required: true, introduced: '9.0' });
    expect(keys['nested.list[]']).toEqual({ type: 'dictionary', repetition: [1, 2], introduced: '9.0' });
    expect(keys['nested.list[].name']).toEqual({ type: 'string', required: true, introduced: '9.0' });
    expect(keys['nested.*']).toEqual({ type: 'any', introduced: '9.0' });
  });

  it('ends where anchors turn back on themselves', () => {
    expect(Object.keys(table.payloads['example.cyclic']?.keys ?? {})).toEqual([
      'Dock',
      'Dock[]',
      'Dock[].Type',
      'Dock[].Pages',
      'Dock[].Pages[]',
      'Dock[].Pages[][]',
    ]);
    expect(table.payloads['example.cyclic']?.keys['Dock[].Pages[][]']).toEqual({ type: 'any' });
  });

  it('joins two files of one type: what only one demands is free', () => {
    expect(table.payloads['example.variants']?.keys).toEqual({
      Type: { type: 'string', oneOf: ['Credential', 'Redirect'], required: true },
      Realm: { type: 'string' },
    });
  });

  it('keeps how declarations are joined and who accepts them', () => {
    expect(table.declarations['com.apple.configuration.example.settings']).toEqual({
      introduced: '18.1',
      enrolments: ['supervised', 'device'],
      apply: 'combined',
      keys: {
        Minimum: { type: 'integer', default: 0, combine: 'number-max' },
        Narrow: { type: 'boolean', combine: 'boolean-or', enrolments: ['supervised'] },
      },
    });
  });

  it('knows its release by the newest version in it', () => {
    expect(table.release).toBe('26.0');
  });

  it('lays later facts over it, and refuses a new key without a type', () => {
    const patched = withLater(table, {
      ...later,
      payloads: { 'example.variants': { keys: { Type: { deprecated: '27.0' }, Realm: null } } },
    });
    expect(patched.payloads['example.variants']?.keys).toEqual({
      Type: { type: 'string', oneOf: ['Credential', 'Redirect'], required: true, deprecated: '27.0' },
    });
    expect(() =>
      withLater(table, { ...later, payloads: { x: { keys: { y: { removed: '27.0' } } } } }),
    ).toThrow('y');
  });

  it('gives a payload the keys of another one', () => {
    const { payloads } = withLater(table, {
      ...later,
      payloads: { 'example.cyclic': { keysOf: 'example.variants', keys: {} } },
    });
    expect(Object.keys(payloads['example.cyclic']?.keys ?? {})).toEqual(
      expect.arrayContaining(['Dock', 'Type', 'Realm']),
    );
  });

  it('writes the same bytes twice', () => {
    expect(appleSchemaFiles(synthetic, later)).toEqual(appleSchemaFiles(synthetic, later));
  });
});

describe('the committed table', () => {
  const restrictions = 'com.apple.applicationaccess';

  it('has the counts of the release', () => {
    const all = Object.values(appleTable().payloads).flatMap(({ keys }) => Object.values(keys));
    const { release, upTo, payloads, elsewhere, declarations } = appleTable();
    expect({
      release,
      upTo,
      payloads: Object.keys(payloads).length,
      elsewhere: Object.keys(elsewhere).length,
      declarations: Object.keys(declarations).length,
      keys: all.filter(({ notOnIos }) => notOnIos !== true).length,
      keysElsewhere: all.filter(({ notOnIos }) => notOnIos === true).length,
    }).toMatchInlineSnapshot(`
      {
        "declarations": 49,
        "elsewhere": 72,
        "keys": 1263,
        "keysElsewhere": 184,
        "payloads": 48,
        "release": "18.3",
        "upTo": "27.0",
      }
    `);
  });

  it('says what is well known', () => {
    expect(keyFacts(restrictions, 'forceEncryptedBackup')).toMatchObject({
      introduced: '4.0',
      supervised: false,
    });
    expect(keyFacts(restrictions, 'allowCamera')).toMatchObject({
      supervised: false,
      supervisionAnnounced: true,
    });
    expect(keyFacts(restrictions, 'allowDeviceSleep')).toMatchObject({ notOnIos: true, elsewhere: ['tvOS'] });
    expect(keyFacts('com.apple.mobiledevice.passwordpolicy', 'minLength')).toMatchObject({
      userEnrolment: 'ignored',
      min: 0,
      max: 16,
      declaration: { type: 'com.apple.configuration.passcode.settings', key: 'MinimumLength' },
    });
    expect(keyFacts('com.apple.wifi.managed', 'EAPClientConfiguration.UserPassword')?.type).toBe('string');
    expect(
      keyFacts('com.apple.wifi.managed', 'EAPClientConfiguration.TLSAllowTrustExceptions')?.removed,
    ).toBe('8.0');
    expect(keyFacts('Configuration', 'PayloadRemovalDisallowed')).toMatchObject({ supervised: true });
    expect(elsewhereOf('com.apple.dock')).toEqual(['macOS']);
    expect(payloadFacts('com.apple.proxy.http.global')?.multiple).toBe(false);
  });

  it('knows what came after the release', () => {
    expect(keyFacts(restrictions, 'forceDelayedSoftwareUpdates')).toMatchObject({
      deprecated: '26.0',
      removed: '27.0',
    });
    expect(keyFacts(restrictions, 'allowAssistant')).toMatchObject({
      deprecated: '26.4',
      declaration: { type: 'com.apple.configuration.siri.settings', key: 'Enabled' },
    });
    expect(keyFacts(restrictions, 'blockedAppBundleIDs')?.deprecated).toBe('27.0');
    expect(declarationFacts('com.apple.configuration.siri.settings')).toMatchObject({
      enrolments: ['supervised'],
    });
    expect(keyFacts('com.apple.configuration.passcode.settings', 'PasscodeReuseLimit')?.combine).toBe(
      'number-min',
    );
  });

  it('answers for common keys, free keys and inherited names', () => {
    expect(keyFacts(restrictions, 'PayloadUUID')?.required).toBe(true);
    expect(keyFacts('com.apple.webcontent-filter', 'VendorConfig.whatever')?.type).toBe('any');
    for (const name of ['constructor', '__proto__', 'toString']) {
      expect(keyFacts(restrictions, name)).toBeUndefined();
      expect(payloadFacts(name)).toBeUndefined();
      expect(elsewhereOf(name)).toBeUndefined();
    }
    expect(namesAt('com.apple.wifi.managed', 'EAPClientConfiguration.')).toContain('UserPassword');
    expect(namesAt(restrictions, '')).toContain('PayloadUUID');
    expect(payloadTypes()).toContain('com.apple.dock');
  });

  it('names replacements that exist', () => {
    const dangling = Object.entries(appleTable().payloads).flatMap(([type, { keys }]) =>
      Object.entries(keys).flatMap(([path, { replacedBy, declaration }]) => [
        ...(replacedBy !== undefined && keyFacts(type, replacedBy) === undefined ? [`${type} ${path}`] : []),
        ...(declaration !== undefined && danglingKey(declaration) ? [`${type} ${path}`] : []),
      ]),
    );
    expect(dangling).toEqual([]);
  });

  it('gives JSON Schemas that a strict validator compiles', () => {
    for (const name of ['profiles.schema.json', 'declarations.schema.json']) {
      const schema = JSON.parse(readFileSync(join(committed, name), 'utf8')) as {
        $defs: Record<string, object>;
      };
      const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
      ajv.addSchema(schema, name);
      for (const type of Object.keys(schema.$defs))
        expect(ajv.getSchema(`${name}#/$defs/${type}`), type).toBeTypeOf('function');
    }
  });

  it.skipIf(process.env['PASSMUSTER_APPLE_SCHEMA'] === undefined)('comes out of the checkout again', () => {
    const files = appleSchemaFiles(process.env['PASSMUSTER_APPLE_SCHEMA'] ?? '', laterFacts());
    for (const [name, text] of Object.entries(files))
      expect(text === readFileSync(join(committed, name), 'utf8'), name).toBe(true);
  });

  it('names its origin and licence', () => {
    expect(existsSync(join(committed, 'ORIGIN.md'))).toBe(true);
    expect(readFileSync(join(committed, 'ORIGIN.md'), 'utf8')).toContain('Permission is hereby granted');
  });
});

function danglingKey({ type, key }: { type: string; key?: string }): boolean {
  const facts = appleTable().declarations[type];
  return facts === undefined || (key !== undefined && facts.keys[key] === undefined);
}
