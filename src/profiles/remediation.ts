/** What to set, and where: one text, or one for each platform and management system. */
import type { Remediation } from '../model/profile.ts';
import type { RemediationFile } from './file.ts';

const titles = {
  ios: 'iPhone and iPad',
  android: 'Android',
  user: 'On the phone',
  profile: 'Configuration profile',
  intune: 'Intune',
  jamf: 'Jamf',
  'android-management': 'Android Management API',
  'workspace-one': 'Workspace ONE',
} as const;
export const remediationKeys = Object.keys(titles);

/** As reports print it: one text, and its parts where it is said by platform and management system. */
export function remediationOf(remediation: RemediationFile): {
  remediation: string;
  remediations?: readonly Remediation[];
} {
  if (typeof remediation === 'string') return { remediation };
  const remediations = Object.entries(titles).flatMap(([key, where]) => {
    const text = Object.hasOwn(remediation, key) ? remediation[key] : undefined;
    return text === undefined ? [] : [{ where, text }];
  });
  return {
    remediation: remediations.map(({ where, text }) => `${where}: ${text}`).join(' '),
    remediations,
  };
}
