/** What threads are told and what they answer. Everything is plain data; bytes are handed over, not copied. */
import type { AppEntry } from '../apps/entry.ts';
import type { Limits } from '../io/limits.ts';
import type { Finding } from '../model/finding.ts';
import type { Notice } from '../model/notice.ts';
import type { Profile } from '../model/profile.ts';
import type { Population } from '../model/report.ts';
import type { Shard } from '../read/shard.ts';
import type { ReadContext } from '../sources/define.ts';
import type { Block } from './blocks.ts';
import type { Frame } from './rows.ts';
import type { Weighty } from './worst.ts';

export interface FleetFile {
  readonly path: string;
  /** As reports call it. */
  readonly name: string;
  readonly size: number;
  readonly source: string;
  /** The first bytes, by which the source knows how its rows are read. */
  readonly head: Uint8Array;
  readonly frame: Frame;
}

/** What every thread is told before its first task. */
export interface Setup {
  readonly files: readonly FleetFile[];
  readonly context: ReadContext;
  readonly profiles: readonly Profile[];
  readonly staleAfterDays: number;
  readonly shard?: Shard;
  readonly limits: Limits;
  readonly apps: readonly AppEntry[];
}

/** To go through a file together with the other threads: each block has an answer. */
export type Pass = {
  readonly file: number;
  /** Of a `Relay`; undefined: blocks are found elsewhere, and sent. */
  readonly position?: SharedArrayBuffer;
} & (
  | { readonly kind: 'census' }
  /** The rows that have one of these hashes. */
  | { readonly kind: 'find'; readonly hashes: Float64Array }
  | {
      readonly kind: 'audit';
      /** Offsets of rows that are judged elsewhere. */
      readonly held: Float64Array;
      /** The hashes of identifiers are asked for. */
      readonly isFirst: boolean;
    }
);

/** To write to. */
export interface Room {
  readonly lines: ArrayBuffer;
  readonly hashes: ArrayBuffer;
}

/** Leave to answer once more. */
export interface Leave {
  readonly kind: 'leave';
  /** What an earlier answer came in: memory that is handed to and fro is no garbage. */
  readonly room?: Room;
  /** Series that are in the report by now and were not announced before. */
  readonly announced: readonly string[];
}

/** What a scanner has found. */
export interface FoundTable {
  readonly words: Int32Array<ArrayBuffer>;
  /** Where its piece lies, by which places are told. */
  readonly piece: number;
}

/** A block of which the rows were found elsewhere. */
export interface FoundBlock {
  readonly kind: 'found';
  readonly block: Block;
  readonly table: FoundTable;
}

export type Order =
  | { readonly kind: 'setup'; readonly setup: Setup }
  | Pass
  | Leave
  | FoundBlock
  | { readonly kind: 'finish' }
  | { readonly kind: 'end' };

export interface CensusAnswer {
  readonly kind: 'census';
  readonly block: Block;
  readonly hashes: Float64Array;
}

/** A row that shares a hash with another one. */
export interface FoundRow {
  readonly from: number;
  readonly to: number;
  readonly line: number;
  readonly ordinal: number;
  readonly hashes: readonly number[];
}

export interface FindAnswer {
  readonly kind: 'find';
  readonly block: Block;
  readonly rows: readonly FoundRow[];
}

export interface AuditAnswer {
  readonly kind: 'audit';
  readonly block: Block;
  /** Lines of the report, without verdicts and series. */
  readonly bytes: Uint8Array;
  /**
   * Pairs of numbers: an offset in the bytes, ascending, and what has to be written before it. That is one of the series by its place in the list
   * of them, or the row that is judged elsewhere: `heldAt` of its offset in the file.
   */
  readonly marks: Float64Array;
  /** Series that marks speak of. */
  readonly series: readonly ToldOf[];
  readonly notices: readonly Notice[];
  readonly subjects: number;
  readonly skipped: number;
  /** Rows whose list is counted. */
  readonly counted: number;
  /** The first time through: of the identifiers. */
  readonly hashes: Float64Array;
  /** Of rows that were found elsewhere, which are not needed any more. */
  readonly table?: FoundTable;
}

/**
 * A series, its line, and those of its verdicts of which the thread has not told before. The others are in the report when it is
 * written, for a thread's blocks are written in their order: with the series that had them first, or with the same one of another thread.
 */
export type ToldOf = readonly [
  id: string,
  text: string,
  fresh: readonly (readonly [id: string, text: string])[],
];

export type CountedFinding = Pick<Finding, 'profile' | 'rule' | 'severity' | 'outcome' | 'attested'>;

/** How often a verdict came, and what of it is counted. */
export interface VerdictCount {
  readonly id: string;
  readonly counted: CountedFinding;
  readonly times: number;
}

export interface FinishAnswer {
  readonly kind: 'finish';
  readonly verdicts: readonly VerdictCount[];
  /** Of subjects whose findings stand by themselves. */
  readonly findings: readonly CountedFinding[];
  readonly devices: number;
  readonly worst: readonly Weighty[];
  readonly population: Omit<Population, 'otherRecords' | 'staleAfterDays'>;
}

/** Of one block. */
export type BlockAnswer = CensusAnswer | FindAnswer | AuditAnswer;

export type Answer =
  | BlockAnswer
  /** Of a pass: the thread has found no further block. */
  | { readonly kind: 'done' }
  | FinishAnswer
  /** The file is to be read in the ordinary way. */
  | { readonly kind: 'not-plain'; readonly why: string }
  | { readonly kind: 'defect'; readonly message: string };
