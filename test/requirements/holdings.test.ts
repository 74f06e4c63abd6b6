/** R16 and R23: where information is held, and who owns the channel, from the files of a phone to the report. */
import { expect, it } from 'vitest';
import { holdingsOf } from '../../src/apps/channels.ts';
import type { Observation } from '../../src/model/observation.ts';
import { channelOf } from '../../src/report/words.ts';
import androidFilesystem from '../../src/sources/android-filesystem/index.ts';
import appleBackup from '../../src/sources/apple-backup/index.ts';
import { appCanaries, neglected } from '../../tools/fixtures/android-apps.ts';
import { readBundle } from '../support/bundle.ts';
import { allow, android, whatsapp } from '../support/uk-phones.ts';

it('lists channels with their owners, accounts and backups of an Android phone, and no number', async () => {
  const files = android(neglected, new Map(), [whatsapp, 'com.tencent.mm']);
  const { observations } = await readBundle(androidFilesystem, files);
  const holdings = holdingsOf(observations);
  expect(holdings.channels?.map(channelOf)).toEqual([
    'WeChat / Weixin (app:wechat@0; Tencent, CN)',
    'WhatsApp (app:whatsapp@0; account set up; Meta Platforms, US)',
  ]);
  expect(holdings.backups).toEqual(['app:whatsapp@0, to a cloud']);
  expect(JSON.stringify(holdings)).not.toContain(appCanaries.number);
});

it('lists the channels of an iPhone, and no backup that is off', async () => {
  const { observations } = await readBundle(appleBackup, allow('Camera', 2));
  const holdings = holdingsOf(observations);
  expect(holdings.channels?.map(({ scope }) => scope)).toContain('app:whatsapp');
  expect(holdings.backups).toBeUndefined();
});

it.each<[string, Partial<Observation>]>([
  ['a statement', { layer: 'attested' }],
  ['a demand', { layer: 'required' }],
  ['what a later list has overtaken', { superseded: true }],
])('does not take %s for what is on the phone', (_what, more) => {
  const shown: Observation = {
    setting: 'app.installed',
    scope: 'app:signal',
    layer: 'observed',
    origin: 'explicit',
    value: true,
    evidence: { input: 'x', locator: 'x' },
  };
  expect(holdingsOf([shown]).channels).toHaveLength(1);
  expect(holdingsOf([{ ...shown, ...more }])).toEqual({});
});
