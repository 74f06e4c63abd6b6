/**
 * Nested settings of an app (managed configurations, OEMConfig, Knox Service Plugin) as lines `a.b[0].c = value` that a rule
 * can ask for. The schema of such settings lies in the app, so nothing is known here of what a key means.
 */
import type { TreeNode } from '../formats/node.ts';
import { mask } from '../secret.ts';
import { maskedText } from './masking.ts';

/** Undefined: no object, or a key in it stands twice. Texts are quoted, so that `"false"` is not `false`. */
export function keyValueLines(node: TreeNode | undefined): string[] | undefined {
  if (node?.type !== 'map') return undefined;
  const lines: string[] = [];
  return flatten(node, '', '', lines) ? lines : undefined;
}

function flatten(node: TreeNode, path: string, key: string, lines: string[]): boolean {
  if (node.type === 'map') {
    if (node.entries.size === 0 && path !== '') lines.push(`${path} = {}`);
    const prefix = path === '' ? '' : `${path}.`;
    return (
      node.repeated.size === 0 &&
      [...node.entries].every(([name, value]) => flatten(value, prefix + quoted(name), name, lines))
    );
  }
  if (node.type === 'list') {
    if (node.items.length === 0) lines.push(`${path} = []`);
    return node.items.every((item, index) => flatten(item, `${path}[${index}]`, key, lines));
  }
  lines.push(`${path} = ${shown(key, node)}`);
  return true;
}

/** A name with a sign of ours in it must not look like a path. */
const quoted = (name: string): string => (/^[^\s.=[\]"]+$/.test(name) ? name : JSON.stringify(name));

/** Secrets are masked, and so are mail addresses: such settings are filled in for one person. */
function shown(key: string, node: Exclude<TreeNode, { type: 'map' | 'list' }>): string {
  if (node.type === 'null') return 'null';
  if (node.type === 'secret' || node.type === 'data') return mask;
  const text = String(node.value);
  if (/[^\s@]@[^\s@]/.test(text)) return mask;
  const visible = maskedText(key, text);
  return node.type === 'string' && visible !== mask ? JSON.stringify(visible) : visible;
}
