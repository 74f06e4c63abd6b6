/** The skeleton of a rule, with a comparison and examples that fit the type of its setting. */
import type { Setting } from '../../src/settings/define.ts';

interface Comparison {
  readonly is: string;
  readonly pass: string;
  readonly fail: string;
}

/** Values that hold together; what the rule really wants is the author's. */
function comparisonOf({ type, values = [] }: Setting): Comparison {
  switch (type) {
    case 'boolean':
      return { is: 'true', pass: 'true', fail: 'false' };
    case 'integer':
    case 'number':
      return { is: '{ atLeast: 1 }', pass: '1', fail: '0' };
    case 'version':
      return { is: "{ versionAtLeast: '2.0' }", pass: "'2.0'", fail: "'1.9'" };
    case 'date':
      return { is: '{ newerThan: 365 }', pass: "'2025-12-01'", fail: "'2020-01-01'" };
    case 'list':
      return { is: '{ containsNone: [unwanted] }', pass: '[other]', fail: '[unwanted]' };
    case 'choice':
      return { is: values.at(-1) ?? 'last', pass: values.at(-1) ?? 'last', fail: values[0] ?? 'first' };
    case 'text':
      return { is: 'wanted', pass: 'wanted', fail: 'other' };
  }
}

/** Plain where YAML takes it so. */
const scalar = (text: string): string => (/[:#'"]/.test(text) ? JSON.stringify(text) : text);

/** YAML of one entry of `rules`, indented as there. */
export function ruleSkeleton(id: string, setting: Setting): string {
  const { is, pass, fail } = comparisonOf(setting);
  return `  - id: ${id}
    title: ${scalar(setting.title)}
    severity: medium
${setting.scope === 'app' ? '    app: signal\n' : ''}    setting: ${setting.id}
    is: ${is}
    rationale: Say what goes wrong where the rule fails.
    remediation: Say where it is set, in the vendor’s words.
    references: ['Name the document and its section']
    examples:
      pass: [{ ${setting.id}: ${pass} }]
      fail: [{ ${setting.id}: ${fail} }]
`;
}
