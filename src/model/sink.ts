/** What an audit says while it goes on: first its head, then subjects and inputs as they are judged and read, at last the end. */
import type { Finding } from './finding.ts';
import type { InputRecord, Report, SubjectRecord } from './report.ts';

/** Where a row stands that a subject was read from: every claim of it stands below. */
export interface RowPlace {
  /** `/value/3`, `line 4`, `row 5`: what the locators of its claims begin with. */
  readonly at: string;
  /** Of its first character; 0 where the format has no lines. */
  readonly line: number;
}

/** Of a report of one shard: what is needed to join it with the others. */
export interface ShardRecord {
  /** From 1. */
  readonly number: number;
  readonly of: number;
  /** The gates as they were asked for, and days after which a phone counts as stale. */
  readonly gate: object;
  readonly staleAfterDays: number;
  /** Weights of rules that are other than those of their severities: `profile rule` → weight. */
  readonly weights: Readonly<Record<string, number>>;
}

export type ReportHead = Pick<Report, 'schema' | 'tool' | 'asOf' | 'profiles' | 'handling' | 'limits'> & {
  readonly shard?: ShardRecord;
};
export type ReportEnd = Pick<Report, 'waivers' | 'summary' | 'gates'>;

/** A subject with all its findings, in the order of the profiles and their rules. */
export interface JudgedSubject {
  readonly subject: SubjectRecord;
  readonly findings: readonly Finding[];
  readonly place?: RowPlace;
  /** In a report of one shard: grows from subject to subject, through all shards. */
  readonly order?: number;
}

/** Takes what an audit says, in this order; a promise holds the reading up until it was taken. */
export interface AuditSink {
  begin(head: ReportHead): Promise<void> | void;
  subject(judged: JudgedSubject): Promise<void> | void;
  input(record: InputRecord): Promise<void> | void;
  end(end: ReportEnd): Promise<void> | void;
}
