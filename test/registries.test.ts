/** Folders, registries, fixtures and published files say the same. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { catalogueApps } from '../src/apps/catalogue.ts';
import { operators } from '../src/evaluate/operators/registry.ts';
import { builtInIds, findProfiles } from '../src/profiles/find.ts';
import { findReporter, reporterIds } from '../src/report/registry.ts';
import { settings } from '../src/settings/catalogue.ts';
import { bundleSources, sources } from '../src/sources/registry.ts';
import { publishedSchemas } from '../tools/schemas.ts';

const root = join(import.meta.dirname, '..');
const foldersIn = (path: string): string[] =>
  readdirSync(join(root, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();

describe('sources', () => {
  const ids = sources.map(({ id }) => id).sort();
  const bundles = bundleSources.map(({ id }) => id);
  it('have a folder each', () => expect(foldersIn('src/sources')).toEqual([...ids, ...bundles].sort()));
  it('have fixtures each, good and bad', () => {
    expect(foldersIn('test/fixtures/sources')).toEqual(ids);
    for (const id of ids) {
      const cases = foldersIn(`test/fixtures/sources/${id}`);
      expect(
        cases.some((name) => name.startsWith('ok.')),
        id,
      ).toBe(true);
      expect(
        cases.some((name) => name.startsWith('bad.')),
        id,
      ).toBe(true);
    }
  });
});

describe('reporters', () => {
  it.each(reporterIds.map((id) => [id]))('%s is what the registry calls it', async (id) => {
    expect((await findReporter(id))?.id).toBe(id);
    expect(existsSync(join(root, 'src', 'report', `${id}.ts`))).toBe(true);
  });
});

describe('settings', () => {
  it('have unique ids of the naming law', () => {
    const ids = settings.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z][A-Za-z]*(\.[a-z][A-Za-z]*)+$/.test(id))).toEqual([]);
  });

  it('keep the ids that were fixed from the start', () => {
    const fixed = [
      'passcode.required',
      'passcode.present',
      'passcode.minimumLength',
      'passcode.maximumFailedAttempts',
      'lock.maximumInactivityMinutes',
      'storage.encrypted',
      'backup.local.encrypted',
      'backup.cloud.enabled',
      'camera.allowed',
      'screenCapture.allowed',
      'os.version',
      'os.securityPatch',
      'device.supervised',
      'device.ownership',
      'device.compromised',
      'developer.usbDebugging',
      'apps.installed',
      'app.installed',
      'app.permission.camera',
      'app.permission.contacts',
      'app.permission.microphone',
      'app.permission.photos',
      'app.twoStepVerification',
      'app.securityNotifications',
      'app.backup.endToEndEncrypted',
    ];
    const ids = new Set(settings.map(({ id }) => id));
    expect(fixed.filter((id) => !ids.has(id))).toEqual([]);
  });

  it('merge by a rule that fits their type', () => {
    const fitting = {
      boolean: ['and', 'or', 'only'],
      integer: ['min', 'max', 'only'],
      number: ['min', 'max', 'only'],
      version: ['min', 'max', 'only'],
      date: ['min', 'max', 'only'],
      choice: ['strictest', 'only'],
      text: ['only'],
      list: ['union', 'intersection', 'only'],
    };
    expect(settings.filter(({ type, merge }) => !fitting[type].includes(merge)).map(({ id }) => id)).toEqual(
      [],
    );
    expect(
      settings
        .filter(({ type, values }) => (type === 'choice') !== (values !== undefined))
        .map(({ id }) => id),
    ).toEqual([]);
  });
});

describe('operators', () => {
  it('have unique ids and explain themselves', () => {
    const ids = operators.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { accepts } of operators) expect(accepts.length).toBeGreaterThan(0);
  });
});

describe('the app catalogue', () => {
  it('has unique ids, and each bundle id or package name belongs to one app', () => {
    const all = (list: readonly string[]) => expect(new Set(list).size).toBe(list.length);
    all(catalogueApps.map(({ id }) => id));
    all(catalogueApps.flatMap(({ ios }) => ios));
    all(catalogueApps.flatMap(({ android }) => android));
  });
});

describe('built-in profiles', () => {
  it('are called by their id', async () => {
    expect((await findProfiles(builtInIds())).map(({ id }) => id)).toEqual(builtInIds());
  });
});

describe('published schemas', () => {
  it.each(Object.entries(publishedSchemas))('%s is the one in the code (npm run schemas)', (name, schema) => {
    expect(JSON.parse(readFileSync(join(root, 'schemas', name), 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(schema)),
    );
    expect(() =>
      new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true }).compile(schema),
    ).not.toThrow();
  });
});
