/** What the parts of the page are made of, and what a part is. */
import type { Report } from '../../model/report.ts';
import type { Shown } from '../shown.ts';
import type { Markup } from './escape.ts';

/** The report without its rows: of these the page has what is shown. */
export type Frame = Omit<Report, 'subjects' | 'findings'>;

export interface Page {
  readonly report: Frame;
  readonly shown: Shown;
}

export interface Section {
  /** Anchors with their words in the list of contents. */
  readonly contents: readonly (readonly [id: string, words: string])[];
  /** Tells of single phones or files: a public rendering goes without. */
  readonly isPrivate?: true;
  /** Absent: always. */
  readonly isShown?: (page: Page) => boolean;
  readonly render: (page: Page) => Iterable<Markup>;
}
