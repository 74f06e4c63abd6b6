/** What goes to a terminal: hostile text made visible, colour only where it is wanted. */

export interface ColorSettings {
  readonly isTerminal: boolean;
  readonly flag: boolean | undefined;
  readonly env: NodeJS.ProcessEnv;
}

/** --no-color, then NO_COLOR, then FORCE_COLOR, then whether it is a terminal. */
export function wantsColor({ isTerminal, flag, env }: ColorSettings): boolean {
  if (flag === false) return false;
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR'] && env['FORCE_COLOR'] !== '0') return true;
  return isTerminal && env['TERM'] !== 'dumb';
}

/** A locale without UTF-8 gets ASCII shapes. Unset counts as UTF-8: pipes and CI are. */
export function wantsUnicode(env: NodeJS.ProcessEnv): boolean {
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'];
  return !locale || /utf-?8/i.test(locale);
}
