/**
 * `TCC.db`, in which an iPhone or iPad keeps what its user allowed each app: table `access`, one row per app and service.
 * Apple does not document it; columns and values are those that public forensic readers use. The layout is told by its
 * columns, never by the version of the system: `allowed` (to iOS 13) is 0 or 1, `auth_value` (from iOS 14) is 0 denied,
 * 1 unknown, 2 allowed, 3 limited (photos). Of whoever is not in the catalogue nothing is kept, not even the name.
 */
import { type CatalogueApp, catalogueApps } from '../../apps/catalogue.ts';
import { PassmusterError } from '../../errors.ts';
import type { ForeignDatabase, ForeignTable, SqliteRow, SqliteValue } from '../../formats/sqlite.ts';
import { appScope, type Evidence, type Observation } from '../../model/observation.ts';
import { observe, undecided } from '../../settings/observe.ts';
import { gradeNotes } from '../grade.ts';
import { foldKey } from '../masking.ts';
import type { MapSite } from '../observe-map.ts';

/**
 * Only the services that are settings here. `kTCCServicePhotosAdd`, adding without reading, is none. The location is not
 * in this database.
 */
const services = {
  kTCCServiceCamera: 'app.permission.camera',
  kTCCServiceMicrophone: 'app.permission.microphone',
  kTCCServiceAddressBook: 'app.permission.contacts',
  kTCCServicePhotos: 'app.permission.photos',
} as const;
type Service = keyof typeof services;

/** That an app may use iCloud hints at backups of its chats there, and proves none. */
const hints: ReadonlyMap<SqliteValue, string> = new Map([
  ['kTCCServiceUbiquity', 'may-use-icloud-drive'],
  ['kTCCServiceLiverpool', 'may-use-cloudkit'],
]);
/** Their chats can be backed up to iCloud. */
const hinting: ReadonlySet<string> = new Set(['whatsapp', 'whatsapp-business']);

export const permissionSettings = Object.values(services);

const isService = (value: SqliteValue | undefined): value is Service =>
  typeof value === 'string' && Object.hasOwn(services, value);

/** @throws PassmusterError sqlite-malformed when there is no such table, or one of another layout */
export function readAppPermissions(database: ForeignDatabase, site: MapSite): Observation[] {
  const { table, column } = accessTable(database);
  const told: Observation[] = [];
  const asked = new Set<string>();
  let rows = 0;
  for (const row of table.rows()) {
    rows += 1;
    const service = row.cells.get('service');
    const app = appOf(row.cells.get('client'));
    if (app !== undefined) told.push(...readHint(row, { app, column, site }));
    if (!isService(service) || app === undefined) continue;
    asked.add(`${service} ${app.id}`);
    told.push(...readGrant(row, { service, app, column, site }));
  }
  // A table without a row is more likely one that lost them than a phone whose apps never asked for anything.
  return rows === 0 ? noRows(site) : [...told, ...neverAsked(asked, site)];
}

/** The newer layout where it is there. What is neither is not guessed at. */
function accessTable(database: ForeignDatabase): { table: ForeignTable; column: string } {
  const columns = ['service', 'client', 'client_type'];
  try {
    return { table: database.table('access', [...columns, 'auth_value']), column: 'auth_value' };
  } catch (error) {
    if (!(error instanceof PassmusterError) || error.code !== 'sqlite-malformed') throw error;
    return { table: database.table('access', [...columns, 'allowed']), column: 'allowed' };
  }
}

/** Bundle ids compare exactly; one that only looks like it is the app's, and in doubt (readGrant). */
function appOf(client: SqliteValue | undefined): CatalogueApp | undefined {
  if (typeof client !== 'string') return undefined;
  const folded = foldKey(client);
  return catalogueApps.find(({ ios }) => ios.some((id) => foldKey(id) === folded));
}

interface Grant {
  readonly service: Service;
  readonly app: CatalogueApp;
  readonly column: string;
  readonly site: MapSite;
}

function readGrant({ number, cells }: SqliteRow, { service, app, column, site }: Grant): Observation[] {
  const value = cells.get(column) ?? null;
  const shown = typeof value === 'number' ? String(value) : typeof value;
  const evidence = evidenceAt(site, `access[${number}].${column}`, `${service} ${shown}`);
  const extras = extrasOf(site, app.id);
  // 0: the client is a bundle id; 1: a path, and then of no app that is named here.
  const isBundleId = cells.get('client_type') === 0 && app.ios.includes(String(cells.get('client')));
  const grant = isBundleId ? grantOf(service, column, value) : undefined;
  return [
    grant === undefined
      ? undecided(services[service], 'ambiguous', site.layer, evidence, extras)
      : observe(services[service], grant, site.layer, evidence, extras),
  ];
}

function readHint(
  { number, cells }: SqliteRow,
  { app, column, site }: Omit<Grant, 'service'>,
): Observation[] {
  const service = cells.get('service') ?? null;
  const note = hints.get(service);
  const isGranted = cells.get(column) === (column === 'allowed' ? 1 : 2) && cells.get('client_type') === 0;
  const isItself = app.ios.includes(String(cells.get('client'))) && hinting.has(app.id);
  if (note === undefined || !isGranted || !isItself) return [];
  const extras = extrasOf(site, app.id);
  const notes = [...(site.extras?.notes ?? []), ...gradeNotes('C'), note];
  const evidence = evidenceAt(site, `access[${number}].${column}`, `${String(service)} granted`);
  return [undecided('app.backup.cloud.enabled', 'not-provable', site.layer, evidence, { ...extras, notes })];
}

/** Undefined for 1, which means unknown, and for every value that the readers do not describe. */
function grantOf(service: Service, column: string, value: SqliteValue): string | undefined {
  if (value === 0) return 'denied';
  if (column === 'allowed') return value === 1 ? 'granted' : undefined;
  if (value === 2) return 'granted';
  return value === 3 && service === 'kTCCServicePhotos' ? 'limited' : undefined;
}

/**
 * No row: never asked, so the app may not. Not so for apps of the system, which hold their permissions by entitlement and
 * have no row at all.
 */
function neverAsked(asked: ReadonlySet<string>, site: MapSite): Observation[] {
  const apps = catalogueApps.filter(({ ios, kind }) => ios.length > 0 && kind !== 'system-messaging');
  return apps.flatMap((app) =>
    Object.entries(services)
      .filter(([service]) => !asked.has(`${service} ${app.id}`))
      .map(([service, setting]) =>
        observe(
          setting,
          'notAsked',
          site.layer,
          evidenceAt(site, 'access', `${service} without a row`),
          extrasOf(site, app.id),
        ),
      ),
  );
}

function noRows(site: MapSite): Observation[] {
  const evidence = evidenceAt(site, 'access', 'no rows');
  return permissionSettings.map((setting) =>
    undecided(setting, 'incomplete', site.layer, evidence, extrasOf(site)),
  );
}

function extrasOf(site: MapSite, app?: string) {
  return { ...site.extras, ...(app === undefined ? {} : { scope: appScope(app) }) };
}

function evidenceAt(site: MapSite, locator: string, value: string): Evidence {
  return {
    input: site.input,
    ...(site.entry === undefined ? {} : { entry: site.entry }),
    locator: site.locate(locator),
    value,
  };
}
