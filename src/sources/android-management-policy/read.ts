/** Reads policies one at a time. Shapes: Google, Android Management API, Policy and ListPoliciesResponse. */
import { tokenOf } from '../../artifacts/identity.ts';
import { type MapNode, memberOf, stringOf, type TreeNode } from '../../formats/node.ts';
import type { Input } from '../../io/input.ts';
import type { Links } from '../../model/links.ts';
import type { Subject } from '../../model/subject.ts';
import { notice, type ReadContext, type ReadItem, skipped, subject } from '../define.ts';
import { detectionInput } from '../detect.ts';
import { type JsonRecord, jsonRecords, pointerTo } from '../json-records.ts';
import { policyFields } from './map-fields.ts';
import { isWholePolicy, readPolicy } from './map.ts';

const unpeeked = { root: 'array', keys: new Map(), rows: new Map(), lines: false, closed: true } as const;

export async function* read(input: Input, context: ReadContext): AsyncGenerator<ReadItem> {
  const peek = detectionInput(input.name, input.head).json ?? unpeeked;
  const records = jsonRecords(input, peek, ['policies']);
  let next = await records.next();
  let rows = 0;
  for (; next.done !== true; next = await records.next()) {
    rows += 1;
    yield* readRecord(next.value, input.name, context);
  }
  if (next.value) yield* aroundRows(next.value, rows);
}

/** What stands beside the rows of a page. */
function* aroundRows(members: MapNode, rows: number): Generator<ReadItem> {
  const list = members.entries.get('policies');
  if (list !== undefined && list.type !== 'null')
    yield notice('record-unreadable', 'The member policies is not an array.', {
      locator: '/policies',
      line: list.line,
    });
  for (const [key, node] of members.entries)
    if (policyFields.has(key))
      yield notice('record-unreadable', 'A policy stands beside the array of policies; it is not read.', {
        locator: `/${key}`,
        line: node.line,
      });
  const tokens = members.repeated.get('nextPageToken') ?? [members.entries.get('nextPageToken')];
  const token = tokens.find((node) => node !== undefined && !isBlank(node));
  if (token)
    yield notice('pages-left', `The export is one page of ${rows} policies; nextPageToken names more.`, {
      locator: '/nextPageToken',
      line: token.line,
    });
}

const isBlank = (node: TreeNode): boolean =>
  node.type === 'null' || (node.type === 'string' && node.value === '');

function* readRecord(record: JsonRecord, input: string, { identityKey }: ReadContext): Generator<ReadItem> {
  const { node, pointer } = record;
  if (node.type !== 'map') {
    yield notice('record-unreadable', 'A policy is not an object.', { locator: pointer, line: node.line });
    return;
  }
  if (/^enterprises\/[^/]+\/devices\//.test(stringOf(memberOf(node, 'name')) ?? '')) {
    yield skipped;
    return;
  }
  const { observations, notices } = readPolicy(node, { input, locate: (key) => pointerTo(record, key) });
  for (const one of notices) yield { kind: 'notice', notice: one };
  yield subject(subjectOf(node, pointer, input), observations, linksOf(node, identityKey));
}

/** Phones that apply the policy, and those that confirm having just this version of it; undefined for a fragment. */
function linksOf(policy: MapNode, key: string | undefined): Links | undefined {
  const name = isWholePolicy(policy) ? stringOf(memberOf(policy, 'name')) : undefined;
  if (name === undefined) return undefined;
  const version = policy.repeated.has('version') ? undefined : memberOf(policy, 'version');
  const isVersion = version?.type === 'string' || version?.type === 'integer';
  const token = tokenOf('amapi-policy', name, key);
  const exact = isVersion ? tokenOf('amapi-policy-version', `${name}@${version.value}`, key) : undefined;
  return {
    to: token === undefined ? [] : [token],
    ...(exact === undefined ? {} : { on: [exact] }),
  };
}

/** The resource name identifies a policy; a fragment without a name is known by its place. */
function subjectOf(policy: MapNode, pointer: string, input: string): Subject {
  const name = stringOf(memberOf(policy, 'name')) || undefined;
  const place = pointer === '' ? input : `${input}#${pointer}`;
  const version = memberOf(policy, 'version');
  const shown = version?.type === 'string' || version?.type === 'integer' ? String(version.value) : '';
  const id = name ?? place;
  return {
    id,
    kind: 'policy',
    platform: 'android',
    labels: {
      title: lastPart(name ?? input) + (name === undefined && pointer !== '' ? `#${pointer}` : ''),
      ...(shown === '' ? {} : { version: shown }),
    },
  };
}

const lastPart = (path: string): string => path.split('/').at(-1) || path;
