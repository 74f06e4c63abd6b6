/** What to set, and where: one text, or one for each platform and management system. */
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

/** As reports print it. */
export function remediationText(remediation: RemediationFile): string {
  if (typeof remediation === 'string') return remediation;
  const parts = Object.entries(titles).flatMap(([key, title]) => {
    const text = Object.hasOwn(remediation, key) ? remediation[key] : undefined;
    return text === undefined ? [] : [`${title}: ${text}`];
  });
  return parts.join(' ');
}
