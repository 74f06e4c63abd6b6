/** Notification settings that a profile demands for single apps. */
import { describe, expect, it } from 'vitest';
import { readAppleProfile } from '../../../src/artifacts/apple/profile.ts';
import { isKnown } from '../../../src/model/observation.ts';

const whatsapp = 'net.whatsapp.WhatsApp';

const item = (keys: string, bundle = whatsapp) =>
  `<dict><key>BundleIdentifier</key><string>${bundle}</string>${keys}</dict>`;

function observe(items: string) {
  const text = `<plist version="1.0"><dict><key>PayloadType</key><string>Configuration</string><key>PayloadContent</key><array><dict>
<key>PayloadType</key><string>com.apple.notificationsettings</string><key>NotificationSettings</key>${items}</dict></array></dict></plist>`;
  return readAppleProfile(Buffer.from(text), { input: 'input', asOf: '2026-11-20T23:59:59Z' }).observations;
}

const said = (items: string, setting: string) =>
  observe(items)
    .filter((one) => one.setting === setting)
    .map((one) => [isKnown(one) ? one.value : one.unknown, one.origin, one.scope]);

const scope = 'app:whatsapp';

describe('previews', () => {
  it.each<[string, unknown]>([
    ['<integer>0</integer>', 'always'],
    ['<integer>1</integer>', 'whenUnlocked'],
    ['<integer>2</integer>', 'never'],
    ['<integer>3</integer>', 'ambiguous'],
    ['<string>2</string>', 'ambiguous'],
    ['<true/>', 'ambiguous'],
  ])('%s is %s', (value, expected) => {
    const items = `<array>${item(`<key>PreviewType</key>${value}`)}</array>`;
    expect(said(items, 'app.notifications.preview')).toEqual([[expected, 'explicit', scope]]);
  });

  it('need a supervised phone of iOS 14, enrolled otherwise than by its user', () => {
    const [found] = observe(`<array>${item('<key>PreviewType</key><integer>2</integer>')}</array>`);
    expect(found).toMatchObject({
      needs: { from: '14.0', supervised: true, notUnder: ['user'] },
      evidence: { locator: 'PayloadContent[0].NotificationSettings[0].PreviewType', line: 2 },
    });
  });

  it('that are not said are not said', () => {
    expect(said(`<array>${item('')}</array>`, 'app.notifications.preview')).toEqual([]);
    expect(said(`<array>${item('', 'org.example.other')}</array>`, 'app.notifications.preview')).toEqual([]);
  });
});

describe('the lock screen', () => {
  it.each<[string, unknown, string]>([
    ['<key>ShowInLockScreen</key><true/>', true, 'explicit'],
    ['<key>ShowInLockScreen</key><false/>', false, 'explicit'],
    ['<key>ShowInLockScreen</key><integer>0</integer>', 'ambiguous', 'explicit'],
    ['', true, 'default'],
    ['<key>NotificationsEnabled</key><false/>', false, 'explicit'],
    ['<key>NotificationsEnabled</key><false/><key>ShowInLockScreen</key><true/>', false, 'explicit'],
  ])('%s', (keys, expected, origin) => {
    expect(said(`<array>${item(keys)}</array>`, 'app.notifications.lockScreen')).toEqual([
      [expected, origin, scope],
    ]);
  });

  it('an app without notifications has no permission for them', () => {
    const items = (value: string) => `<array>${item(`<key>NotificationsEnabled</key><${value}/>`)}</array>`;
    const setting = 'app.permission.notifications';
    expect(said(items('false'), setting)).toEqual([['blockedByPolicy', 'explicit', scope]]);
    expect(said(items('true'), setting)).toEqual([]);
  });
});

it('an app that stands twice decides nothing, and what is no list leaves every app open', () => {
  const never = item('<key>PreviewType</key><integer>2</integer>');
  expect(said(`<array>${never}${never}</array>`, 'app.notifications.preview')).toEqual([
    ['ambiguous', 'explicit', scope],
    ['ambiguous', 'explicit', scope],
  ]);
  for (const items of [
    '<string>x</string>',
    `<array>${never}<dict/></array>`,
    `<array>${never}<true/></array>`,
  ])
    expect(said(items, 'app.notifications.preview')).toEqual([['ambiguous', 'explicit', undefined]]);
});
