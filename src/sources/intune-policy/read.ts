/**
 * Reads policies one by one: what each would require. Shape: Microsoft Graph, deviceManagement/deviceConfigurations,
 * deviceCompliancePolicies and deviceAppManagement/managedAppPolicies, as single objects or pages.
 */
import { type MapReading, type MapSite, observeMap } from '../../artifacts/observe-map.ts';
import type { JsonPeek } from '../../formats/json-peek.ts';
import { type MapNode, memberIgnoringCase, stringOf, type TreeNode } from '../../formats/node.ts';
import type { Input } from '../../io/input.ts';
import { notice, type ReadContext, type ReadItem, skipped, subject } from '../define.ts';
import { detectionInput } from '../detect.ts';
import { type JsonRecord, jsonRecords } from '../json-records.ts';
import { yamlRecords } from '../yaml-records.ts';
import { assignmentOf, linksOf } from './assignments.ts';
import { actionsOf } from './compliance-actions.ts';
import { catalogueName, isCatalogue } from './map-catalogue.ts';
import { property } from './map-rows.ts';
import { typesNamed } from './map-named.ts';
import { graphName, inferType, isOtherPhonePolicy, type NamedType } from './map-types.ts';
import { unwrap } from './templates.ts';
import { foldKeys, placeOf, type Policy, subjectOf, textOf } from './policy.ts';

const wrapper = 'value';
const unpeeked: JsonPeek = {
  root: 'object',
  keys: new Map(),
  rows: new Map(),
  lines: false,
  closed: true,
};

/** What goes with every policy of a file. */
interface File {
  readonly input: string;
  readonly context: ReadContext;
  readonly unread: Unread;
}

export async function* read(input: Input, context: ReadContext): AsyncGenerator<ReadItem> {
  const unread = new Unread();
  const file = { input: input.name, context, unread };
  const records = recordsOf(input);
  let next = await records.next();
  let rows = 0;
  for (; next.done !== true; next = await records.next()) {
    rows += 1;
    yield* readPolicy(next.value, file);
  }
  const members = next.value;
  const lone = memberIgnoringCase(members, wrapper);
  if (lone?.type === 'map') {
    rows += 1;
    yield* readPolicy({ node: lone, pointer: `/${wrapper}` }, file);
  }
  yield* unread.notices();
  yield* beside(members);
  yield* completeness(members, rows);
}

function recordsOf(input: Input): AsyncGenerator<JsonRecord, MapNode | undefined> {
  const { json, yaml } = detectionInput(input.name, input.head);
  if (yaml !== undefined) return yamlRecords(input, [wrapper]);
  return jsonRecords(input, json ?? unpeeked, [wrapper]);
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

function* readPolicy(outer: JsonRecord, file: File): Generator<ReadItem> {
  const { record, title, isOther, fault } = unwrap(outer);
  const { node } = record;
  const where = { locator: placeOf(record), line: node.line };
  if (fault !== undefined || node.type !== 'map') {
    yield notice('record-unreadable', fault ?? 'A row of the export is not an object.', where);
    return;
  }
  const policy = foldKeys(node, record);
  const written = property(policy.node, '@odata.type');
  const name = nameOf(policy.node);
  const inferred =
    written === undefined && name === undefined ? inferType(policy.node.entries.keys()) : undefined;
  const types = inferred ? [inferred] : name === undefined ? [] : typesNamed(name, policy.node);
  if (inferred)
    yield notice(
      'policy-type-inferred',
      `The policy does not say its type; its property names are those of ${inferred.name}.`,
      where,
    );
  if (types.length > 0) {
    yield* readKnown(policy, types, file, title);
  } else if (name === undefined && isOther) {
    yield skipped;
  } else if (name === undefined) {
    yield notice('record-unreadable', 'A policy does not say of which type it is.', where);
  } else if (name.toLowerCase() === catalogueName.toLowerCase()) {
    if (textOf(policy.node, 'platforms') === undefined)
      yield notice('record-unreadable', 'A policy does not say for which platform it is.', where);
    yield skipped;
  } else {
    if (isOtherPhonePolicy(name)) file.unread.add(name, where.locator, where.line);
    yield skipped;
  }
}

/** The type that the policy says; policies of the settings catalogue are known by their shape, too. */
function nameOf(policy: MapNode): string | undefined {
  const written = property(policy, '@odata.type');
  if (written === undefined) return isCatalogue(policy) ? catalogueName : undefined;
  return written === 'repeated' ? undefined : graphName(stringOf(written) ?? '');
}

function* readKnown(
  policy: Policy,
  types: readonly NamedType[],
  { input, context }: File,
  title: string | undefined,
): Generator<ReadItem> {
  const about = [assignmentOf(policy), actionsOf(policy)].filter((one) => one !== undefined);
  for (const one of about) yield { kind: 'notice', notice: one };
  const notes = about.flatMap(({ code }) =>
    code === 'assignment-none' || code === 'compliance-never-acts' ? [code] : [],
  );
  const links = linksOf(policy, policy.pointer === '' ? input : undefined, context.identityKey);
  for (const type of types) {
    const { observations, notices } = readAs(type, policy, input, notes, context);
    for (const one of notices) yield { kind: 'notice', notice: one };
    const found = subjectOf(policy, type, input, title);
    // One policy for two systems is two subjects.
    yield subject(
      types.length === 1 ? found : { ...found, id: `${found.id}:${type.platform}` },
      observations,
      links,
    );
  }
}

/** @param more notes that go with every claim */
function readAs(
  type: NamedType,
  policy: Policy,
  input: string,
  more: readonly string[],
  context: ReadContext,
): MapReading {
  const site = (notes: readonly string[] = []): MapSite => {
    const all = [...notes, ...more];
    return {
      input,
      layer: 'required',
      locate: policy.locate,
      ignoreCase: true,
      ...(all.length === 0 ? {} : { extras: { notes: all } }),
    };
  };
  const readings = [
    ...type.parts(policy.node).map(({ table, notes }) => observeMap(policy.node, table, site(notes))),
    ...(type.extra === undefined ? [] : [type.extra(policy.node, site(), context)]),
  ];
  return {
    observations: readings.flatMap(({ observations }) => observations),
    notices: readings.flatMap(({ notices }) => notices),
  };
}
