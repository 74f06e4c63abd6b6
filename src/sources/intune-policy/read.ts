/**
 * Reads policies one by one: what each would require. Shape: Microsoft Graph, deviceManagement/deviceConfigurations,
 * deviceCompliancePolicies and deviceAppManagement/managedAppPolicies, as single objects or pages.
 */
import { type MapSite, observeMap } from '../../artifacts/observe-map.ts';
import {
  itemsOf,
  MapBuilder,
  type MapNode,
  memberIgnoringCase,
  stringOf,
  type TreeNode,
} from '../../formats/node.ts';
import type { Input } from '../../io/input.ts';
import type { Notice } from '../../model/notice.ts';
import type { Observation } from '../../model/observation.ts';
import type { Subject } from '../../model/subject.ts';
import { notice, type ReadItem, skipped, subject } from '../define.ts';
import { detectionInput } from '../detect.ts';
import { type JsonRecord, jsonRecords, pointerTo } from '../json-records.ts';
import { property } from './map-rows.ts';
import { findType, graphName, inferType, isOtherPhonePolicy, type NamedType } from './map-types.ts';

const wrapper = 'value';

export async function* read(input: Input): AsyncGenerator<ReadItem> {
  const peek = detectionInput(input.name, input.head).json ?? {
    root: 'object',
    keys: new Map(),
    rows: new Map(),
    lines: false,
    closed: true,
  };
  const unread = new Unread();
  const records = jsonRecords(input, peek, [wrapper]);
  let next = await records.next();
  let rows = 0;
  for (; next.done !== true; next = await records.next()) {
    rows += 1;
    yield* readPolicy(next.value, input.name, unread);
  }
  const members = next.value;
  const lone = memberIgnoringCase(members, wrapper);
  if (lone?.type === 'map') {
    rows += 1;
    yield* readPolicy({ node: lone, pointer: `/${wrapper}` }, input.name, unread);
  }
  yield* unread.notices();
  yield* beside(members);
  yield* completeness(members, rows);
}

/** A policy that stands around the array of policies: which of them is meant is not known. */
function* beside(members: MapNode | undefined): Generator<ReadItem> {
  for (const [key, node] of members?.entries ?? [])
    if (/^(@odata\.type|additionalProperties)$/i.test(key))
      yield notice('record-unreadable', 'A policy stands beside the array of policies; it is not read.', {
        locator: `/${key}`,
        line: node.line,
      });
}

function* completeness(members: MapNode | undefined, rows: number): Generator<ReadItem> {
  const more = placesOf(members, '@odata.nextLink').find(({ type }) => type !== 'null');
  if (more)
    yield notice('pages-left', `The export is one page of ${rows} policies; @odata.nextLink names more.`, {
      locator: '/@odata.nextLink',
      line: more.line,
    });
  const count = memberIgnoringCase(members, '@odata.count');
  if (count?.type === 'integer' && Number(count.value) !== rows)
    yield notice('count-mismatch', `The export declares ${count.value} policies and holds ${rows}.`, {
      locator: '/@odata.count',
      line: count.line,
    });
}

/** Every value that a key stands with, in any spelling. */
function placesOf(members: MapNode | undefined, key: string): readonly TreeNode[] {
  return [...(members?.entries ?? [])].flatMap(([name, node]) =>
    name.toLowerCase() === key.toLowerCase() ? (members?.repeated.get(name) ?? [node]) : [],
  );
}

/** Policies of types that nobody reads, told once a type. */
class Unread {
  readonly #types = new Map<string, { count: number; locator: string; line: number }>();

  add(type: string, locator: string, line: number): void {
    const known = this.#types.get(type);
    if (known) known.count += 1;
    else this.#types.set(type, { count: 1, locator, line });
  }

  *notices(): Generator<ReadItem> {
    for (const [type, { count, locator, line }] of this.#types) {
      const many = count === 1 ? 'A policy' : `${count} policies`;
      yield notice('rows-skipped', `${many} of the type ${type} cannot be read yet.`, { locator, line });
    }
  }
}

/** A policy with its keys in lower case; keys that differ only in case count as one that is repeated. */
interface Policy {
  readonly node: MapNode;
  readonly pointer: string;
  readonly locate: (key: string) => string;
}

