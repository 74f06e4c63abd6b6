/** Which reader a command of the phone has, and where its document goes. A new document is one line here. */
import { appOpsReader } from './appops.ts';
import type { DumpReader, Ending, Located, Parsed } from './dump.ts';
import { propertiesReader } from './getprop.ts';
import { backupReader, lockSettingsReader, trustReader } from './lock.ts';
import { wantedProperties } from './observe-properties.ts';
import { wantedSettings } from './observe-settings.ts';
import { packageReader } from './package.ts';
import { wantedApps, wantedOps, wantedPermissions } from './permissions.ts';
import type { AndroidDocuments } from './phone.ts';
import { policyReader } from './policy.ts';
import { settingsDumpReader, settingsListReader } from './settings.ts';
import { usersReader } from './users.ts';

/** A document that is being read; at its end it goes where it belongs, and says how far it can be trusted. */
export interface OpenDocument {
  line(text: string, number: number): void;
  end(ending: Ending): Parsed;
}

type Opener = (documents: AndroidDocuments, entry: string | undefined) => OpenDocument;

const listed = <T extends Parsed>(
  list: (documents: AndroidDocuments) => Located<T>[],
  reader: () => DumpReader<T>,
): Opener =>
  several(
    (documents) => list(documents),
    () => asList(reader()),
  );

function asList<T>(reader: DumpReader<T>): DumpReader<readonly T[]> {
  return { line: (text, number) => reader.line(text, number), end: (ending) => [reader.end(ending)] };
}

function several<T extends Parsed>(
  list: (documents: AndroidDocuments) => Located<T>[],
  reader: () => DumpReader<readonly T[]>,
): Opener {
  return (documents, entry) => {
    const open = reader();
    return {
      line: (text, number) => open.line(text, number),
      end(ending) {
        const found = open.end(ending);
        for (const document of found)
          list(documents).push({ document, ...(entry === undefined ? {} : { entry }) });
        return {
          broken: found.length === 0 || found.some(({ broken }) => broken),
          unknownLines: found.reduce((sum, { unknownLines }) => sum + unknownLines, 0),
        };
      },
    };
  };
}

const settingsList = (namespace: 'global' | 'secure' | 'system') =>
  listed(
    ({ settings }) => settings,
    () => settingsListReader(namespace, wantedSettings),
  );

/** By the name of the service, or of the command. */
const openers: ReadonlyMap<string, Opener> = new Map([
  [
    'getprop',
    listed(
      ({ properties }) => properties,
      () => propertiesReader(wantedProperties),
    ),
  ],
  ['settings_global', settingsList('global')],
  ['settings_secure', settingsList('secure')],
  ['settings_system', settingsList('system')],
  [
    'settings',
    several(
      ({ settings }) => settings,
      () => settingsDumpReader(wantedSettings),
    ),
  ],
  [
    'package',
    listed(
      ({ packages }) => packages,
      () => packageReader({ apps: wantedApps(), permissions: wantedPermissions }),
    ),
  ],
  [
    'appops',
    listed(
      ({ appOps }) => appOps,
      () => appOpsReader({ apps: wantedApps(), ops: wantedOps }),
    ),
  ],
  ['user', listed(({ users }) => users, usersReader)],
  ['device_policy', listed(({ policies }) => policies, policyReader)],
  ['lock_settings', listed(({ lock }) => lock, lockSettingsReader)],
  ['trust', listed(({ lock }) => lock, trustReader)],
  ['backup', listed(({ lock }) => lock, backupReader)],
]);

export const isRead = (service: string): boolean => openers.has(service);

/** Undefined: nothing that such a service tells is needed. */
export function openDocument(
  name: string,
  documents: AndroidDocuments,
  entry?: string,
): OpenDocument | undefined {
  return openers.get(name)?.(documents, entry);
}
