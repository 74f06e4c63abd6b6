/** PM17xx: secrets that stand readable in the file. They are found by the name of the key and by shape, and never printed. */
import { isSecretName } from '../../artifacts/secrets.ts';
import type { TreeNode } from '../../formats/node.ts';
import type { Findings } from '../findings.ts';
import { quoted } from '../text.ts';
import { isPlaceholder } from './value.ts';
import { below } from './walk.ts';

/** A private key, or user and password in an address. */
const secretShape = /-----BEGIN [A-Z ]*PRIVATE KEY-----|:\/\/[^/\s:@]+:[^/\s@]+@/;
/** Characters of a text that are looked at. */
const looked = 4096;

export function secretsInClear(node: TreeNode, locator: string, findings: Findings): void {
  look(node, '', locator, false, findings);
}

function look(node: TreeNode, key: string, locator: string, isNamed: boolean, findings: Findings): void {
  if (node.type === 'map')
    for (const [name, value] of node.entries)
      look(value, name, below(locator, name), isNamed || isSecretName(name), findings);
  else if (node.type === 'list')
    for (const [index, item] of node.items.entries())
      look(item, key, `${locator}[${index}]`, isNamed, findings);
  else if (
    isNamed ? holdsSomething(node) : node.type === 'string' && secretShape.test(node.value.slice(0, looked))
  )
    findings.add('PM1701', `${quoted(key)} holds a secret in clear text.`, { locator, line: node.line });
}

/** Not empty, and no name that a server fills in. */
function holdsSomething(node: TreeNode): boolean {
  if (node.type === 'string')
    return node.value.trim() !== '' && !isPlaceholder(node.value) && !/^[*•x]+$/i.test(node.value);
  return node.type === 'integer' || (node.type === 'data' && node.value.length > 0);
}
