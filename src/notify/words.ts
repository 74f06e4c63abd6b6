/** The lines that chats show, without the markup of any of them. */
import { severities } from '../model/profile.ts';
import { harmless, percent } from '../report/words.ts';
import type { Message, WorstRule } from './message.ts';

export interface ChatText {
  readonly title: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly sections: readonly { readonly title: string; readonly lines: readonly string[] }[];
  /** Small print. */
  readonly foot: string;
}

const verdicts = [
  'gate met, evidence complete',
  'gate not met',
  'not to be trusted: defects in the run',
  'evidence incomplete',
];

export function chatTextOf(message: Message): ChatText {
  const { outcomes, marking } = message;
  const title = `${marking === undefined ? '' : `${marking}: `}Passmuster: ${verdicts[message.exitCode] ?? 'ended'}`;
  return {
    title: cut(title, 140),
    facts: [
      ['Score', percent(message.score)],
      ['Coverage', percent(message.coverage)],
      ['Fail', `${outcomes.fail}${bySeverity((severity) => message.bySeverity[severity].fail)}`],
      ['Unknown', `${outcomes.unknown}${bySeverity((severity) => message.bySeverity[severity].unknown)}`],
      ['Waived', String(outcomes.waived)],
      ['Devices', `${message.devices}${message.staleDevices > 0 ? `, ${message.staleDevices} stale` : ''}`],
      ['Policies', String(message.policies)],
      ['Inputs', inputsText(message.inputs)],
    ],
    sections: [
      section('Gates not met', message.gates.filter(({ met }) => !met).map(gateText)),
      ...newsSections(message),
      section('Worst rules', message.worstRules.map(ruleText)),
      section(
        'Worst devices',
        (message.worstDevices ?? []).map(({ id, fails }) => `${id}: ${fails} failing`),
      ),
    ].filter(({ lines }) => lines.length > 0),
    foot: cut(
      `${message.profiles.map(({ id, version }) => `${id} ${version}`).join(', ')} · as of ${message.asOf}`,
      400,
    ),
  };
}

const section = (title: string, lines: readonly string[]) => ({
  title,
  lines: lines.map((line) => cut(line, 200)),
});

/** ` (1 critical, 3 high)`. */
function bySeverity(countOf: (severity: (typeof severities)[number]) => number): string {
  const parts = severities.filter((one) => countOf(one) > 0).map((one) => `${countOf(one)} ${one}`);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

const inputsText = (inputs: Message['inputs']): string =>
  Object.entries(inputs)
    .filter(([status, count]) => count > 0 || status === 'read')
    .map(([status, count]) => `${count} ${status}`)
    .join(', ');

const gateText = ({ gate, detail }: Message['gates'][number]): string =>
  detail === undefined ? gate : `${gate}: ${detail}`;

const ruleText = ({ severity, rule, title, fails }: WorstRule): string =>
  `${severity.toUpperCase()} ${fails} failing: ${title} (${rule})`;

function newsSections({ new: news }: Message) {
  if (news === undefined) return [];
  const count = Object.values(news.fails).reduce((sum, one) => sum + one, 0);
  const fails = `${count} new fails${bySeverity((severity) => news.fails[severity])}`;
  const devices = `${news.appeared} appeared, ${news.vanished} gone`;
  return [section(`New since ${news.since}`, [`${fails}; ${devices}`, ...news.worstRules.map(ruleText)])];
}

/** One line, nothing that steers, not longer than that. */
function cut(text: string, most: number): string {
  const line = harmless(text);
  return line.length <= most ? line : `${line.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
