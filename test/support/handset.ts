/** The example of docs/handset-check.md and its report, as of the day that the guide names. */
import { join } from 'node:path';
import { audit } from '../../src/audit.ts';
import { attestationsOf } from '../../src/cli/attestations.ts';
import type { Report } from '../../src/model/report.ts';
import { findProfiles } from '../../src/profiles/find.ts';

export const handset = join(import.meta.dirname, '..', '..', 'examples', 'handset');
const asOf = '2026-11-20T23:59:59Z';

export async function handsetReport(): Promise<Report> {
  return audit({
    paths: [join(handset, 'evidence')],
    profiles: await findProfiles(['uk-moj-whatsapp']),
    ...(await attestationsOf({ attestations: [join(handset, 'attestations.yaml')] }, asOf, {})),
    asOf,
    identityKey: 'synthetic key of the example',
    gate: { failOn: 'low' },
    version: '0.0.0',
  });
}
