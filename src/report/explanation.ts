/** An explanation for the person at the keyboard: per setting every witness, what its layer comes to, and who decided. */
import type { ExplainedClaim, ExplainedLayer, ExplainedSetting, Explanation } from '../model/explanation.ts';
import type { SettingValue } from '../model/observation.ts';
import type { Subject } from '../model/subject.ts';
import type { RenderOptions } from './define.ts';
import { Paint, styleOf } from './terminal-paint.ts';
import { waiverText } from './waivers.ts';
import { harmless, placeOf, statementOf } from './words.ts';

const step = '    ';
const deep = ' '.repeat(8);

/** The heading of a subject, before its explanations. */
export function subjectText({ subject, input, joined = [] }: Explanation, options: RenderOptions): string {
  const paint = new Paint(options);
  const title = subject.labels['title'] ?? subject.model ?? subject.id;
  const inputs = [input, ...joined].join(' + ');
  const place = title === subject.id ? inputs : `${subject.id}   ${inputs}`;
  return `${paint.style('bold', title)}  (${harmless(factsOf(subject).join(', '))})\n  ${paint.style('dim', place)}\n\n`;
}

/** The facts by which it is decided whether a demand has an effect. */
function factsOf(subject: Subject): string[] {
  const supervision =
    subject.supervised === undefined ? undefined : subject.supervised ? 'supervised' : 'not supervised';
  const enrolment = subject.enrolmentType === undefined ? undefined : `enrolment ${subject.enrolmentType}`;
  return [
    subject.kind,
    subject.platform,
    subject.osVersion,
    subject.ownership,
    supervision,
    enrolment,
  ].filter((fact) => fact !== undefined);
}

export function explanationText(explanation: Explanation, options: RenderOptions): string {
  const paint = new Paint(options);
  const { finding, condition, settings, rationale, remediation, waiver } = explanation;
  const parts: string[] = [];
  if (finding) {
    const app = finding.scope === undefined ? '' : ` [${finding.scope}]`;
    parts.push(
      `${paint.mark(finding)} ${finding.severity.toUpperCase()} ${paint.style('bold', finding.rule)}${harmless(app)}  ${harmless(finding.title)}\n`,
    );
  }
  for (const one of condition) parts.push(settingText(one, 'applies when', paint));
  for (const one of settings) parts.push(settingText(one, 'wants', paint));
  if (finding) {
    const reason = finding.reason === undefined ? '' : ` (${finding.reason})`;
    parts.push(`  ${paint.style(styleOf(finding.outcome), `${finding.outcome}${reason}`)}\n`);
    parts.push(paint.wrap(finding.message, step));
    if (finding.notes.length > 0) parts.push(paint.wrap(`notes: ${finding.notes.join(', ')}`, step));
    const waived = waiverText(finding, new Map(waiver === undefined ? [] : [[waiver.id, waiver]]));
    if (waived !== undefined) parts.push(paint.wrap(`waiver: ${waived}`, step, deep));
    if (rationale !== undefined) parts.push(paint.wrap(`why: ${oneLine(rationale)}`, step, deep));
    if (finding.outcome !== 'pass' && remediation !== undefined)
      parts.push(paint.wrap(`how to mend: ${oneLine(remediation)}`, step, deep));
  }
  return `${parts.join('')}\n`;
}

const oneLine = (text: string) => text.trim().replace(/\s+/g, ' ');

function settingText(setting: ExplainedSetting, wants: string, paint: Paint): string {
  const scope = setting.scope === undefined ? '' : ` [${setting.scope}]`;
  const wanted =
    setting.expected === undefined || setting.expected === '' ? '' : `, ${wants} ${setting.expected}`;
  const head = paint.wrap(`${setting.setting}${scope}${wanted}`, '  ', step);
  const meaning = paint.wrap(`${setting.title}; several values of a layer merge by “${setting.merge}”`, step);
  if (setting.claims.length === 0)
    return `${head}${meaning}${paint.wrap(`nothing in the evidence speaks about it; to show it, add: ${setting.shownBy ?? ''}`, step)}`;
  const layers = setting.layers.map((layer) => layerText(layer, setting, paint));
  const idle = setting.claims.filter(({ layer }) => !setting.layers.some((one) => one.layer === layer));
  const without = [...Map.groupBy(idle, ({ layer }) => layer)].map(
    ([layer, claims]) =>
      `${paint.wrap(`${layer}: nothing that has an effect`, step)}${claims.map((claim) => claimText(claim, paint)).join('')}`,
  );
  return `${head}${meaning}${layers.join('')}${without.join('')}`;
}

function layerText(layer: ExplainedLayer, setting: ExplainedSetting, paint: Paint): string {
  const claims = setting.claims.filter((claim) => claim.layer === layer.layer);
  const result =
    layer.value === undefined ? `undecided (${layer.unknown ?? 'ambiguous'})` : shown(layer.value);
  const verdict = layer.verdict === undefined ? '' : `: ${layer.verdict}`;
  const decides = setting.decidedBy === layer.layer ? ', the strongest layer that decides' : '';
  const notes = layer.notes.length === 0 ? '' : `   notes: ${layer.notes.join(', ')}`;
  return `${paint.wrap(`${layer.layer} = ${result}${verdict}${decides}${notes}`, step, deep)}${claims.map((claim) => claimText(claim, paint)).join('')}`;
}

function claimText(claim: ExplainedClaim, paint: Paint): string {
  const { evidence, layer, origin, value, unknown, effect, collected, expires, statement } = claim;
  const native = evidence.value === undefined ? '' : ` = ${evidence.value}`;
  const says = value === undefined ? `cannot decide (${unknown ?? ''})` : `says ${shown(value)}`;
  const facts = [
    says,
    origin === 'default' ? 'documented default' : undefined,
    statement === undefined ? undefined : statementOf(statement),
    collected === undefined || statement ? undefined : `collected ${collected}`,
    expires === undefined || statement ? undefined : `until ${expires}`,
    effect,
  ].filter((fact) => fact !== undefined);
  const place = placeOf({ ...evidence, layer, origin });
  return `${deep}${paint.style('dim', `${place}${native}`)}\n${paint.wrap(facts.join('; '), `${deep}  `)}`;
}

/** A list of apps is personal and is never shown whole. */
function shown(value: SettingValue): string {
  return typeof value === 'object' ? `a list of ${value.length}` : String(value);
}
