/** Which settings a person may state. Whether a statement decides a rule is for the rule to say (`attestable`). */
import type { Setting, SettingType } from './define.ts';

/** Only a person can say it: no file or export shows it. */
export const isStatement = ({ id }: Pick<Setting, 'id'>): boolean => id.startsWith('statement.');

/** What has to be seen on the phone or in management: presence of apps, ownership, compromise. */
const seenOnly: ReadonlySet<string> = new Set([
  'app.blocked',
  'app.installed',
  'app.managed',
  'boot.loaderLocked',
  'boot.verified',
  'device.compromised',
  'device.managed',
  'device.ownership',
  'device.supervised',
]);
/** A text or a list has no domain that a statement could be held to. */
const stated: readonly SettingType[] = ['boolean', 'integer', 'number', 'version', 'date', 'choice'];

export const isAttestable = ({ id, type }: Setting): boolean => stated.includes(type) && !seenOnly.has(id);