function* readPolicy(record: JsonRecord, input: string, unread: Unread): Generator<ReadItem> {
  const { node } = record;
  const where = { locator: record.pointer === '' ? '/' : record.pointer, line: node.line };
  if (node.type !== 'map') {
    yield notice('record-unreadable', 'A row of the export is not an object.', where);
    return;
  }
  const policy = foldKeys(node, record);
  const written = property(policy.node, '@odata.type');
  const name = written && written !== 'repeated' ? graphName(stringOf(written) ?? '') : undefined;
  const type = written === undefined ? inferType(policy.node.entries.keys()) : findType(name ?? '');
  if (type !== undefined) {
    if (written === undefined)
      yield notice(
        'policy-type-inferred',
        `The policy does not say its type; its property names are those of ${type.name}.`,
        where,
      );
    yield* readKnown(policy, type, input);
  } else if (name === undefined) {
    yield notice('record-unreadable', 'A policy does not say of which type it is.', where);
  } else {
    if (isOtherPhonePolicy(name)) unread.add(name, where.locator, where.line);
    yield skipped;
  }
}

function foldKeys(node: MapNode, record: JsonRecord): Policy {
  const builder = new MapBuilder();
  const paths = new Map<string, string>();
  const add = (map: MapNode, pointer: string) => {
    for (const [key, value] of map.entries) {
      const folded = key.toLowerCase();
      if (!paths.has(folded)) paths.set(folded, pointerTo({ ...record, pointer }, key));
      for (const one of map.repeated.get(key) ?? [value]) builder.add(folded, one);
    }
  };
  add(node, record.pointer);
  const bag = memberIgnoringCase(node, 'AdditionalProperties');
  if (bag?.type === 'map') add(bag, pointerTo(record, 'AdditionalProperties'));
  return {
    node: builder.build(node.line),
    pointer: record.pointer,
    locate: (key) => paths.get(key.toLowerCase()) ?? pointerTo(record, key),
  };
}

function* readKnown(policy: Policy, type: NamedType, input: string): Generator<ReadItem> {
  const assignment = assignmentOf(policy);
  if (assignment) yield { kind: 'notice', notice: assignment };
  const unassigned = assignment?.code === 'assignment-none' ? ['assignment-none'] : [];
  const site = (notes: readonly string[] = []): MapSite => {
    const all = [...notes, ...unassigned];
    return {
      input,
      layer: 'required',
      locate: policy.locate,
      ignoreCase: true,
      ...(all.length === 0 ? {} : { extras: { notes: all } }),
    };
  };
  const observations: Observation[] = [];
  for (const { table, notes } of type.parts(policy.node)) {
    const reading = observeMap(policy.node, table, site(notes));
    observations.push(...reading.observations);
    for (const one of reading.notices) yield { kind: 'notice', notice: one };
  }
  observations.push(...(type.extra?.(policy.node, site()) ?? []));
  yield subject(subjectOf(policy, type, input), observations);
}

/** Whom the policy reaches: nobody, somebody (no notice), or not exported. */
function assignmentOf({ node, pointer, locate }: Policy): Notice | undefined {
  const list = property(node, 'assignments');
  const assigned = property(node, 'isAssigned');
  const isAssigned =
    assigned && assigned !== 'repeated' && assigned.type === 'boolean' ? assigned.value : undefined;
  const targets = list && list !== 'repeated' && list.type === 'list' ? itemsOf(list) : undefined;
  if (isAssigned === false || targets?.every(isExclusion) === true) {
    const key = isAssigned === false ? 'isAssigned' : 'assignments';
    return {
      code: 'assignment-none',
      message: 'The policy is defined and assigned to nobody.',
      locator: locate(key),
      line: lineOf(node, key),
    };
  }
  if (targets !== undefined || isAssigned === true) return undefined;
  return {
    code: 'assignment-not-exported',
    message: 'The export does not say to whom the policy is assigned.',
    locator: pointer === '' ? '/' : pointer,
    line: node.line,
  };
}

const lineOf = (node: MapNode, key: string) => node.entries.get(key.toLowerCase())?.line ?? node.line;

function isExclusion(assignment: Parameters<typeof memberIgnoringCase>[0]): boolean {
  const target = memberIgnoringCase(assignment, 'target');
  const type = stringOf(memberIgnoringCase(target, '@odata.type')) ?? '';
  return graphName(type)?.toLowerCase() === 'exclusiongroupassignmenttarget';
}

function subjectOf({ node, pointer }: Policy, type: NamedType, input: string): Subject {
  const text = (key: string) => {
    const found = property(node, key);
    return found === undefined || found === 'repeated' ? undefined : stringOf(found) || undefined;
  };
  const title = text('displayName');
  const apps = text('appGroupType');
  return {
    id: text('id') ?? title ?? `${input}${pointer}`,
    kind: 'policy',
    platform: type.platform,
    labels: {
      ...(title === undefined ? {} : { title }),
      type: type.name,
      ...(apps === undefined ? {} : { apps }),
    },
  };
}
