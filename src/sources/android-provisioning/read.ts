/** Reads the bundle of one provisioning code. Whoever sees the code has what is in it: secrets are named, never shown. */
import { evidenceAt } from '../../artifacts/google/rows.ts';
import { type MapSite, observeMap } from '../../artifacts/observe-map.ts';
import { type MapNode, memberOf, stringOf, type TreeNode } from '../../formats/node.ts';
import type { Input } from '../../io/input.ts';
import type { Observation } from '../../model/observation.ts';
import { observe } from '../../settings/observe.ts';
import { notice, type ReadItem, subject } from '../define.ts';
import { detectionInput } from '../detect.ts';
import { jsonRecords, pointerTo } from '../json-records.ts';
import { extra, extras, lacksChecksum, location } from './map.ts';

const unpeeked = { root: 'object', keys: new Map(), rows: new Map(), lines: false, closed: true } as const;

export async function* read(input: Input): AsyncGenerator<ReadItem> {
  const peek = detectionInput(input.name, input.head).json ?? unpeeked;
  for await (const record of jsonRecords(input, peek, [])) {
    const { node } = record;
    if (node.type !== 'map') continue; // the root is an object, or it would not have been recognised
    const site: MapSite = {
      input: input.name,
      layer: 'required',
      locate: (key) => pointerTo(record, key),
    };
    const { observations, notices } = observeMap(node, extras, site);
    for (const one of notices) yield { kind: 'notice', notice: one };
    yield* secretsOf(node, '', 'The provisioning code');
    yield subject(
      {
        id: input.name,
        kind: 'policy',
        platform: 'android',
        labels: { title: stringOf(memberOf(node, extra('DEVICE_ADMIN_COMPONENT_NAME'))) ?? input.name },
      },
      [...observations, ...unverified(node, site)],
    );
  }
}

/** A download without a checksum is compared with nothing. */
function unverified(bundle: MapNode, site: MapSite): Observation[] {
  if (!lacksChecksum(bundle)) return [];
  const place = evidenceAt(site, site.locate(location), bundle.entries.get(location)?.line);
  const evidence = { ...place, value: 'absent checksum (default none)' };
  return [observe('enrolment.packageVerified', false, site.layer, evidence, { origin: 'default' })];
}

/** Wi-Fi passwords and enrolment tokens, which the reader has hidden already. */
function* secretsOf(node: TreeNode, path: string, who: string): Generator<ReadItem> {
  if (node.type === 'list')
    for (const [index, item] of node.items.entries()) yield* secretsOf(item, `${path}/${index}`, who);
  if (node.type === 'secret')
    yield notice('secret-in-clear', `${who} holds a secret in clear text: whoever sees the code has it.`, {
      locator: path,
      line: node.line,
    });
  if (node.type !== 'map') return;
  for (const [key, value] of node.entries)
    yield* secretsOf(value, `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, who);
}
