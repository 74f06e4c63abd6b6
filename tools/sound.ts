/** The module that the build puts in place of src/profiles/sound.ts: schemas as functions that say yes or no, and nothing more. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import { operators } from '../src/evaluate/operators/registry.ts';
import { profileSchema } from '../src/profiles/schema.ts';
import { schemaOptions } from '../src/profiles/shape.ts';

export function soundModule(): string {
  const ajv = new Ajv2020({ ...schemaOptions, code: { source: true } });
  ajv.addSchema(profileSchema, 'profile');
  // Copies: of a schema that two operators share ajv would write the function twice.
  for (const { id, optionsSchema } of operators) ajv.addSchema(structuredClone(optionsSchema), id);
  const names = ['profile', ...operators.map(({ id }) => id)];
  const code = standalone.default(ajv, Object.fromEntries(names.map((name) => [name, name])));
  return `import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
const exports = {};
${code}
const { profile, ...options } = exports;
export const isSoundProfile = (value) => profile(value);
export const soundOptions = options;
`;
}
