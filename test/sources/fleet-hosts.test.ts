/** Hosts of Fleet say the same in each shape, and nothing of a phone that Fleet does not know. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RawEvent } from '../../src/read/events.ts';
import { hosts } from '../../src/sources/fleet-hosts/map.ts';
import { readText, said } from '../review/support-read.ts';
import { valuesSeen } from '../support/expectations.ts';

const root = join(import.meta.dirname, '..', 'fixtures', 'sources', 'fleet-hosts');

/** What a shape says of each host, without the places. */
function claims(name: string): Map<string, string> {
  const events: RawEvent[] = JSON.parse(readFileSync(join(root, name, 'expected.json'), 'utf8'));
  return new Map(
    events.flatMap((event) => {
      if (event.kind !== 'subject') return [];
      const { subject, observations, links } = event;
      const bare = observations.map(({ evidence, ...one }) => ({ ...one, shown: evidence.value }));
      return [[subject.id, JSON.stringify({ subject, bare, links })] as const];
    }),
  );
}

it('fixtures show each setting of the tables with a value that passes and one that fails', () => {
  const seen = valuesSeen('fleet-hosts');
  const mapped = hosts.sections.flatMap(({ table }) => Object.values(table)).flat();
  for (const { setting } of mapped) expect(seen.get(setting)?.size ?? 0, setting).toBeGreaterThan(1);
});

it.each(['ok.fleetctl-array', 'ok.fleetctl-lines', 'ok.fleetctl-yaml'])(
  '%s says what the API says',
  (name) => {
    const [api, other] = [claims('ok.list'), claims(name)];
    expect(other.size).toBeGreaterThan(1);
    for (const [id, claim] of other) expect(claim).toBe(api.get(id));
  },
);

describe('a host', () => {
  const read = async (more: object) => {
    const host = { id: 1, osquery_version: '', platform: 'ios', os_version: 'iOS 26.1', ...more };
    const { subjects } = await readText(JSON.stringify({ hosts: [host] }));
    return subjects[0];
  };

  it('says nothing of a phone’s encryption: that is of computers', async () => {
    const phone = await read({ disk_encryption_enabled: true, mdm: { encryption_key_available: true } });
    expect(phone?.observations.map(({ setting }) => setting)).toEqual(['os.version']);
  });

  it.each([
    ['On (automatic)', 'ios', 'automated'],
    ['On (personal)', 'ipados', 'user'],
    ['On (personal)', 'android', undefined],
    ['On (manual - personal)', 'ios', undefined],
    ['Off', 'ios', undefined],
  ])('with the enrolment %s, %s', async (enrollment_status, platform, type) => {
    const phone = await read({ platform, mdm: { enrollment_status } });
    expect(phone?.subject.enrolmentType).toBe(type);
  });

  it('that was never asked is not dated', async () => {
    const phone = await read({ detail_updated_at: '0001-01-01T00:00:00Z' });
    expect(phone?.subject).not.toHaveProperty('lastSeen');
    expect(said(phone?.observations ?? [], 'os.version')).toEqual(['26.1']);
  });

  it('with a status that stands twice is neither managed nor not', async () => {
    const text =
      '{"hosts":[{"id":1,"osquery_version":"","platform":"ios","mdm":{"enrollment_status":"Off","enrollment_status":"On (manual)"}}]}';
    const { subjects } = await readText(text);
    expect(said(subjects[0]?.observations ?? [], 'device.managed')).toEqual(['ambiguous']);
  });
});
