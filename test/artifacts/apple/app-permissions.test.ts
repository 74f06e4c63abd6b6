/** Permissions of apps as TCC.db keeps them: told by columns, exact about ids, silent about everybody else. */
import { describe, expect, it } from 'vitest';
import { readAppPermissions } from '../../../src/artifacts/apple/app-permissions.ts';
import { openForeignDatabase } from '../../../src/formats/sqlite.ts';
import type { Observation } from '../../../src/model/observation.ts';
import { said } from '../../support/bundle.ts';
import { refusal } from '../../support/bytes.ts';
import { inFolder, makeDatabase } from '../../support/sqlite.ts';

const site = { input: 'phone', entry: 'TCC.db', layer: 'observed', locate: (key: string) => key } as const;
const newer = 'CREATE TABLE access (service TEXT, client TEXT, client_type INTEGER, auth_value INTEGER);';
const older =
  'CREATE TABLE access (service TEXT, client TEXT, client_type INTEGER, allowed INTEGER, prompt_count INTEGER);';

function read(sql: string): { observations: readonly Observation[] } {
  return inFolder((folder) => {
    const database = openForeignDatabase(makeDatabase(folder, sql));
    try {
      return { observations: readAppPermissions(database, site) };
    } finally {
      database.close();
    }
  });
}
const row = (service: string, value: number | string, client = 'net.whatsapp.WhatsApp', type = 0) =>
  `INSERT INTO access (service, client, client_type, auth_value) VALUES ('kTCCService${service}', '${client}', ${type}, ${value});`;
const camera = (sql: string) => said(read(sql), 'app.permission.camera', 'whatsapp');

describe('the newer layout', () => {
  it.each([
    [0, '"denied"'],
    [1, '?ambiguous'],
    [2, '"granted"'],
    [3, '?ambiguous'],
    [4, '?ambiguous'],
    [-1, '?ambiguous'],
    ['NULL', '?ambiguous'],
    ["'2'", '"granted"'], // a column of integers makes one of it
    ["'two'", '?ambiguous'],
    [2.5, '?ambiguous'],
  ])('camera %s is %s', (value, expected) => {
    expect(camera(newer + row('Camera', value))).toEqual([`observed: ${expected}`]);
  });

  it('3 is limited for photos, and adding to them is another permission', () => {
    expect(said(read(newer + row('Photos', 3)), 'app.permission.photos', 'whatsapp')).toEqual([
      'observed: "limited"',
    ]);
    expect(said(read(newer + row('PhotosAdd', 2)), 'app.permission.photos', 'whatsapp')).toEqual([
      'observed: "notAsked"',
    ]);
  });

  it('two rows of one app and service stay two', () => {
    expect(camera(newer + row('Camera', 0) + row('Camera', 2))).toEqual([
      'observed: "denied"',
      'observed: "granted"',
    ]);
  });
});

describe('the older layout', () => {
  it.each([
    [0, '"denied"'],
    [1, '"granted"'],
    [2, '?ambiguous'],
  ])('allowed %s is %s', (value, expected) => {
    const insert = `INSERT INTO access VALUES ('kTCCServiceCamera', 'net.whatsapp.WhatsApp', 0, ${value}, 1);`;
    expect(camera(older + insert)).toEqual([`observed: ${expected}`]);
  });
});

describe('clients', () => {
  it('without a row were never asked, as far as they are not of the system', () => {
    const reading = read(newer + row('Camera', 2, 'org.example.other'));
    expect(said(reading, 'app.permission.camera', 'whatsapp')).toEqual(['observed: "notAsked"']);
    expect(said(reading, 'app.permission.camera', 'apple-messages')).toEqual([]);
  });

  it('that only look like an app leave it open', () => {
    expect(camera(newer + row('Camera', 0, 'net.whatsapp.whatsapp'))).toEqual(['observed: ?ambiguous']);
    expect(camera(newer + row('Camera', 0, 'net.whatsapp.WhatsApp\u200B'))).toEqual(['observed: ?ambiguous']);
  });

  it('that are paths are no apps', () => {
    expect(camera(newer + row('Camera', 0, 'net.whatsapp.WhatsApp', 1))).toEqual(['observed: ?ambiguous']);
  });

  it('that are not in the catalogue are named nowhere', () => {
    const reading = read(newer + row('Camera', 2, 'org.example.secret-diary'));
    expect(JSON.stringify(reading)).not.toContain('diary');
  });
});

describe('tables', () => {
  it('a table without a row decides nothing', () => {
    expect(said(read(newer), 'app.permission.camera')).toEqual(['observed: ?incomplete']);
    expect(camera(newer)).toEqual([]);
  });

  it.each([
    ['none', 'CREATE TABLE admin (key);'],
    [
      'a view',
      'CREATE TABLE a (b); CREATE VIEW access AS SELECT b AS service, b AS client, b AS client_type, b AS auth_value FROM a;',
    ],
    ['no known layout', 'CREATE TABLE access (service, client, client_type, verdict);'],
    ['a computed verdict', 'CREATE TABLE access (service, client, client_type, auth_value AS (0));'],
  ])('%s is refused', (_what, sql) => {
    expect(refusal(() => read(sql)).code).toBe('sqlite-malformed');
  });

  it('the witness names row and column', () => {
    const reading = read(newer + row('Camera', 2, 'org.example.other') + row('Camera', 0));
    const denied = reading.observations.find((one) => 'value' in one && one.value === 'denied');
    expect(denied?.evidence).toEqual({
      input: 'phone',
      entry: 'TCC.db',
      locator: 'access[2].auth_value',
      value: 'kTCCServiceCamera 0',
    });
  });
});
