/** What the lock screen of the phone means for its messaging apps. */
import { isKnown, type Observation } from '../../model/observation.ts';

/**
 * Where the phone shows no notifications while it is locked, no app of its first user does (Settings.Secure,
 * `lock_screen_show_notifications`). That it shows them says nothing of one app: each has channels with a choice of their own.
 * @param settings what the settings of the first user say
 * @param apps what is said of the apps
 */
export function observeLockScreen(
  settings: readonly Observation[],
  apps: readonly Observation[],
): Observation[] {
  const closed = settings.filter(
    (one) => one.setting === 'lock.notifications.allowed' && isKnown(one) && one.value === false,
  );
  const installed = apps.filter(
    (one) =>
      one.setting === 'app.installed' &&
      one.scope?.endsWith('@0') === true &&
      isKnown(one) &&
      one.value === true,
  );
  return installed.flatMap(({ scope }) =>
    closed.map((one) => ({
      ...one,
      setting: 'app.notifications.lockScreen',
      ...(scope === undefined ? {} : { scope }),
    })),
  );
}
