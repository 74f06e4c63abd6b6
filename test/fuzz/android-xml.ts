/** Files of Android's services, text and binary: every reader on every document, since the path alone says which it is. */
import { packageDump } from '../../src/artifacts/android/file-packages.ts';
import { messagingApps } from '../../src/artifacts/android/messaging-apps.ts';
import { observePreferences } from '../../src/artifacts/android/observe-preferences.ts';
import { wantedSettings } from '../../src/artifacts/android/observe-settings.ts';
import { wantedApps, wantedPermissions } from '../../src/artifacts/android/permissions.ts';
import { noDocuments, observePhone } from '../../src/artifacts/android/phone.ts';
import { preferencesOf } from '../../src/artifacts/android/preferences.ts';
import {
  appOpsFile,
  packageList,
  packageStates,
  readAndroidXml,
  runtimeGrants,
  settingsFile,
  userFile,
  userIds,
} from '../../src/artifacts/android/xml.ts';
import { attemptAsync } from './check.ts';
import { checkObservations } from './sources.ts';

export async function fuzz(data: Uint8Array): Promise<void> {
  await attemptAsync(data, async () => {
    const xml = await readAndroidXml(data);
    const documents = noDocuments();
    for (const namespace of ['global', 'secure', 'system'] as const)
      documents.settings.push({ document: settingsFile(xml, namespace, 0, wantedSettings) });
    const states = { entry: 'states', document: packageStates(xml) };
    const grants = { entry: 'grants', document: runtimeGrants(xml, wantedPermissions) };
    documents.packages.push({ document: packageDump(packageList(xml), [{ user: 0, states, grants }], true) });
    documents.appOps.push({ document: appOpsFile(xml, wantedApps()) });
    userFile(xml);
    userIds(xml);
    checkObservations(observePhone(documents, { input: 'phone' }).observations);
  });
  await attemptAsync(data, async () => {
    const xml = await readAndroidXml(data);
    for (const { id, rows, keys } of messagingApps) {
      const files = [{ entry: 'x.xml', preferences: preferencesOf(xml, keys) }];
      const site = { input: 'phone', scope: `app:${id}@0`, notes: [] };
      checkObservations(observePreferences(rows, { folder: 'shared_prefs', files, damage: undefined }, site));
    }
  });
}
