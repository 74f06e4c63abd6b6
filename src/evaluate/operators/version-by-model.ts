import { compareVersions } from '../versions.ts';
import { defineOperator, type OperatorContext } from './define.ts';

/** Model names with `*` for any characters, most special first: `iPhone17,*`. */
interface Line {
  readonly model: string;
  readonly version: string;
}

const version = { type: 'string', pattern: '^\\d+(\\.\\d+)*$' };

function lineOf(lines: readonly Line[], { modelOf }: OperatorContext): Line | undefined {
  const model = modelOf?.();
  if (model === undefined) return undefined;
  return lines.find((line) => isLike(model.toLowerCase(), line.model.toLowerCase()));
}

/** The parts between the stars stand in the name one after the other, the first at its start and the last at its end. */
function isLike(name: string, form: string): boolean {
  const [first = '', ...rest] = form.split('*');
  if (rest.length === 0) return name === first;
  const last = rest.pop() ?? '';
  if (!name.startsWith(first) || name.length < first.length + last.length || !name.endsWith(last))
    return false;
  let at = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0 || found + part.length > name.length - last.length) return false;
    at = found + part.length;
  }
  return true;
}

/** Undefined for a model that no line is like: which version it can have is not known. */
export const versionAtLeastForModel = defineOperator<string, readonly Line[]>({
  id: 'versionAtLeastForModel',
  accepts: ['version'],
  optionsSchema: {
    type: 'array',
    minItems: 1,
    items: {
      type: 'object',
      additionalProperties: false,
      required: ['model', 'version'],
      properties: { model: { type: 'string', minLength: 1, maxLength: 100 }, version },
    },
  },
  test: (value, lines, context) => {
    const line = lineOf(lines, context);
    const order = line === undefined ? undefined : compareVersions(value, line.version);
    return order === undefined ? undefined : order >= 0;
  },
  explain: (lines) => lines.map(({ model, version: least }) => `${least} or newer on ${model}`).join(', '),
});
