/**
 * Reads which profiles a Fleet configuration names. It holds none itself: the files are read as what they are, where they are
 * given too. Whom they reach is decided by Fleet (labels, teams), so nothing is assigned here. Shape: Fleet, "YAML files".
 */
import { itemsOf, type MapNode, memberOf, stringOf, type TreeNode } from '../../formats/node.ts';
import { decodeText } from '../../formats/text.ts';
import { parseYaml } from '../../formats/yaml-tree.ts';
import type { Input } from '../../io/input.ts';
import type { Notice } from '../../model/notice.ts';
import { notice, type ReadItem } from '../define.ts';

export async function* read(input: Input): AsyncGenerator<ReadItem> {
  const { text } = decodeText(await input.bytes());
  // Editors leave the end of the last line out, and nothing is claimed that a missing line could take back.
  const isEnded = text.endsWith('\n');
  if (!isEnded)
    yield notice('last-row-unended', 'The last line has no end: the file may have been cut there.');
  const root = parseYaml(isEnded ? text : `${text}\n`);
  const controls = memberOf(root, 'controls');
  if (root.type !== 'map' || root.repeated.has('controls') || isOdd(controls)) {
    yield notice('record-unreadable', 'The configuration has no controls that can be read one way.', {
      locator: '/controls',
      line: (controls ?? root).line,
    });
    return;
  }
  if (controls?.type !== 'map') return; // nothing is configured
  for (const [platform, settings] of controls.entries)
    for (const key of listKeys) yield* named(controls, platform, settings, key);
}

const isOdd = (node: TreeNode | undefined): boolean => node?.type !== 'map' && node?.type !== 'null';

/** `custom_settings` up to Fleet 4.80 or so; both are still read by it. */
const listKeys = ['configuration_profiles', 'custom_settings'] as const;
/** Files that a notice names; the others are counted. */
const mostNames = 20;

function* named(
  controls: MapNode,
  platform: string,
  settings: TreeNode,
  key: (typeof listKeys)[number],
): Generator<ReadItem> {
  const list = memberOf(settings, key);
  if (settings.type !== 'map' || list === undefined || list.type === 'null') return;
  const place: Pick<Notice, 'locator' | 'line'> = {
    locator: `/controls/${platform}/${key}`,
    line: list.line,
  };
  const isOnce = !controls.repeated.has(platform) && !settings.repeated.has(key);
  const paths = itemsOf(list).map(pathOf);
  const known = paths.filter((path) => path !== undefined);
  if (!isOnce || list.type !== 'list' || known.length < paths.length) {
    yield notice('record-unreadable', 'A list of profiles cannot be read one way.', place);
    return;
  }
  if (known.length === 0) return;
  const rest = known.length > mostNames ? ` and ${known.length - mostNames} more` : '';
  const names = `${known.slice(0, mostNames).join(', ')}${rest}`;
  const message = `The configuration names profiles and holds none; they are audited where they are given too: ${names}.`;
  yield notice('profiles-referenced', message, place);
}

/** `path`, or `paths` with a pattern; relative to the configuration. */
function pathOf(item: TreeNode): string | undefined {
  if (item.type !== 'map' || item.repeated.size > 0) return undefined;
  const path = stringOf(memberOf(item, 'path')) ?? stringOf(memberOf(item, 'paths'));
  return path !== undefined && /^[^\u0000-\u001f\u007f]{1,300}$/.test(path) ? path : undefined;
}
