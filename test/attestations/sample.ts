/** Made-up records for the tests of attestations. */
import { loadAttestations, type LoadedAttestations, type LoadOptions } from '../../src/attestations/load.ts';
import { PassmusterError } from '../../src/errors.ts';

export const asOf = '2026-11-20T12:00:00Z';

/** Names and texts that may stand nowhere but in the file. */
export const canary = 'Zebedee Canary';

export const record = {
  id: '2026-11-two-step',
  setting: 'app.twoStepVerification',
  value: true,
  scope: { subjects: ['device-1'], app: 'whatsapp' },
  statement: `Seen on the handset of ${canary}: it is on.`,
  method: 'witnessed',
  attestedBy: { role: 'Line manager', id: 'p-91c2', name: canary },
  witnessedBy: { role: 'IT security', id: 'p-0b77' },
  attestedAt: '2026-11-03T10:15:00Z',
  validFor: 'P30D',
} as const;

export type Change = Readonly<Record<string, unknown>>;

/** The record with members changed; undefined takes one away. */
export function changed(change: Change = {}): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries({ ...record, ...change }).filter(([, value]) => value !== undefined),
  );
}

export const fileOf = (...records: readonly object[]): string =>
  JSON.stringify({ schema: 'passmuster-attestations/1', attestations: records }, null, 1);

export function load(
  text: string,
  options: Partial<LoadOptions> = {},
  name = 'people.json',
): Promise<LoadedAttestations> {
  return loadAttestations([{ name, bytes: new TextEncoder().encode(text) }], { asOf, ...options });
}

/** The code and the lines of what is wrong, or that nothing is. */
export async function told(text: string, options: Partial<LoadOptions> = {}, name?: string): Promise<string> {
  try {
    await load(text, options, name);
    return 'no problem';
  } catch (error) {
    if (!(error instanceof PassmusterError)) throw error;
    return `${error.code} ${error.message}`;
  }
}
