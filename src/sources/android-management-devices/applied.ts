/**
 * What devices report of the policy on them: notices over a whole export, never evidence of a setting. Whether a phone follows
 * its policy says nothing about what the policy asks for.
 */
import { fieldsOf } from '../../artifacts/google/schema.ts';
import { isDoubtful, memberOfType } from '../../artifacts/google/rows.ts';
import { type MapNode, memberOf, stringOf } from '../../formats/node.ts';
import type { Notice } from '../../model/notice.ts';

interface Tally {
  devices: number;
  /** Where the first of them stands. */
  readonly first: Pick<Notice, 'locator' | 'line'>;
}

/** Counts while the devices pass by; holds policies, versions and setting names, never devices. */
export class AppliedPolicies {
  /** Policy → version → devices. */
  readonly #versions = new Map<string, Map<bigint, Tally>>();
  readonly #details = new Map<string, Tally>();
  #other: Tally | undefined;

  add(device: MapNode, locator: string): void {
    const first = { locator, line: device.line };
    const [assigned, applied] = [textOf(device, 'policyName'), textOf(device, 'appliedPolicyName')];
    // "If not specified, the policy_name for the device's user is applied": then nothing is compared.
    if (assigned !== undefined && applied !== undefined && !sameName(assigned, applied)) {
      this.#other ??= { devices: 0, first };
      this.#other.devices += 1;
    }
    const version = versionOf(device);
    if (applied !== undefined && version !== undefined) {
      const versions = this.#versions.get(applied) ?? new Map<bigint, Tally>();
      this.#versions.set(applied, versions);
      count(versions, version, first);
    }
    for (const detail of memberOfType(device, 'nonComplianceDetails', 'list')?.items ?? [])
      if (detail.type === 'map') count(this.#details, detailName(detail), first);
  }

  notices(): Notice[] {
    const other: Notice[] = this.#other
      ? [
          {
            code: 'policy-not-applied',
            message: `${this.#other.devices} of the devices apply another policy than the one assigned to them.`,
            ...this.#other.first,
          },
        ]
      : [];
    const behind = [...this.#versions].flatMap(([policy, versions]) => behindOf(policy, versions));
    const details = [...this.#details].sort(([a], [b]) => (a < b ? -1 : 1));
    const unmet = details.map(([name, { devices, first }]): Notice => ({
      code: 'policy-not-met',
      message: `Devices report ${devices === 1 ? 'once' : `${devices} times`} that they do not meet ${name}.`,
      ...first,
    }));
    return [...other, ...behind, ...unmet];
  }
}

function count<Key>(tallies: Map<Key, Tally>, key: Key, first: Tally['first']): void {
  const tally = tallies.get(key);
  if (tally === undefined) tallies.set(key, { devices: 1, first });
  else tally.devices += 1;
}

/** The newest version that any device reports; the policy itself may be newer still. */
function behindOf(policy: string, versions: ReadonlyMap<bigint, Tally>): Notice[] {
  const newest = [...versions.keys()].reduce((a, b) => (a > b ? a : b));
  const older = [...versions].filter(([version]) => version < newest).map(([, tally]) => tally);
  const [first] = older;
  if (first === undefined) return [];
  const devices = older.reduce((sum, tally) => sum + tally.devices, 0);
  const name = policy.split('/').at(-1) ?? policy;
  return [
    {
      code: 'policy-not-applied',
      message: `${devices} of the devices apply an older version of the policy ${shown(name)} than ${newest}, which others report.`,
      ...first.first,
    },
  ];
}

const shown = (name: string): string => (name.length > 60 ? `${name.slice(0, 59)}…` : name);

/** `policyName` may be the last part alone. */
const sameName = (a: string, b: string): boolean => a === b || a.split('/').at(-1) === b.split('/').at(-1);

/** Only names of Google's: the text of a report is anyone's. */
function detailName(detail: MapNode): string {
  const setting = textOf(detail, 'settingName') ?? '';
  const reason = textOf(detail, 'nonComplianceReason') ?? '';
  const reasons = fieldsOf('NonComplianceDetail').get('nonComplianceReason')?.oneOf ?? [];
  const known = fieldsOf('Policy').has(setting) ? setting : 'a setting of another name';
  return reasons.includes(reason) ? `${known} (${reason})` : known;
}

function textOf(map: MapNode, key: string): string | undefined {
  return isDoubtful(map, key) ? undefined : stringOf(memberOf(map, key)) || undefined;
}

/** int64: a string of digits, or an integer. */
function versionOf(device: MapNode): bigint | undefined {
  const node = isDoubtful(device, 'appliedPolicyVersion')
    ? undefined
    : memberOf(device, 'appliedPolicyVersion');
  if (node?.type === 'integer') return BigInt(node.value);
  return node?.type === 'string' && /^\d{1,19}$/.test(node.value) ? BigInt(node.value) : undefined;
}
