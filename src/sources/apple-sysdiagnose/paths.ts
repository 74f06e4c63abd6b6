/** Where things lie in a sysdiagnose archive, below its own folder, and which of them may be opened (public forensic readers). */
const state = 'logs/MCState';

/** Folder of what all users of the phone share. */
export const shared = `${state}/Shared`;

/**
 * The files that are read. Not `MCProfileEvents.plist` and `MCSettingsEvents.plist`, which are histories, and none of the
 * logs, which tell what its user did: what no setting needs stays closed.
 */
export const paths = {
  effectiveSettings: `${state}/User/EffectiveUserSettings.plist`,
  payloadManifest: `${shared}/PayloadManifest.plist`,
  cloudConfiguration: `${shared}/CloudConfigurationDetails.plist`,
  appPermissions: 'logs/Accessibility/TCC.db',
  systemVersion: 'logs/SystemVersion/SystemVersion.plist',
} as const;
/** With the log of the database, which says what the database does not yet. */
const known: ReadonlySet<string> = new Set([...Object.values(paths), `${paths.appPermissions}-wal`]);

const stubName = /^profile-[\w-]{1,128}\.stub$/;

export function isStub(path: string): boolean {
  return path.startsWith(`${shared}/`) && stubName.test(path.slice(shared.length + 1));
}

export function allows(path: string): boolean {
  return known.has(path) || isStub(path);
}
