/**
 * When a corporate phone installs updates of its system. Source: Microsoft Graph (beta), androidDeviceOwnerSystemUpdateInstallType;
 * in a freeze period no update at all is installed (Google, Android Management API, SystemUpdate).
 */
import { type Reading, type Row, word } from '../../artifacts/rows.ts';
import type { MapNode } from '../../formats/node.ts';
import { optional, property } from './map-rows.ts';

/** `postpone` puts updates off for up to 30 days: neither always automatic nor never. */
export function systemUpdates(policy: MapNode): Row {
  const setting = 'updates.automaticInstall';
  const row = optional(word(setting, { deviceDefault: null, automatic: 'alwaysOn', windowed: 'alwaysOn' }));
  return {
    setting,
    read: (node): Reading => {
      if (node.type === 'string' && node.value.toLowerCase() === 'postpone')
        return { unknown: 'not-reported', note: 'updates-postponed' };
      const reading = row.read(node);
      return reading !== undefined && 'value' in reading ? unlessFrozen(policy, reading) : reading;
    },
  };
}

function unlessFrozen(policy: MapNode, reading: Reading): Reading {
  const name = 'systemUpdateFreezePeriods';
  // The settings catalogue has the members of a period as settings of their own.
  const members = [...policy.entries.keys()].filter((key) => key.startsWith('systemupdatefreezeperiods_'));
  if (members.length > 0) return { unknown: 'not-reported', note: 'freeze-periods' };
  const periods = property(policy, name);
  if (periods === undefined || (periods !== 'repeated' && periods.type === 'null')) return reading;
  if (periods === 'repeated' || periods.type !== 'list') return { unknown: 'ambiguous' };
  return periods.items.length === 0 ? reading : { unknown: 'not-reported', note: 'freeze-periods' };
}
