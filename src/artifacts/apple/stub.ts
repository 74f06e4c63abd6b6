/**
 * `profile-<hash>.stub`: a configuration profile as the phone keeps it, whole, with `InstallDate` and the certificates of
 * its signer. It shows that the phone has the profile: layer `installed`. The layout is that of public forensic readers
 * (mvt-project/mvt, EC-DIGIT-CSIRC/sysdiagnose); the signature itself is no longer there to be checked.
 */
import type { RecipientKey } from '../../formats/cms-enveloped.ts';
import { memberOf, type TreeNode } from '../../formats/node.ts';
import type { Observation, UnknownReason } from '../../model/observation.ts';
import { declarationTables } from './declaration-keys.ts';
import { settingsOf } from './handset.ts';
import { payloadTables } from './keys.ts';
import { readPropertyList } from './packaging.ts';
import { readProfileTree } from './profile.ts';
import { type MapReading, type MapSite, wholeFile } from '../observe-map.ts';
import { rowsBelow } from '../observe-tree.ts';

export type StubSite = Pick<MapSite, 'input' | 'entry' | 'extras'> & {
  readonly keys?: readonly RecipientKey[];
};

/** What a profile can demand, as far as it is read: by its payloads, and by the declarations in one. */
export const profileSettings = [
  ...new Set([
    ...Object.values(payloadTables).flatMap(settingsOf),
    ...Object.values(declarationTables)
      .flatMap(rowsBelow)
      .map(({ setting }) => setting),
  ]),
];

/** @throws PassmusterError of the formats, or profile-structure */
export function readProfileStub(bytes: Uint8Array, site: StubSite): MapReading {
  const tree = readPropertyList(bytes);
  const installed = installDate(tree);
  const document = { tree, notices: [], intact: true };
  const reading = readProfileTree(document, {
    ...site,
    layer: 'installed',
    ...(installed === undefined ? {} : { installed }),
  });
  return { observations: [...reading.observations], notices: [...reading.notices] };
}

function installDate(tree: TreeNode): string | undefined {
  const node = memberOf(tree, 'InstallDate');
  const isOnly = tree.type === 'map' && !tree.repeated.has('InstallDate');
  return node?.type === 'date' && isOnly ? node.value : undefined;
}

/** A profile that the phone has and that could not be read may demand anything. */
export function unreadStub(unknown: UnknownReason, site: StubSite, locator = wholeFile): Observation {
  const { input, entry, extras } = site;
  const evidence = { input, ...(entry === undefined ? {} : { entry }), locator };
  return { setting: '*', layer: 'installed', origin: 'explicit', evidence, ...extras, unknown };
}
