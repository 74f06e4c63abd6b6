/** What the lock screen of an Android phone says of single apps: that nothing shows, or nothing at all. */
import { describe, expect, it } from 'vitest';
import { observeLockScreen } from '../../../src/artifacts/android/lock-screen.ts';
import { appScope, type Observation } from '../../../src/model/observation.ts';
import { observe, undecided } from '../../../src/settings/observe.ts';

const evidence = {
  input: 'phone',
  entry: 'settings_secure.txt',
  locator: 'secure lock_screen_show_notifications',
};
const shows = (value: boolean) => observe('lock.notifications.allowed', value, 'observed', evidence);
const installed = (user: string, value = true): Observation =>
  observe('app.installed', value, 'observed', evidence, { scope: appScope('whatsapp', user) });

describe('notifications on the lock screen', () => {
  it('none of any app of the first user where the phone shows none', () => {
    expect(observeLockScreen([shows(false)], [installed('0'), installed('10')])).toEqual([
      {
        ...shows(false),
        setting: 'app.notifications.lockScreen',
        scope: 'app:whatsapp@0',
      },
    ]);
  });

  it.each<[string, Observation[], Observation[]]>([
    ['the phone shows them', [shows(true)], [installed('0')]],
    [
      'it is not known',
      [undecided('lock.notifications.allowed', 'incomplete', 'observed', evidence)],
      [installed('0')],
    ],
    ['the app is not there', [shows(false)], [installed('0', false)]],
    ['no app is known', [shows(false)], []],
  ])('nothing is said of an app where %s', (_name, settings, apps) => {
    expect(observeLockScreen(settings, apps)).toEqual([]);
  });
});
