/**
 * How sure it is what a key of an app means. Apps document few of their own files, and a field can change with any update: the
 * grade stands in the table beside the key, and its note goes with every claim that rests on it.
 */

/**
 * A: the vendor's documents or source code, or a maintained forensic tool. B: seen in published builds or in several public sources,
 * not confirmed by the vendor. C: inferred.
 */
export type Grade = 'A' | 'B' | 'C';

const notes: Readonly<Record<Grade, readonly string[]>> = {
  A: [],
  B: ['observed-in-builds'],
  C: ['inferred-meaning'],
};

export const gradeNotes = (grade: Grade): readonly string[] => notes[grade];
