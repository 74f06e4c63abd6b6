/** A file of gates: thresholds for the run and for single audit profiles. */
import { createHash } from 'node:crypto';
import { PassmusterError } from '../errors.ts';
import type { GateThresholds, Thresholds } from '../evaluate/thresholds.ts';
import { decodeText } from '../formats/text.ts';
import { readYaml, type YamlFile } from '../formats/yaml.ts';
import { limits } from '../io/limits.ts';
import { ajv, checkShapeBy, pathWords, problemLines, suggestion } from '../profiles/shape.ts';
import { gatesSchema } from './schema.ts';

interface GatesFile extends Thresholds {
  readonly schema: string;
  readonly profiles?: Readonly<Record<string, Thresholds>>;
}

const isGates = ajv.compile<GatesFile>(gatesSchema);

/**
 * A gate that is misspelt would be one that is off, so whatever the run does not know is refused.
 * @param profileIds of the run
 * @throws PassmusterError gates-invalid with every problem as `name:line:column: message`
 */
export function loadGates(name: string, bytes: Uint8Array, profileIds: readonly string[]): GateThresholds {
  const file = opened(name, bytes);
  const shape = checkShapeBy(isGates, file, {
    nameOf: (path) => (path.length === 0 ? 'The file' : pathWords(path)),
    patterns: { profiles: 'ids of audit profiles' },
  });
  if ('problems' in shape) throw invalid(problemLines(name, shape.problems));
  const { schema: _schema, profiles = {}, ...whole } = shape.content;
  const strangers = Object.keys(profiles).filter((id) => !profileIds.includes(id));
  const problems = strangers.map((id) => ({
    message: `\`${id}\` is no audit profile of this run${suggestion(id, profileIds)}; a gate on it would be met by nothing.`,
    ...file.placeOf(['profiles', id]),
  }));
  if (problems.length > 0) throw invalid(problemLines(name, problems));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { file: { path: name, sha256, bytes: bytes.length }, whole, profiles };
}

const invalid = (lines: readonly string[]) => new PassmusterError('gates-invalid', lines.join('\n'));

function opened(name: string, bytes: Uint8Array): YamlFile {
  try {
    return readYaml(decodeText(bytes).text, 'gates-invalid', limits.profileBytes);
  } catch (error) {
    if (!(error instanceof PassmusterError)) throw error;
    const { line = 1, column = 1 } = error.place;
    throw invalid(problemLines(name, [{ message: error.message, line, column }]));
  }
}
