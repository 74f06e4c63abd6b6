/** Backups and sysdiagnose archives through the whole of reading: the child, the gate, folders, archives, every report. */
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { audit } from '../../src/audit.ts';
import type { Report } from '../../src/model/report.ts';
import { findProfiles } from '../../src/profiles/find.ts';
import { readPaths } from '../../src/read/paths.ts';
import { findReporter, reporterIds } from '../../src/report/registry.ts';
import {
  backupOf,
  binary,
  cases,
  databaseOf,
  type Files,
  placeOf,
  privateFiles,
  sysdiagnoseOf,
  withFile,
  writeFiles,
} from '../../tools/fixtures/apple-backup.ts';
import { canaries, guardedPhone, openPhone } from '../../tools/fixtures/apple-phone.ts';
import { longName, tarOf, zipOf } from '../support/archive.ts';
import { all } from '../support/bytes.ts';
import { bplist, object } from '../support/plist.ts';

const folder = mkdtempSync(join(tmpdir(), 'passmuster-handset-'));
const at = (path: string) => join(folder, path);
const asOf = '2026-11-29T12:00:00Z';
const archiveName = 'sysdiagnose_2026.11.28_09-30-00+0000_iPhone-OS_iPhone_23B85';
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, files: Files): string {
  writeFiles(at(name), files);
  return at(name);
}
const readAll = (path: string) => all(readPaths([path], { asOf }));
const recordsOf = async (path: string) =>
  (await readAll(path)).flatMap((event) => (event.kind === 'input' ? [event.record] : []));
const subjectsOf = async (path: string) =>
  (await readAll(path)).flatMap((event) => (event.kind === 'subject' ? [event.subject.id] : []));

async function auditOf(...paths: string[]): Promise<Report> {
  const profiles = await findProfiles(['uk-ncsc-ios', 'uk-moj-whatsapp']);
  return audit({ paths, profiles, gate: { failOn: 'none' }, version: 'test', asOf });
}

const entriesOf = (files: Files, prefix: string) =>
  [...files].map(([name, content]) => ({ name: `${prefix}${name}`, content }));

/** A database in the mode in which the last changes stand beside it: first denied, then granted. */
function withLog(): { database: Uint8Array; log: Uint8Array } {
  const path = at('logged.db');
  const made = new DatabaseSync(path);
  made.exec(`PRAGMA journal_mode = WAL;
    CREATE TABLE access (service TEXT, client TEXT, client_type INTEGER, auth_value INTEGER);
    INSERT INTO access VALUES ('kTCCServiceCamera', 'net.whatsapp.WhatsApp', 0, 0);
    PRAGMA wal_checkpoint(TRUNCATE);
    UPDATE access SET auth_value = 2;`);
  const files = { database: readFileSync(path), log: readFileSync(`${path}-wal`) };
  made.close();
  return files;
}

/** Names of more than 100 bytes stand in an entry of their own. */
const longNamed = (entries: ReturnType<typeof entriesOf>) =>
  entries.flatMap(({ name, content }) =>
    name.length > 100 ? [longName(name), { name: name.slice(0, 100), content }] : [{ name, content }],
  );

describe('a backup folder', () => {
  it('is one input, and the report lists what was opened of it', async () => {
    const [record, ...others] = await recordsOf(written('guarded', backupOf(guardedPhone)));
    expect(others).toEqual([]);
    expect(record).toMatchObject({ source: 'apple-backup', status: 'read', subjects: 1, notices: [] });
    const opened = record?.opened?.map(({ path }) => path) ?? [];
    for (const [domain, path] of privateFiles) expect(opened).not.toContain(`${domain}-${path}`);
    expect(opened).toContain('HomeDomain-Library/TCC/TCC.db');
    expect(opened).toContain('Manifest.db');
  });

  it('is found among other folders', async () => {
    written('many/one', backupOf(guardedPhone));
    written('many/two', backupOf(openPhone));
    writeFileSync(at('many/notes.txt'), 'nothing');
    expect((await recordsOf(at('many'))).map(({ source }) => source)).toEqual([
      '-',
      'apple-backup',
      'apple-backup',
    ]);
  });

  it('may come as an archive', async () => {
    writeFileSync(at('phone.zip'), zipOf(entriesOf(backupOf(guardedPhone), 'Backup/')));
    expect(await subjectsOf(at('phone.zip'))).toEqual(['00000000-000000000000001E']);
    const records = await recordsOf(at('phone.zip'));
    expect(records.find(({ source }) => source === 'apple-backup')).toMatchObject({ status: 'read' });
    expect(records.some(({ source }) => source === '-')).toBe(false);
  });

  it('has permissions whose last changes stand in the log beside them', async () => {
    const { database, log } = withLog();
    const place = 'HomeDomain-Library/TCC/TCC.db';
    const whole = withFile(backupOf(guardedPhone), placeOf(place), database);
    const grants = async (path: string) =>
      (await readAll(path)).flatMap((event) =>
        event.kind === 'subject'
          ? event.observations.flatMap((one) =>
              one.setting === 'app.permission.camera' && one.scope === 'app:whatsapp'
                ? ['value' in one ? one.value : one.unknown]
                : [],
            )
          : [],
      );
    expect(await grants(written('log', withFile(whole, placeOf(`${place}-wal`), log)))).toEqual(['granted']);
    expect(await grants(written('no-log', whole))).toEqual(['denied']);
  });

  it('whose files are links leads nowhere', async () => {
    const place = placeOf('HomeDomain-Library/Preferences/.GlobalPreferences.plist');
    const path = written('linked', backupOf(guardedPhone));
    writeFileSync(at('elsewhere.plist'), binary({ LDMGlobalEnabled: true }));
    unlinkSync(join(path, place));
    symlinkSync(at('elsewhere.plist'), join(path, place));
    const [record] = await recordsOf(path);
    expect(record?.status).toBe('partial');
    expect(record?.notices.map(({ code }) => code)).toEqual(['file-missing']);
  });

  it.each([
    ['a cyclic property list', bplist([object.array([0])])],
    ['an endless one', Buffer.from('bplist00')],
  ])('with %s for its manifest is refused', async (_what, content) => {
    const path = written('cyclic', withFile(backupOf(guardedPhone), 'Manifest.plist', content));
    expect(await recordsOf(path)).toMatchObject([{ source: 'apple-backup', status: 'unreadable' }]);
  });

  it('with a view that never ends for its table of contents is not waited for', async () => {
    const endless = `CREATE TABLE a (domain, relativePath, flags); INSERT INTO a VALUES ('HomeDomain', 'x', 1);
      CREATE VIEW Files AS WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r)
      SELECT domain, relativePath, flags FROM a, r;`;
    const path = written('endless', withFile(backupOf(guardedPhone), 'Manifest.db', databaseOf(endless)));
    const [record] = await recordsOf(path);
    expect(record).toMatchObject({ status: 'partial', subjects: 1 });
    expect(record?.notices).toEqual([
      expect.objectContaining({ code: 'file-unreadable', locator: 'Manifest.db' }),
    ]);
  });

  it('that is damaged keeps its status from looking whole', async () => {
    const statuses: Record<string, string> = {};
    for (const [name, files] of Object.entries(cases())) {
      const [record] = await recordsOf(written(`cases/${name}`, files));
      statuses[name] = record?.status ?? '';
    }
    expect(statuses).toEqual({
      guarded: 'read',
      open: 'read',
      encrypted: 'partial',
      unfinished: 'partial',
      'without-manifest': 'partial',
      'damaged-permissions': 'partial',
      [archiveName]: 'read',
    });
  });
});

