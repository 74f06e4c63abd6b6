/** A first configuration file: every key with what it does, all of them commented out. */
import { type Option, variableOf } from './option.ts';

/** @param schema where the schema for editors lies, seen from the file */
export function configTemplate(options: readonly Option[], schema: string): string {
  return `# yaml-language-server: $schema=${schema}
# Configuration of \`passmuster audit\`. In force with -c FILE or PASSMUSTER_CONFIG=FILE, never by lying in a folder.
# A flag comes before its PASSMUSTER_* variable, that before this file. Paths begin at the folder of this file.
# Take the # away before a key to set it; \`passmuster config check\` finds mistakes, \`passmuster config show -c FILE\` says what is in force.
# A value may come from a variable, as { env: NAME }: so should secrets.

${options.map(entry).join('\n')}`;
}

function entry(option: Option): string {
  const told = option.standard === undefined ? '' : `; default: ${option.standard}`;
  return `# ${option.description}${told} [${variableOf(option)}]\n#${option.name}: ${exampleOf(option)}\n`;
}

function exampleOf(option: Option): string {
  if (option.kind === 'pairs')
    return option.name === 'limit' ? '{ documentBytes: 200000000 }' : '{ name: value }';
  const one = exampleOfOne(option);
  return option.isList ? `[${one}]` : one;
}

function exampleOfOne({ name, kind, choices = [], least = 1, standard }: Option): string {
  if (standard !== undefined) return standard;
  switch (kind) {
    case 'boolean':
      return 'true';
    case 'integer':
      return String(Math.max(least, 1));
    case 'choice':
      return choices[0] ?? '';
    case 'output':
      return 'html=report.html';
    case 'profile':
      return './ours.yaml';
    case 'secret-address':
      return `{ env: ${name.toUpperCase().replaceAll('-', '_')}_URL }`;
    case 'path':
    case 'path-or-address':
      return examples[name] ?? 'path/to/file';
    default:
      return examples[name] ?? 'value';
  }
}

/** Where the kind alone gives no good one. */
const examples: Readonly<Record<string, string>> = {
  paths: 'exports/',
  'as-of': "'2026-11-20'",
  'retain-until': "'2027-03-31'",
  marking: 'OFFICIAL',
};
