/** Declarations as objects, read as a set. */
import { readDeclarations } from '../../src/artifacts/apple/declaration.ts';
import { parseJson } from '../../src/formats/json.ts';
import type { Observation } from '../../src/model/observation.ts';

const type = (name: string): string => `com.apple.configuration.${name}`;

export function readAll(...declarations: readonly unknown[]) {
  const places = declarations.map((one, index) => ({
    node: parseJson(JSON.stringify(one)),
    locate: (pointer: string) => `/${index}${pointer}`,
  }));
  return readDeclarations(places, { input: 'declarations.json' });
}
export const declared = (name: string, payload: object, identifier = name) => ({
  Type: type(name),
  Identifier: identifier,
  Payload: payload,
});
export const saidBy = (name: string, payload: object) => readAll(declared(name, payload)).observations;
export const of = (setting: string, observations: readonly Observation[]) =>
  observations.filter((one) => one.setting === setting);
