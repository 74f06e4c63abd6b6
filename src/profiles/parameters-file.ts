/** Values of parameters from a YAML file: a map of name and value. Which names and types are right, the profiles say. */
import { PassmusterError } from '../errors.ts';
import { decodeText } from '../formats/text.ts';
import { readYaml } from '../formats/yaml.ts';
import type { GivenParameters } from './parameters.ts';

/** @throws PassmusterError parameter-invalid */
export function loadParameters(bytes: Uint8Array, name: string): GivenParameters {
  const { value } = readYaml(decodeText(bytes).text, 'parameter-invalid');
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new PassmusterError('parameter-invalid', `${name} must hold a map: name: value.`);
  return Object.fromEntries(Object.entries(value));
}
