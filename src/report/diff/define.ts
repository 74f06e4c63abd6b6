/** The shape of what draws a diff: the diff in, text out. */
import type { Diff } from '../../model/diff.ts';
import type { RenderOptions } from '../define.ts';

export interface DiffOptions extends RenderOptions {
  /** Subject by subject, with the evidence of both sides. */
  readonly details: boolean;
}

export type DiffRenderer = (diff: Diff, options: DiffOptions) => Iterable<string>;
