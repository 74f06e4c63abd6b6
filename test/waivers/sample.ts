/** Made-up waivers for the tests. */
import { PassmusterError } from '../../src/errors.ts';
import type { Waiver } from '../../src/model/waiver.ts';
import { type LoadedWaivers, loadWaivers } from '../../src/waivers/load.ts';

export const asOf = '2026-11-20T12:00:00Z';

/** Names that may stand nowhere but in the file. */
export const canary = 'Zebedee Canary';

export const record = {
  id: 'w-2026-014',
  rules: ['passcode-length'],
  scope: { subjects: ['device-1'] },
  reason: 'other',
  justification: 'Kiosk phones are locked in a cradle.',
  owner: { role: 'Service owner', id: 'p-31aa', name: canary },
  approvedBy: { role: 'SIRO', id: 'p-07c4', name: canary },
  approvedAt: '2026-09-01',
  until: '2027-02-28',
} as const;

export type Change = Readonly<Record<string, unknown>>;

/** The waiver with members changed; undefined takes one away. */
export function changed(change: Change = {}): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries({ ...record, ...change }).filter(([, value]) => value !== undefined),
  );
}

/** JSON is YAML, and has its members on lines of their own. */
export const fileOf = (waivers: readonly object[], head: Change = {}): string =>
  JSON.stringify({ schema: 'passmuster-waivers/1', ...head, waivers }, null, 1);

export function load(text: string, at = asOf, name = 'waivers.yaml'): LoadedWaivers {
  return loadWaivers([{ name, bytes: new TextEncoder().encode(text) }], at);
}

/** One that was checked. */
export function waiver(change: Change = {}): Waiver {
  const [one] = load(fileOf([changed(change)])).placed;
  if (one === undefined) throw new Error('the sample is no waiver');
  return one.waiver;
}

/** The code and the lines of what is wrong, or that nothing is. */
export function told(text: string, at = asOf): string {
  try {
    load(text, at);
    return 'no problem';
  } catch (error) {
    if (!(error instanceof PassmusterError)) throw error;
    return `${error.code} ${error.message}`;
  }
}
