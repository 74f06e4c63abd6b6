/** How long Apple's Messages keeps messages: `com.apple.MobileSMS.plist` (abrignoni/iLEAPP, messageRetention.py). */
import type { MapReading, MapSite } from '../observe-map.ts';
import { count, type RowTable } from '../rows.ts';
import { undecided } from '../../settings/observe.ts';
import { appScope } from '../../model/observation.ts';
import { evidenceAt } from './evidence.ts';
import { readHandsetPlist } from './handset.ts';

const setting = 'app.messageRetentionDays';
export const messagesScope = appScope('apple-messages');

/** Up to iOS 16, and from 17 on. 0 for ever; the app offers 30 and 365, and whatever else is stored is told as it stands. */
export const messagesTable: RowTable = {
  KeepMessageForDays: count(setting),
  SSKeepMessages: count(setting),
};

/** A second file, spelled otherwise, can stand beside it without the key. */
export function readMessagesPlist(bytes: Uint8Array, site: MapSite): MapReading {
  const own: MapSite = { ...site, extras: { ...site.extras, scope: messagesScope } };
  const reading = readHandsetPlist(bytes, messagesTable, own);
  if (reading.observations.length > 0) return reading;
  const evidence = {
    ...evidenceAt(own, 'SSKeepMessages', undefined),
    value: 'absent (believed default: for ever)',
  };
  const notes = [...(own.extras?.notes ?? []), 'key-absent'];
  const absent = undecided(setting, 'not-reported', own.layer, evidence, { ...own.extras, notes });
  return { ...reading, observations: [absent] };
}
