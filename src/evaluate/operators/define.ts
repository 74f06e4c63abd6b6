/** The shape of an operator: one comparison, the options it takes, the words it is told in. */
import type { SettingValue } from '../../model/observation.ts';
import type { SettingType } from '../../settings/define.ts';

/** What a comparison may know besides the value: the clock of the evaluation, and a choice's order. */
export interface OperatorContext {
  /** RFC 3339, UTC. */
  readonly asOf: string;
  /** For choices: the values from open to strict. */
  readonly values: readonly string[];
  /** The model of the subject, as its source calls it. */
  readonly modelOf?: () => string | undefined;
}

export interface Operator {
  readonly id: string;
  /** Types of settings that it compares; the loader refuses the others. */
  readonly accepts: readonly SettingType[];
  /** JSON Schema of the options. */
  readonly optionsSchema: object;
  /** True, false, or undefined where the value is outside what can be compared: then the verdict is unknown. */
  readonly test: (value: SettingValue, options: unknown, context: OperatorContext) => boolean | undefined;
  /** Completes "expected: …". */
  readonly explain: (options: unknown) => string;
  /** What of a list the verdict rests on; a list of apps is personal and is never shown whole. */
  readonly tell?: (value: SettingValue, options: unknown) => string;
}

export interface TypedOperator<V, O> {
  readonly id: string;
  readonly accepts: readonly SettingType[];
  readonly optionsSchema: object;
  readonly test: (value: V, options: O, context: OperatorContext) => boolean | undefined;
  readonly explain: (options: O) => string;
  readonly tell?: (value: V, options: O) => string;
}

/** The loader has checked options by schema and the setting's type by `accepts`, so the types hold. */
export function defineOperator<V extends SettingValue, O>(operator: TypedOperator<V, O>): Operator {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the loader ties options and setting type to the operator
  return operator as unknown as Operator;
}

/** A value as reports print it. */
export function show(value: unknown): string {
  return Array.isArray(value) ? value.map(String).join(', ') || '(empty list)' : String(value);
}
