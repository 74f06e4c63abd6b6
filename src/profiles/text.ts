/** The text of a profile, which several look at: who names whom, and what it says. */
import { decodeText } from '../formats/text.ts';
import { readYaml, type YamlFile } from '../formats/yaml.ts';

const read = new WeakMap<Uint8Array, YamlFile>();

/** @throws PassmusterError encoding-invalid, profile-invalid */
export function profileText(bytes: Uint8Array): YamlFile {
  const known = read.get(bytes);
  if (known !== undefined) return known;
  const file = readYaml(decodeText(bytes).text, 'profile-invalid');
  read.set(bytes, file);
  return file;
}
