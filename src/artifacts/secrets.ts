/**
 * Takes the secrets out of a tree before anything reads it. By name, because vendors mark few of them: Apple's schema calls
 * about a tenth of its secret fields sensitive. Sources: Apple "Device Management" (Wi-Fi, VPN, mail, SCEP, certificates),
 * Microsoft Graph (bypass codes, exit codes), MDM check-in messages (tokens).
 */
import type { MapNode, TreeNode } from '../formats/node.ts';
import { Secret } from '../secret.ts';

/** The last word of a key that holds a secret. `XAuthPasswordEncryption` or `passwordMinimumLength` do not end like this. */
const secretName =
  /(password|passphrase|passwd|secret|sharedkey|presharedkey|psk|challenge|token|privatekey|bypasscode|exitcode|recoverykey|recoverycode|pushmagic|credential|pincode|userpin)$/i;
/** Names that end so and are no secrets: what they hold is a flag or a type, which is judged. */
const harmlessName =
  /^([Aa]llow|[Ff]orce|[Rr]equire|[Bb]lock|[Dd]isable|[Ee]nable|[Ii]s|[Hh]as|[Uu]se|[Ss]afari)[A-Z]/;
/** Payloads whose content is key material (a PKCS #12 file). */
const secretPayloads: ReadonlySet<string> = new Set(['com.apple.security.pkcs12']);

/** The same tree with `secret` nodes in place of secrets; parts without one are shared, not copied. */
export function withoutSecrets(node: TreeNode): TreeNode {
  if (node.type === 'list') return replaced(node, node.items.map(withoutSecrets));
  return node.type === 'map' ? mapWithoutSecrets(node) : node;
}

function replaced(node: Extract<TreeNode, { type: 'list' }>, items: readonly TreeNode[]): TreeNode {
  return items.every((item, index) => item === node.items[index]) ? node : { ...node, items };
}

export function mapWithoutSecrets(node: MapNode): MapNode {
  const type = node.entries.get('PayloadType');
  const isKeyMaterial = type?.type === 'string' && secretPayloads.has(type.value);
  const clean = (key: string, value: TreeNode): TreeNode => {
    if (isSecretName(key) || (isKeyMaterial && key === 'PayloadContent')) return hidden(value);
    return withoutSecrets(value);
  };
  if (node.repeated.size === 0 && isClean(node, clean)) return node;
  const entries = new Map([...node.entries].map(([key, value]) => [key, clean(key, value)]));
  const repeated = new Map(
    [...node.repeated].map(([key, values]) => [key, values.map((value) => clean(key, value))]),
  );
  return { ...node, entries, repeated };
}

/** Most maps are: nothing is copied to find that out. */
function isClean(node: MapNode, clean: (key: string, value: TreeNode) => TreeNode): boolean {
  for (const [key, value] of node.entries) if (clean(key, value) !== value) return false;
  return true;
}

/** Keys are few, and the same in thousands of documents; what is long or comes after these is looked at each time. */
const knownNames = new Map<string, boolean>();
const mostNames = 5000;
const longestName = 100;

export function isSecretName(key: string): boolean {
  const known = knownNames.get(key);
  if (known !== undefined) return known;
  const isSecret = secretName.test(key) && !harmlessName.test(key);
  if (knownNames.size < mostNames && key.length <= longestName) knownNames.set(copyOf(key), isSecret);
  return isSecret;
}

/** A text that was cut out of a document would hold all of it. */
const copyOf = (text: string): string => Buffer.from(text).toString();

/** Text, numbers and bytes are hidden, and so is everything below a key that names a secret. */
function hidden(node: TreeNode): TreeNode {
  switch (node.type) {
    case 'null':
    case 'boolean':
    case 'secret':
      return node;
    case 'map':
      return {
        ...node,
        entries: new Map([...node.entries].map(([key, value]) => [key, hidden(value)])),
        repeated: new Map(),
      };
    case 'list':
      return { ...node, items: node.items.map(hidden) };
    case 'data':
      return {
        type: 'secret',
        value: new Secret(Buffer.from(node.value).toString('base64')),
        line: node.line,
      };
    default:
      return { type: 'secret', value: new Secret(String(node.value)), line: node.line };
  }
}
