/** A backup and a sysdiagnose archive in which every property list, and every other file that is read from its bytes, is this one, and a profile of the phone that is. */
import { openKeyedArchive } from '../../src/artifacts/apple/keyed-archive.ts';
import { readProfileStub } from '../../src/artifacts/apple/stub.ts';
import appleBackup from '../../src/sources/apple-backup/index.ts';
import { paths, place } from '../../src/sources/apple-backup/paths.ts';
import appleSysdiagnose from '../../src/sources/apple-sysdiagnose/index.ts';
import { paths as archived } from '../../src/sources/apple-sysdiagnose/paths.ts';
import { readBundle } from '../support/bundle.ts';
import { attempt, attemptAsync } from './check.ts';
import { checkObservations } from './sources.ts';

const isPlist = (path: string) => path.endsWith('.plist') || path.endsWith('/atomic-state');
const backup = [
  'Manifest.plist',
  'Info.plist',
  'Status.plist',
  ...Object.values(paths).filter(isPlist).map(place),
];
const archive = Object.values(archived).filter(isPlist);

export async function fuzz(data: Uint8Array): Promise<void> {
  const filled = (places: readonly string[]) => new Map(places.map((one) => [one, data]));
  for (const [source, places] of [
    [appleBackup, backup],
    [appleSysdiagnose, archive],
  ] as const)
    await attemptAsync(
      data,
      () => readBundle(source, filled(places)),
      ({ observations }) => checkObservations(observations),
    );
  attempt(data, () => openKeyedArchive(data));
  attempt(
    data,
    () => readProfileStub(data, { input: 'phone', entry: 'profile.stub' }),
    ({ observations }) => checkObservations(observations),
  );
}
