/**
 * User restrictions → settings. Keys: Android platform, UserManager.DISALLOW_* and ENSURE_VERIFY_APPS. What is in force for a user is
 * listed whole by `dumpsys user`, so there a key that is missing says something too; a policy (`dumpsys device_policy`) tells what an
 * administrator set.
 */
import type { Observation, SettingValue } from '../../model/observation.ts';
import type { SettingId } from '../../settings/catalogue.ts';
import { dated, type Located, type PhoneSite, trusted, witness } from './dump.ts';
import type { PhoneUser, PhoneUsers } from './users.ts';

interface RestrictionRow {
  readonly setting: SettingId;
  /** Any of these. */
  readonly keys: readonly string[];
  readonly value: SettingValue;
  /** What a complete list without the key shows; undefined: nothing, for other things forbid it too. */
  readonly without?: SettingValue;
  /** Only the work profile's list says something. */
  readonly profileOnly?: true;
}

const denies = (setting: SettingId, ...keys: readonly string[]): RestrictionRow => ({
  setting,
  keys,
  value: false,
  without: true,
});

export const restrictionRows: readonly RestrictionRow[] = [
  denies('account.modification.allowed', 'no_modify_accounts'),
  denies('apps.installation.allowed', 'no_install_apps'),
  denies('apps.unknownSources.allowed', 'no_install_unknown_sources', 'no_install_unknown_sources_globally'),
  { setting: 'apps.verification.enforced', keys: ['ensure_verify_apps'], value: true, without: false },
  { setting: 'camera.allowed', keys: ['no_camera'], value: false },
  denies('developer.settings.allowed', 'no_debugging_features'),
  denies('device.erase.allowed', 'no_factory_reset'),
  denies('location.sharing.allowed', 'no_share_location'),
  { setting: 'microphone.allowed', keys: ['no_unmute_microphone'], value: false },
  denies('network.vpnCreation.allowed', 'no_config_vpn'),
  {
    ...denies('sharing.crossProfilePaste.allowed', 'no_cross_profile_copy_paste'),
    profileOnly: true,
  },
  denies('storage.externalMedia.allowed', 'no_physical_media'),
  denies('usb.fileTransfer.allowed', 'no_usb_file_transfer'),
];

/** Settings of the owner and of each work profile: where the two differ, nothing is decided for the phone as a whole. */
export function observeUsers(located: Located<PhoneUsers>, site: PhoneSite): Observation[] {
  const { document, entry } = located;
  const audited = [...document.users.values()].filter(({ kind }) => kind === 'system' || kind === 'managed');
  const own = audited.flatMap((user) => ofUser(user, entry, site));
  return trusted([...own, ...management(document, entry, site)], document);
}

function ofUser(user: PhoneUser, entry: string | undefined, site: PhoneSite): Observation[] {
  const { effective, kind, id } = user;
  if (effective === undefined) return [];
  return restrictionRows.flatMap(({ setting, keys, value, without, profileOnly }): Observation[] => {
    if (profileOnly === true && kind !== 'managed') return [];
    const found = keys.find((key) => effective.has(key));
    const shown = found === undefined ? without : value;
    if (shown === undefined) return [];
    const place = {
      locator: `UserInfo ${id} Effective restrictions`,
      line: (found === undefined ? undefined : effective.get(found)) ?? user.effectiveLine,
      value: found ?? `without ${keys[0] ?? ''}`,
    };
    return [
      {
        setting,
        layer: 'observed',
        origin: 'explicit',
        ...dated(site),
        ...(kind === 'managed' ? { notes: ['work-profile'] } : {}),
        evidence: witness(site, entry, place),
        value: shown,
      },
    ];
  });
}

/** Managed: an owner of the device, or of a profile. A phone that has neither is not. */
function management(document: PhoneUsers, entry: string | undefined, site: PhoneSite): Observation[] {
  const users = [...document.users.values()];
  const [first] = users;
  if (first === undefined) return [];
  const profile = users.find(({ kind }) => kind === 'managed');
  const owned = users.find(({ kind, hasOwner }) => hasOwner && (kind === 'managed' || kind === 'system'));
  const base = { layer: 'observed', origin: 'explicit', ...dated(site) } as const;
  const place = (user: PhoneUser, value: string) =>
    witness(site, entry, { locator: `UserInfo ${user.id}`, line: user.line, value });
  const observations: Observation[] = [];
  if (profile !== undefined || document.isWhole)
    observations.push({
      ...base,
      setting: 'device.workProfile.present',
      value: profile !== undefined,
      evidence: place(profile ?? first, profile === undefined ? 'no managed profile' : 'profile.MANAGED'),
    });
  const { deviceOwner } = document;
  if (deviceOwner?.present === true)
    observations.push({
      ...base,
      setting: 'device.managed',
      value: true,
      evidence: witness(site, entry, {
        locator: 'Device owner id',
        line: deviceOwner.line,
        value: 'present',
      }),
    });
  else if (owned !== undefined)
    observations.push({
      ...base,
      setting: 'device.managed',
      value: true,
      evidence: place(owned, 'Has profile owner: true'),
    });
  else if (deviceOwner !== undefined && profile === undefined)
    observations.push({
      ...base,
      setting: 'device.managed',
      value: false,
      evidence: witness(site, entry, { locator: 'Device owner id', line: deviceOwner.line, value: 'none' }),
    });
  return observations;
}
