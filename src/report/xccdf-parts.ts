/** Ids and elements that rules and results of XCCDF share. */
import type { RuleRecord } from '../model/report.ts';
import { element, type Xml } from './xml-write.ts';

/** `profile rule` → the rule. */
export type Rules = ReadonlyMap<string, RuleRecord>;

/** An id of XCCDF, e.g. `xccdf_invalid.passmuster_rule_basics.passcode-length`; different texts give different ids. */
export function idOf(kind: string, text: string): string {
  const name = text.replace(
    /[^A-Za-z0-9.-]/gu,
    (character) => `_${(character.codePointAt(0) ?? 0).toString(16)}_`,
  );
  return `xccdf_invalid.passmuster_${kind}_${name}`;
}

export const ruleId = (profile: string, rule: string): string => idOf('rule', `${profile}.${rule}`);

export const identsOf = (rule: RuleRecord | undefined): Xml[] =>
  (rule?.controls?.cci ?? []).map((number) => element('ident', { system: 'http://cyber.mil/cci' }, number));

/** Where the result comes from; a tool for SCAP has nothing to run. */
export const checkOf = (name: string): Xml =>
  element('check', { system: 'https://passmuster.invalid/ns/check' }, [
    element('check-content-ref', { href: 'passmuster', name }),
  ]);
