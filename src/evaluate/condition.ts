/**
 * The condition under which a rule applies, for a policy: what a policy cannot know, because it is a fact of the devices that it
 * goes to, does not restrict. `appliesTo.ownership` and `.supervised` do not either.
 */
import type { Expression } from '../model/profile.ts';
import { findSetting } from '../settings/catalogue.ts';
import type { Facts } from './facts.ts';

const settingsOfDevices: ReadonlySet<string> = new Set([
  'device.managementMode',
  'device.ownership',
  'device.supervised',
  'device.workProfile.present',
]);
const factsOfDevices: ReadonlySet<string> = new Set(['model', 'enrolment', 'enrolmentType']);

/** What is left of the condition; undefined: nothing, the rule applies. */
export function conditionFor(when: Expression | undefined, facts: Facts): Expression | undefined {
  if (when === undefined || facts.subject.kind === 'device') return when;
  return known(when, facts);
}

function known(expression: Expression, facts: Facts): Expression | undefined {
  if ('setting' in expression) return isOfDevices(expression.setting, facts) ? undefined : expression;
  if ('fact' in expression) return factsOfDevices.has(expression.fact) ? undefined : expression;
  if ('sum' in expression || 'parameter' in expression) return expression;
  if ('any' in expression) {
    const parts = expression.any.map((part) => known(part, facts));
    const left = parts.filter((part) => part !== undefined);
    return left.length < parts.length ? undefined : { any: left }; // the part that is not known may hold
  }
  const isNone = 'none' in expression;
  const parts = (isNone ? expression.none : expression.all).flatMap((part) => known(part, facts) ?? []);
  if (parts.length === 0) return undefined;
  return isNone ? { none: parts } : { all: parts };
}

/** A source that does say it, say of the phone that sends the policy, is believed. */
function isOfDevices(id: string, facts: Facts): boolean {
  const setting = findSetting(id);
  return settingsOfDevices.has(id) && setting !== undefined && facts.of(setting, undefined).length === 0;
}
