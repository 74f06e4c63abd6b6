/** What the threads that read a folder are told and what they answer. Plain data; bytes are handed over, not copied. */
import type { AppEntry } from '../apps/entry.ts';
import type { Limits } from '../io/limits.ts';
import type { InputRecord, InputStatus } from '../model/report.ts';
import type { Profile } from '../model/profile.ts';
import type { ReadContext } from '../sources/define.ts';

/** What every thread is told before its first task. */
export interface Setup {
  readonly context: ReadContext;
  readonly profiles: readonly Profile[];
  readonly limits: Limits;
  readonly apps: readonly AppEntry[];
  /** A person is shown something of the report. */
  readonly isShown: boolean;
}

export interface FolderFile {
  readonly path: string;
  /** As reports call it. */
  readonly name: string;
}

export interface Task {
  readonly files: readonly FolderFile[];
  /** To write the lines to: what an earlier answer came in. */
  readonly room?: ArrayBuffer;
}

export type Order = { readonly setup: Setup } | Task;

/** A file whose lines are ready. */
export interface ReadyFile {
  /** Of its lines. */
  readonly bytes: number;
  /** Its subjects, under the names that they have there. */
  readonly ids: readonly string[];
  readonly status: InputStatus;
  readonly skipped: number;
  /** For each subject how many findings it has. */
  readonly findings: readonly number[];
  /** Where a person is shown something of the report. */
  readonly record?: InputRecord;
}

/** `apart`: the ordinary reader takes this file, in its place. `joined`: it may be about subjects of other files. */
export type FileAnswer = ReadyFile | 'apart' | 'joined';

export interface Done {
  readonly kind: 'done';
  /** For each file of the task. */
  readonly files: readonly FileAnswer[];
  /** Lines of the report, file after file. */
  readonly bytes: Uint8Array;
  /** What the findings came to, file after file: see outcome-numbers.ts. */
  readonly outcomes: Uint32Array;
}

export type Answer = Done | { readonly kind: 'defect'; readonly message: string };
