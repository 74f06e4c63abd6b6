/** One policy of a file: its keys in lower case, its place, and the subject it makes. */
import { MapBuilder, type MapNode, memberIgnoringCase, stringOf } from '../../formats/node.ts';
import type { PlatformFamily, Subject } from '../../model/subject.ts';
import { type JsonRecord, pointerTo } from '../json-records.ts';
import { property } from './map-rows.ts';

/** A policy with its keys in lower case; keys that differ only in case count as one that is repeated. */
export interface Policy {
  readonly node: MapNode;
  readonly pointer: string;
  /** The place of a key, as the file spells it. */
  readonly locate: (key: string) => string;
}

export function foldKeys(node: MapNode, record: JsonRecord): Policy {
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
  // PowerShell objects of the Graph SDK keep what the base type lacks in a bag.
  const bag = memberIgnoringCase(node, 'AdditionalProperties');
  if (bag?.type === 'map') add(bag, pointerTo(record, 'AdditionalProperties'));
  return {
    node: builder.build(node.line),
    pointer: record.pointer,
    locate: (key) => paths.get(key.toLowerCase()) ?? pointerTo(record, key),
  };
}

/** A text that stands once and is not empty. */
export function textOf(policy: MapNode, key: string): string | undefined {
  const found = property(policy, key);
  return found === undefined || found === 'repeated' ? undefined : stringOf(found) || undefined;
}

export const placeOf = ({ pointer }: Pick<Policy, 'pointer'>): string =>
  pointer === '' ? '/' : pointer.replace(/: $/, '');

/** @param around title of what lies around the policy, for one that has none itself */
export function subjectOf(
  { node, pointer }: Policy,
  type: { readonly name: string; readonly platform: PlatformFamily },
  input: string,
  around: string | undefined,
): Subject {
  const title = textOf(node, 'displayName') ?? textOf(node, 'name') ?? around;
  const apps = textOf(node, 'appGroupType');
  return {
    id: textOf(node, 'id') ?? title ?? `${input}${pointer}`,
    kind: 'policy',
    platform: type.platform,
    labels: {
      ...(title === undefined ? {} : { title }),
      type: type.name,
      ...(apps === undefined ? {} : { apps }),
    },
  };
}
