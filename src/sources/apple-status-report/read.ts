/** Reads status reports in their order: those of one device become one state. */
import { undecidedAll } from '../../artifacts/apple/doubt.ts';
import { readStatus, serialOf } from '../../artifacts/apple/status.ts';
import { DeviceStatus, findItem, type StatusReport } from '../../artifacts/apple/status-merge.ts';
import { identified, type Identity } from '../../artifacts/identity.ts';
import { foldKey } from '../../artifacts/masking.ts';
import { type MapNode, memberOf, stringOf, type TreeNode } from '../../formats/node.ts';
import type { Input } from '../../io/input.ts';
import type { Notice } from '../../model/notice.ts';
import { namedBy } from '../apple-identity.ts';
import { notice, type ReadContext, type ReadItem, skipped, subject } from '../define.ts';
import { detectionInput } from '../detect.ts';
import { type JsonRecord, jsonRecords } from '../json-records.ts';

export async function* read(input: Input, { identityKey }: ReadContext): AsyncGenerator<ReadItem> {
  const peek = detectionInput(input.name, input.head).json ?? {
    root: 'array',
    keys: new Map(),
    rows: new Map(),
    lines: false,
    closed: true,
  };
  const devices = new Devices(input.name);
  for await (const record of jsonRecords(input, peek, [])) {
    const { node } = record;
    const locate = locatorOf(record);
    const fault = node.type === 'map' ? faultOf(node) : 'A report is not an object.';
    const identity = node.type === 'map' && fault === undefined ? identityOf({ node, locate }) : undefined;
    const isClear = node.type === 'map' && identity !== undefined && identity !== 'unclear';
    if (isClear) devices.add({ node, locate }, identity.id);
    else
      devices.doubt(fault ?? 'Of which device a report is cannot be read.', {
        locator: locate(''),
        line: node.line,
      });
  }
  yield* devices.items(identityKey);
}

type Place = Required<Pick<Notice, 'locator' | 'line'>>;

/**
 * Reports by device, merged as they come. One that names no device is of the only device in the file; where there are
 * several, it may be of any of them, and newer than what is known of it.
 */
class Devices {
  readonly #name: string;
  readonly #byId = new Map<string, DeviceStatus>();
  readonly #doubts: Place[] = [];
  readonly #notices: ReadItem[] = [];
  #unnamed: Place | undefined;

  constructor(name: string) {
    this.#name = name;
  }

  add(report: StatusReport, named: string | undefined): void {
    const [only] = this.#byId.keys();
    const isOnly = this.#byId.size <= 1;
    const place = { locator: report.locate(''), line: report.node.line };
    if (named === undefined) this.#unnamed ??= place;
    if (named !== undefined && only === '' && isOnly) this.#rename(named);
    const id = named ?? (isOnly ? (only ?? '') : undefined);
    if (id === undefined) return this.#refuse(place);
    const status = this.#byId.get(id) ?? new DeviceStatus();
    this.#byId.set(id, status);
    status.add(report);
    if (this.#byId.size === 2 && this.#unnamed && named !== undefined && only !== named)
      this.#refuse(this.#unnamed);
  }

  doubt(message: string, place: Place): void {
    this.#notices.push(notice('record-unreadable', message, place));
    this.#doubts.push(place);
  }

  *items(identityKey: string | undefined): Generator<ReadItem> {
    yield* this.#notices;
    if (this.#byId.size === 0 && this.#doubts.length === 0)
      yield notice('count-mismatch', 'The file holds no report.');
    const input = this.#name;
    const doubts = this.#doubts.map((place) =>
      undecidedAll('unreadable', { input, layer: 'observed' }, place),
    );
    for (const [id, status] of this.#byId) {
      const { subject: device, observations, notices } = readStatus(status, id || input, input);
      for (const one of notices) yield { kind: 'notice', notice: one };
      const identity: Identity = [['serial', serialOf(status)], ...namedBy(id)];
      if (device) yield subject(device, [...observations, ...doubts], identified(identity, identityKey));
      else yield skipped;
    }
  }

  #rename(id: string): void {
    const status = this.#byId.get('');
    this.#byId.delete('');
    if (status) this.#byId.set(id, status);
  }

  #refuse(place: Place): void {
    this.doubt('A report does not say of which of several devices it is.', place);
    this.#unnamed = undefined;
  }
}

const members = ['StatusItems', 'Errors', 'FullReport'];

/** The outermost keys decide what the rest means: where one of them can be read in two ways, the report can. */
function faultOf(report: MapNode): string | undefined {
  for (const key of report.entries.keys()) {
    const known = members.find((member) => foldKey(member) === foldKey(key));
    if (known === undefined) continue;
    if (known !== key) return `A key differs from ${known} only in case or invisible characters.`;
    if (report.repeated.has(key)) return `The key ${key} of a report stands more than once.`;
  }
  const items = memberOf(report, 'StatusItems');
  if (items?.type !== 'map') return 'A report has no StatusItems.';
  if ([...items.entries.keys()].some((key) => key.includes('.')))
    return 'The names of the items are not nested, as Apple writes them.';
  const full = memberOf(report, 'FullReport');
  if (full !== undefined && full.type !== 'boolean') return 'FullReport is not a boolean.';
  const errors = memberOf(report, 'Errors');
  return errors !== undefined && errors.type !== 'list' ? 'Errors is not an array.' : undefined;
}

/** The identifiers of a device that a report holds, undefined for those that it has not, null for what cannot be read. */
type Name = string | null | undefined;

/**
 * Beside the report, as servers keep it, or among its items. A serial number is none: it is personal. A name that stands
 * twice, in another spelling or in another type could be that of any device.
 */
function identityOf(report: StatusReport): { id: string | undefined } | 'unclear' {
  const item = findItem(report, 'device.identifier.udid');
  const inner = item?.doubt === undefined ? nameOf(item?.node) : null;
  const [udid, enrolment] = [outermost(report.node, 'UDID'), outermost(report.node, 'EnrollmentID')];
  if (udid === null || enrolment === null || inner === null) return 'unclear';
  if (udid !== undefined && inner !== undefined && udid !== inner) return 'unclear';
  return { id: udid ?? inner ?? enrolment };
}

function outermost({ entries, repeated }: MapNode, key: string): Name {
  const names = [...entries.keys()].filter((name) => foldKey(name) === foldKey(key));
  if (names.length === 0) return undefined;
  return names.length > 1 || names[0] !== key || repeated.has(key) ? null : nameOf(entries.get(key));
}

const nameOf = (node: TreeNode | undefined): Name =>
  node === undefined ? undefined : stringOf(node) || null;

function locatorOf({ pointer }: JsonRecord): (below: string) => string {
  if (pointer.startsWith('line')) return (below) => (below === '' ? pointer : `${pointer}: ${below}`);
  return (below) => `${pointer}${below}` || '/';
}