describe('a sysdiagnose archive', () => {
  it('is read like its folder', async () => {
    const files = sysdiagnoseOf(guardedPhone);
    writeFileSync(
      at(`${archiveName}.tar.gz`),
      gzipSync(tarOf(longNamed(entriesOf(files, `${archiveName}/`)))),
    );
    const packed = await readAll(at(`${archiveName}.tar.gz`));
    const plain = await readAll(written(archiveName, files));
    const observed = (events: typeof packed) =>
      events.flatMap((event) =>
        event.kind === 'subject'
          ? event.observations.map(({ evidence, ...rest }) => ({ ...rest, entry: evidence.entry }))
          : [],
      );
    expect(observed(packed)).toEqual(observed(plain));
    expect(observed(plain).length).toBeGreaterThan(10);
    expect(await subjectsOf(at(`${archiveName}.tar.gz`))).toEqual([archiveName]);
  });
});

describe('verdicts', () => {
  it('a guarded phone passes what an open one fails', async () => {
    const outcomes = async (name: string, files: Files) => {
      const report = await auditOf(written(`verdicts/${name}`, files));
      return new Map(report.findings.map((one) => [`${one.rule} ${one.scope ?? ''}`.trim(), one]));
    };
    const guarded = await outcomes('guarded', backupOf(guardedPhone));
    const open = await outcomes('open', backupOf(openPhone));
    const sealed = await outcomes('sealed', cases()['encrypted'] ?? new Map());
    expect(sealed.get('local-backup-encryption')).toMatchObject({ outcome: 'pass' });
    expect(guarded.get('local-backup-encryption')).toMatchObject({ outcome: 'fail' });
    expect(open.get('local-backup-encryption')).toMatchObject({ outcome: 'fail' });
    const unknown = [...sealed.values()].filter(({ outcome }) => outcome === 'pass');
    expect(unknown.length).toBeLessThan(5);
  });
});

describe('personal data', () => {
  let report: Report;
  beforeAll(async () => {
    const paths = Object.entries(cases()).map(([name, files]) => written(`canaries/${name}`, files));
    report = await auditOf(...paths);
  });

  it.each(reporterIds)('is in no %s report', async (id) => {
    const reporter = await findReporter(id);
    const options = { width: 120, color: false, unicode: true, verbose: true };
    const text = [...(reporter?.render(report, options) ?? [])].join('');
    // These two hold what fails, and what names a rule of a STIG.
    const isSparse = id === 'gitlab-codequality' || id === 'cklb';
    expect(text.length, id).toBeGreaterThan(isSparse ? 2 : 1000);
    expect(canaries.filter((one) => text.includes(one))).toEqual([]);
  });

  it('is in no stream, and leaves no copy behind', async () => {
    // A folder of its own, since other tests run beside this one.
    const own = mkdtempSync(join(tmpdir(), 'passmuster-own-'));
    vi.stubEnv('TMPDIR', own);
    const text = JSON.stringify(await readAll(at('canaries')));
    expect(tmpdir()).toBe(own);
    vi.unstubAllEnvs();
    expect(canaries.filter((one) => text.includes(one))).toEqual([]);
    expect(readdirSync(own)).toEqual([]);
    rmSync(own, { recursive: true });
  });

  it('was there to be found', () => {
    const raw = (path: string) => readFileSync(join(at('canaries/guarded'), path), 'latin1');
    expect(raw('Info.plist')).toContain('C4N4RYSERIAL');
    expect(raw(placeOf('HomeDomain-Library/SMS/sms.db'))).toContain('quay at nine');
  });
});
