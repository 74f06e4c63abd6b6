/**
 * `statement.control.<number>`: a control of somebody's catalogue is met, where no setting says what it asks for. One
 * setting for each control, so that a yes to one never answers for another; hence they are made and not listed.
 */
import type { Setting } from './define.ts';

const prefix = 'statement.control.';

/** Ids as schemas take them: the number or name of the control in small letters, words joined by hyphens. */
export const controlForm = String.raw`^statement\.control\.[a-z0-9]+(-[a-z0-9]+)*$`;
export const controlStart = String.raw`^statement\.control\.`;
export const longestControlId = 120;
const form = new RegExp(controlForm);

/** The setting of a control; undefined: the id is none of a control. */
export function controlStatement(id: string): Setting | undefined {
  if (id.length > longestControlId || !form.test(id)) return undefined;
  return {
    id,
    type: 'boolean',
    title: `The control ${id.slice(prefix.length)} is met`,
    merge: 'and',
    scope: 'device',
    proof: { ios: null, android: null },
  };
}

/** The id for a control's number or name, whatever it is written with; undefined: nothing of it can be. */
export function controlStatementId(control: string): string | undefined {
  const words = control.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const id = prefix + words.join('-');
  return controlStatement(id)?.id;
}
