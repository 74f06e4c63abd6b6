/** One policy, message by message: names, types, words, and what has taken the place of what. */
import { type FieldFacts, fieldsOf } from '../../artifacts/google/schema.ts';
import { foldKey } from '../../artifacts/masking.ts';
import type { MapNode, TreeNode } from '../../formats/node.ts';
import type { Findings } from '../findings.ts';
import { longestName, type NameLookUps } from '../look-ups.ts';
import { quoted } from '../text.ts';
import { valueFault } from './value.ts';

interface Place {
  readonly path: string;
  readonly key: string;
  readonly node: TreeNode;
}

export class PolicyWalk {
  readonly #policy: MapNode;
  readonly #root: string;
  readonly #findings: Findings;
  readonly #budget: NameLookUps;
  readonly #folded = new Map<string, ReadonlyMap<string, string>>();

  /** @param root where the policy stands: a JSON pointer, or `line 4` */
  constructor(policy: MapNode, root: string, findings: Findings, budget: NameLookUps) {
    this.#policy = policy;
    this.#root = root;
    this.#findings = findings;
    this.#budget = budget;
  }

  run(): void {
    const isLine = this.#root.startsWith('line');
    this.#message('Policy', this.#policy, isLine ? `${this.#root}: ` : this.#root);
  }

  #message(message: string, node: MapNode, path: string): void {
    this.#repeated(node, path);
    const fields = fieldsOf(message);
    for (const [key, value] of node.entries) {
      const facts = fields.get(key);
      const place = { path: below(path, key), key, node: value };
      if (facts === undefined) this.#unknown(message, [...fields.keys()], place);
      else this.#field(facts, place);
    }
  }

  #repeated({ repeated }: MapNode, path: string): void {
    for (const [key, values] of repeated) {
      const text = `${quoted(key)} stands ${values.length} times; which one the service takes is not known.`;
      this.#findings.add('PM2101', text, { locator: below(path, key), line: values.at(-1)?.line ?? 0 });
    }
  }

  #unknown(message: string, names: readonly string[], { path, key, node }: Place): void {
    const at = { locator: path, line: node.line };
    const alike = key.length > longestName ? undefined : this.#alike(message, names, key);
    if (alike !== undefined) {
      const text = `${quoted(key)} is not ${alike}, which it looks like.`;
      this.#findings.add('PM2302', text, at, { near: alike });
      return;
    }
    const near = this.#budget.near(key, names);
    const hint = near === undefined ? '' : ` The nearest name is ${near}.`;
    this.#findings.add('PM2301', `${quoted(key)} is no field of ${message}.${hint}`, at, { near });
  }

  /** Also the form with underscores, which Google's own tools take. */
  #alike(message: string, names: readonly string[], key: string): string | undefined {
    const folded = this.#folded.get(message) ?? new Map(names.map((name) => [foldKey(name), name]));
    this.#folded.set(message, folded);
    return folded.get(foldKey(key.replaceAll('_', '')));
  }

  #field(facts: FieldFacts, place: Place): void {
    const { path, key, node } = place;
    const at = { locator: path, line: node.line };
    this.#deprecation(facts, place);
    if (node.type === 'null') return; // in Google's JSON the same as absence
    if (facts.list === true && node.type === 'list')
      for (const [index, item] of node.items.entries())
        this.#value(facts, { path: `${path}/${index}`, key, node: item });
    else if (facts.map === true && node.type === 'map') {
      this.#repeated(node, path);
      for (const [name, value] of node.entries)
        this.#value(facts, { path: below(path, name), key: name, node: value });
    } else if (facts.list === true || facts.map === true) {
      const wanted = facts.list === true ? 'an array' : 'an object';
      this.#findings.add('PM2303', `${key} takes ${wanted}.`, at);
    } else this.#value(facts, place);
  }

  #value(facts: FieldFacts, { path, key, node }: Place): void {
    if (facts.message !== undefined && node.type === 'map') {
      this.#message(facts.message, node, path);
      return;
    }
    if (facts.type === 'any') {
      this.#free(node, path);
      return;
    }
    const fault = valueFault(facts, key, node, this.#budget);
    if (fault)
      this.#findings.add(fault.code, fault.text, { locator: path, line: node.line }, { near: fault.near });
  }

  /** What an app or a network is given has no schema here; a name that stands twice is one fault all the same. */
  #free(node: TreeNode, path: string): void {
    if (node.type === 'list')
      for (const [index, item] of node.items.entries()) this.#free(item, `${path}/${index}`);
    if (node.type !== 'map') return;
    this.#repeated(node, path);
    for (const [key, value] of node.entries) this.#free(value, below(path, key));
  }

  #deprecation({ deprecated, replacedBy, noEffect }: FieldFacts, { path, key, node }: Place): void {
    if (deprecated !== true) return;
    const at = { locator: path, line: node.line };
    const instead = replacedBy === undefined ? '' : ` Use ${replacedBy}.`;
    if (noEffect === true) this.#findings.add('PM2402', `${key} has no effect.${instead}`, at);
    else if (replacedBy !== undefined && this.#has(replacedBy))
      this.#findings.add('PM2401', `${key} stands beside ${replacedBy}, which took its place.`, at);
    else this.#findings.add('PM2307', `${key} is deprecated.${instead}`, at);
  }

  /** A successor at a path from the policy; those in lists are of the entry itself and not looked for. */
  #has(path: string): boolean {
    let node: TreeNode | undefined = this.#policy;
    for (const key of path.split('.')) node = node?.type === 'map' ? node.entries.get(key) : undefined;
    return node !== undefined && !(node.type === 'string' && node.value.endsWith('_UNSPECIFIED'));
  }
}

const below = (path: string, key: string): string =>
  `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
