/** Gathers the topics. `SettingId` and `ValueOf<Id>` come from here, so a wrongly typed observation does not compile. */
import { accounts } from './accounts.ts';
import { app } from './app.ts';
import { apps } from './apps.ts';
import { content } from './content.ts';
import { controlStatement } from './control.ts';
import { continuity } from './continuity.ts';
import type { Setting, ValueOfType } from './define.ts';
import { device } from './device.ts';
import { intelligence } from './intelligence.ts';
import { integrity } from './integrity.ts';
import { lock } from './lock.ts';
import { management } from './management.ts';
import { network } from './network.ts';
import { mail } from './mail.ts';
import { mailAccounts } from './mail-accounts.ts';
import { passcode } from './passcode.ts';
import { sensors } from './sensors.ts';
import { statement } from './statement.ts';
import { baselineStatements } from './statement-baselines.ts';
import { storage } from './storage.ts';
import { workProfile } from './work-profile.ts';
import { updates } from './updates.ts';

const all = [
  ...passcode,
  ...lock,
  ...storage,
  ...device,
  ...management,
  ...network,
  ...workProfile,
  ...integrity,
  ...sensors,
  ...continuity,
  ...intelligence,
  ...updates,
  ...accounts,
  ...mail,
  ...mailAccounts,
  ...content,
  ...apps,
  ...app,
  ...statement,
  ...baselineStatements,
];

type AnySetting = (typeof all)[number];
export type SettingId = AnySetting['id'];
export type ValueOf<Id extends SettingId> = ValueOfType<Extract<AnySetting, { id: Id }>['type']>;
/** The ids whose settings hold a value of one type, e.g. `IdOfType<'boolean'>`. */
export type IdOfType<T extends AnySetting['type']> = Extract<AnySetting, { type: T }>['id'];

/** Every canonical setting, topic by topic. */
export const settings: readonly Setting[] = all;

const byId = new Map(settings.map((setting) => [setting.id, setting]));

/** One of the catalogue, or the statement about a control. */
export function findSetting(id: string): Setting | undefined {
  return byId.get(id) ?? controlStatement(id);
}
