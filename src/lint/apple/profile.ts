/** Lints one Apple configuration profile: container, frame, payloads against the key table, lifecycle, secrets. */
import { encryptedMember, openPayloads, type PayloadPlace } from '../../artifacts/apple/encrypted.ts';
import { type AppleDocument, openAppleDocument } from '../../artifacts/apple/packaging.ts';
import { payloadFacts } from '../../artifacts/apple/schema.ts';
import { foldKey } from '../../artifacts/masking.ts';
import { type MapNode, memberOf, stringOf } from '../../formats/node.ts';
import type { Input } from '../../io/input.ts';
import { limits } from '../../io/limits.ts';
import type { LintContext, LintResult } from '../define.ts';
import { Findings } from '../findings.ts';
import { container } from './container.ts';
import { effectsOf } from './effect.ts';
import { LookUps } from './known.ts';
import { lifecycle } from './lifecycle.ts';
import { lintPayload } from './payload.ts';
import { secretsInClear } from './privacy.ts';
import { frame, type NamedPayload, repeatedKeys, sharedNames } from './structure.ts';
import { traitsOf } from './traits.ts';
import { walkPayload } from './walk.ts';

/** @throws PassmusterError of the formats when the document cannot be read */
export async function lintProfile(input: Input, context: LintContext): Promise<LintResult> {
  const bytes = await input.bytes(limits.plistXmlBytes);
  return lintDocument(openAppleDocument(bytes, context.asOf, context.trust?.roots), input.name, context);
}

function lintDocument(document: AppleDocument, name: string, context: LintContext): LintResult {
  const findings = new Findings(name);
  container(document.notices, findings);
  const { tree } = document;
  if (tree.type !== 'map' || !isProfileOrPayload(tree))
    return { status: 'ignored', findings: [], leftOut: 0 };
  if (!document.intact) return { status: 'partial', findings: findings.list, leftOut: 0 };
  repeatedKeys(tree, '', findings);
  const run = new ProfileRun(tree, context, findings);
  const result = isLonePayload(tree) ? run.lonePayload() : run.profile();
  return { ...result, findings: findings.list, leftOut: findings.leftOut };
}

const configuration = 'Configuration';
const marks = ['PayloadType', 'PayloadContent', 'PayloadIdentifier', 'PayloadUUID', 'PayloadVersion'];

/** An answer of a management server names such keys too, deeper down. */
function isProfileOrPayload(tree: MapNode): boolean {
  return tree.entries.has('PayloadType') || marks.filter((key) => tree.entries.has(key)).length > 1;
}

function isLonePayload(tree: MapNode): boolean {
  const type = stringOf(memberOf(tree, 'PayloadType'));
  return type !== undefined && foldKey(type) !== foldKey(configuration);
}

/** TargetDeviceType: 2 Watch, 3 HomePod, 4 TV, 5 Mac, 6 Vision (Apple, TopLevel). */
const kinds = ['', '', 'Apple Watch', 'HomePod', 'Apple TV', 'Mac', 'Apple Vision Pro'];

class ProfileRun {
  readonly #tree: MapNode;
  readonly #context: LintContext;
  readonly #findings: Findings;
  readonly #budget = new LookUps();

  constructor(tree: MapNode, context: LintContext, findings: Findings) {
    this.#tree = tree;
    this.#context = context;
    this.#findings = findings;
  }

  lonePayload(): Pick<LintResult, 'status'> {
    const message = 'The file holds a payload without a profile around it.';
    this.#findings.add('PM1210', message, { locator: '', line: this.#tree.line });
    lintPayload(this.#tree, '', this.#site());
    secretsInClear(this.#tree, '', this.#findings);
    return { status: 'linted' };
  }

  profile(): Pick<LintResult, 'status' | 'traits'> {
    secretsInClear(this.#tree, '', this.#findings);
    if (this.#isForOthers()) return { status: 'linted' };
    this.#topLevel();
    lifecycle(this.#tree, this.#context, this.#findings);
    const opened = this.#opened();
    const own = this.#content();
    const status = opened.isWhole ? 'linted' : 'partial';
    const all = [...own, ...opened.payloads];
    const payloads = all.flatMap(({ node, path }): NamedPayload[] => {
      if (lintPayload(node, path, this.#site())) return [{ node, locator: path }];
      return [];
    });
    sharedNames(this.#tree, payloads, this.#findings);
    this.#singletons(payloads);
    return { status, traits: traitsOf(this.#tree, payloads) };
  }

  #site() {
    return { findings: this.#findings, target: this.#context.target, budget: this.#budget };
  }

  #topLevel(): void {
    const facts = payloadFacts(configuration);
    if (facts === undefined) return;
    const known = this.#budget.payload(facts, false);
    const isRemovable = this.#tree.entries.get('PayloadRemovalDisallowed');
    // False is what holds without the key, on every phone.
    const isDefault = isRemovable?.type === 'boolean' && !isRemovable.value;
    const without = new Set(['PayloadContent', ...(isDefault ? ['PayloadRemovalDisallowed'] : [])]);
    const said = effectsOf(facts, this.#context.target, true);
    walkPayload(this.#tree, { ...this.#site(), known, type: 'the profile', root: '', without }, said);
    frame(this.#tree, '', this.#findings);
  }

  #content(): PayloadPlace[] {
    const content = memberOf(this.#tree, 'PayloadContent');
    const isSealed = this.#tree.entries.has(encryptedMember);
    const at = { locator: 'PayloadContent', line: content?.line ?? this.#tree.line };
    if (content === undefined && !isSealed)
      this.#findings.add('PM1308', 'The profile needs the key PayloadContent, and it is absent.', at);
    if (content !== undefined && content.type !== 'list')
      this.#findings.add('PM1304', 'PayloadContent takes an array.', at);
    if (content?.type !== 'list') return [];
    if (content.items.length === 0 && !isSealed) this.#findings.add('PM1209', 'PayloadContent is empty.', at);
    return content.items.map((node, index) => ({ node, path: `PayloadContent[${index}]` }));
  }

  #opened(): { payloads: readonly PayloadPlace[]; isWhole: boolean } {
    if (!this.#tree.entries.has(encryptedMember)) return { payloads: [], isWhole: true };
    const { payloads, notices, doubt } = openPayloads(this.#tree, this.#context.keys ?? []);
    container(notices, this.#findings);
    return { payloads, isWhole: doubt === undefined };
  }

  #isForOthers(): boolean {
    const node = this.#tree.entries.get('TargetDeviceType');
    if (this.#tree.repeated.has('TargetDeviceType')) return false; // what is in doubt is checked
    const kind = node?.type === 'integer' ? kinds[Number(node.value)] : undefined;
    if (node === undefined || kind === undefined || kind === '') return false;
    const message = `The profile is for ${kind}; its payloads were not checked.`;
    this.#findings.add('PM1211', message, { locator: 'TargetDeviceType', line: node.line });
    return true;
  }

  #singletons(payloads: readonly NamedPayload[]): void {
    const firsts = new Map<string, string>();
    for (const { node, locator } of payloads) {
      const type = stringOf(memberOf(node, 'PayloadType')) ?? '';
      const first = firsts.get(type);
      if (first === undefined) firsts.set(type, locator);
      else if (payloadFacts(type)?.multiple === false) {
        const message = `A phone takes one payload ${type}; there is another at ${first}.`;
        this.#findings.add('PM1501', message, { locator, line: node.line });
      }
    }
  }
}
