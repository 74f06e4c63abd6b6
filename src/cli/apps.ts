/** The flag that adds the operator's own apps to the catalogue. */
import * as Flags from '@oclif/core/flags';
import { addApps } from '../apps/catalogue.ts';
import { PassmusterError } from '../errors.ts';
import { openPath } from '../io/files.ts';
import { limits } from '../io/limits.ts';

export const appsFlag = Flags.string({
  multiple: true,
  multipleNonGreedy: true,
  env: 'PASSMUSTER_APPS',
  helpValue: 'FILE',
  description: 'apps of your own beside those of `passmuster apps` (docs/apps.md); repeatable',
});

/** Before profiles are loaded and anything is read. @throws PassmusterError path-unreadable, apps-invalid */
export async function applyApps(paths: readonly string[] = []): Promise<void> {
  for (const path of paths) {
    const input = await openPath({ kind: 'file', path, name: path }).catch(() => {
      throw new PassmusterError('path-unreadable', `The file of apps ${path} cannot be opened.`);
    });
    const { loadApps } = await import('../profiles/apps.ts'); // brings YAML and ajv
    addApps(loadApps(await input.bytes(limits.profileBytes), path));
  }
}
