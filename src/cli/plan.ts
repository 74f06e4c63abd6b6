/** The plan as text: what to collect, the most useful first, and what each piece decides. */
import { type Plan } from '../plan.ts';
import { type PlannedRule, waysOf } from '../plan/plan.ts';
import { recipes } from '../plan/recipes.ts';
import { counted, harmless } from '../report/words.ts';
import { table } from './table.ts';

export function planText({ rules, inputs, subjects }: Plan, isRead: boolean): string {
  const head = isRead
    ? readHead(rules, subjects, inputs.length)
    : `${counted(rules.length, 'rule')}, by platform\n\n`;
  const ways = waysOf(rules, recipes).map(({ recipe, rules: helped }) => {
    const steps = recipe.steps.map((step) => `    - ${step}\n`).join('');
    const names = [...Map.groupBy(helped, ({ rule }) => rule)].map(
      ([rule, on]) => `${rule} (${on.map(({ platform }) => platform).join(', ')})`,
    );
    return `${recipe.title}: helps to decide ${counted(names.length, 'rule')}\n${steps}    ${harmless(names.join(', '))}\n\n`;
  });
  return `${head}${ways.join('')}${ruleTable(rules, isRead)}`;
}

function readHead(rules: readonly PlannedRule[], subjects: number, inputs: number): string {
  const whole = rules.filter(({ open }) => open === 0).length;
  const none = rules.filter(({ decided }) => decided === 0).length;
  return `${counted(inputs, 'input')}, ${counted(subjects, 'subject')}: ${counted(whole, 'rule')} decided on all of them, ${rules.length - whole - none} on some, ${none} on none\n\n`;
}

function ruleTable(rules: readonly PlannedRule[], isRead: boolean): string {
  const shown = isRead ? rules.filter(({ open }) => open !== 0) : rules;
  if (shown.length === 0) return 'Every rule is decided on every subject.\n';
  const head = ['RULE', 'PLATFORM', ...(isRead ? ['DECIDED', 'OPEN'] : []), 'SHOWN BY'];
  const rows = shown.map(({ rule, platform, decided = 0, open = 0, needs }) => [
    rule,
    platform,
    ...(isRead ? [String(decided), String(open)] : []),
    needs.map(({ setting, advice }) => `${setting}: ${advice}`).join('; '),
  ]);
  return table([head, ...rows]);
}
