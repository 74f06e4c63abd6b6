/**
 * Nested settings of an app (managed configurations, OEMConfig, Knox Service Plugin) as lines `a.b[0].c = value` that a rule
 * can ask for. The schema of such settings lies in the app, so nothing is known here of what a key means.
 */
import type { TreeNode } from '../formats/node.ts';
import { mask } from '../secret.ts';
import { maskedText } from './masking.ts';
import { isMessagingSecret } from './messaging-secrets.ts';

/** Undefined: the value is shown as that of any app. */
type Shows = (key: string) => boolean | undefined;

/**
 * Undefined: no object, or a key in it stands twice. Texts are quoted, so that `"false"` is not `false`.
 * @param shows whether a text of this key may be shown, where that is known of the app
 */
export function keyValueLines(
  node: TreeNode | undefined,
  shows: Shows = () => undefined,
): string[] | undefined {
  if (node?.type !== 'map') return undefined;
  const lines: string[] = [];
  return flatten(node, { path: '', key: '', shows }, lines) ? lines : undefined;
}

interface Place {
  readonly path: string;
  readonly key: string;
  readonly shows: Shows;
}

function flatten(node: TreeNode, place: Place, lines: string[]): boolean {
  const { path, key, shows } = place;
  if (node.type === 'map') {
    if (node.entries.size === 0 && path !== '') lines.push(`${path} = {}`);
    const prefix = path === '' ? '' : `${path}.`;
    return (
      node.repeated.size === 0 &&
      [...node.entries].every(([name, value]) =>
        flatten(value, { path: prefix + quoted(name), key: name, shows }, lines),
      )
    );
  }
  if (node.type === 'list') {
    if (node.items.length === 0) lines.push(`${path} = []`);
    return node.items.every((item, index) => flatten(item, { ...place, path: `${path}[${index}]` }, lines));
  }
  lines.push(`${path} = ${shown(key, node, shows(key))}`);
  return true;
}

/** A name with a sign of ours in it must not look like a path. */
const quoted = (name: string): string => (/^[^\s.=[\]"]+$/.test(name) ? name : JSON.stringify(name));

/** Secrets are masked, and so are mail addresses: such settings are filled in for one person. */
function shown(
  key: string,
  node: Exclude<TreeNode, { type: 'map' | 'list' }>,
  isShownText: boolean | undefined,
): string {
  if (node.type === 'null') return 'null';
  if (node.type === 'secret' || node.type === 'data') return mask;
  if (node.type !== 'boolean' && isMessagingSecret(key)) return mask;
  if (node.type === 'string' && isShownText === false) return mask;
  const text = String(node.value);
  if (/[^\s@]@[^\s@]/.test(text)) return mask;
  const visible = maskedText(key, text);
  return node.type === 'string' && visible !== mask ? JSON.stringify(visible) : visible;
}
