/** From a topic to a rule of an audit profile, with examples that follow from what is wanted. */
import type { Controls, Example, Severity } from '../../src/model/profile.ts';
import type { ExpressionFile, IsFile, RuleFile } from '../../src/profiles/file.ts';
import { findSetting } from '../../src/settings/catalogue.ts';
import { appleControls, packRules, remediationOf, topicOf } from './topics.ts';

export type Given = Partial<RuleFile> & {
  readonly is?: IsFile;
  /** Values of the setting that pass and fail, where they do not follow from `is`. */
  readonly values?: readonly [Example[string], Example[string]];
};

/** Proposals of Passmuster, where no publisher gives a severity; the rest is medium. */
const high = new Set(
  `passcode-required passcode-length passcode-simple passcode-attempts passcode-present storage-encryption device-integrity
  os-version security-patch-age update-pending updates-in-time management management-mode unknown-sources usb-debugging
  cloud-backup work-passcode-required work-documents screen-capture-none supervision work-passcode-length`.split(
    /\s+/,
  ),
);
const low = new Set(
  `passcode-age passcode-history work-passcode-age work-passcode-history airprint airprint-stored-credentials airprint-beacons
  enterprise-book-backup enterprise-book-notes watch-wrist-detection dictation-on-device translation-on-device handoff
  film-rating tv-rating genmoji image-playground image-wand mail-summary notes-summary writing-tools app-hiding
  cellular-data-settings clock-automatic nfc-beam banner user-removal training`.split(/\s+/),
);
const severityOf = (id: string): Severity => (high.has(id) ? 'high' : low.has(id) ? 'low' : 'medium');

export function rule(id: string, platform: 'ios' | 'android' | 'both', given: Given = {}): RuleFile {
  const topic = topicOf(id);
  const { values, is = topic.is, ...more } = given;
  const isCompared = more.setting ?? more.all ?? more.any ?? more.sum ?? more.every ?? more.some;
  if (is === undefined && isCompared === undefined) throw new Error(`${id} does not say what is wanted`);
  return {
    id,
    title: topic.title,
    severity: severityOf(id),
    ...(isCompared === undefined ? { setting: topic.setting, ...(is === undefined ? {} : { is }) } : {}),
    ...(platform === 'both' ? {} : { appliesTo: { platform: [platform] } }),
    ...(topic.setting.startsWith('statement.')
      ? { appliesTo: { ...(platform === 'both' ? {} : { platform: [platform] }), kind: ['device'] } }
      : {}),
    rationale: topic.why,
    remediation: remediationOf(topic, platform),
    ...more,
    examples: withCondition(more.when, more.examples ?? examplesOf(topic.setting, is, values)),
    ...(isCompared !== undefined && given.is !== undefined ? { is: given.is } : {}),
  };
}

/** A key of Apple’s: the words of the NCSC pack where it has them, else those of the topic. */
export function appleRule(id: string, given: Given = {}): RuleFile {
  const pack = [...packRules.values()].find((one) => one.id === id);
  if (pack === undefined) return rule(id, 'ios', given);
  const { values, ...more } = given;
  const { references: _references, ...words } = pack;
  return {
    ...words,
    ...(values === undefined ? {} : { examples: examplesOf(pack.setting ?? '', given.is, values) }),
    ...more,
  };
}

/** Only a supervised device follows it. */
export const supervised: Given = {
  appliesTo: { platform: ['ios'], supervised: true },
  tags: ['supervised'],
};

/** Numbers of NIST SP 800-53 for a setting, where mSCP gives them. */
export const nistOf = (setting: string): Controls => {
  const nist = appleControls.get(setting)?.nist ?? [];
  return nist.length === 0 ? {} : { 'nist-800-53r5': nist };
};

export function examplesOf(
  setting: string,
  is: IsFile | undefined,
  values?: Given['values'],
): RuleFile['examples'] {
  const [pass, fail] = values ?? valuesOf(setting, is);
  return { pass: [{ [setting]: pass }], fail: [{ [setting]: fail }] };
}

/** In every example the rule has to apply. */
function withCondition(
  when: ExpressionFile | undefined,
  examples: RuleFile['examples'],
): RuleFile['examples'] {
  const { setting, is } = when ?? {};
  if (setting === undefined || typeof is !== 'string') return examples;
  const met = (example: Example): Example => ({ ...example, [setting]: is });
  return { pass: examples.pass.map(met), fail: examples.fail.map(met) };
}

function valuesOf(setting: string, is: IsFile | undefined): readonly [Example[string], Example[string]] {
  if (typeof is === 'boolean') return [is, !is];
  if (typeof is === 'number') return [is, is + 1];
  const others = findSetting(setting)?.values?.filter((value) => value !== is) ?? [];
  const [other] = others;
  if (typeof is === 'string' && other !== undefined) return [is, other];
  throw new Error(`${setting} needs values for its examples`);
}
