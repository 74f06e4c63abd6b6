/**
 * The pipeline, and the one file to read first: paths become inputs, inputs become subjects with observations (a stream),
 * each subject meets the rules, and the findings become a report. Nothing here holds more than one subject at a time
 * except the report itself.
 */
import { PassmusterError } from './errors.ts';
import { evaluate } from './evaluate/evaluate.ts';
import { type GateOptions, judgeGates } from './evaluate/gate.ts';
import { Tally } from './evaluate/score.ts';
import { findPaths, type FoundPath, openPath } from './io/files.ts';
import type { OpenInput } from './io/input.ts';
import type { Finding } from './model/finding.ts';
import { type Notice, noticeLevel } from './model/notice.ts';
import type { Observation } from './model/observation.ts';
import type { Profile, Rule } from './model/profile.ts';
import type { InputRecord, InputStatus, ProfileRecord, Report, SubjectRecord } from './model/report.ts';
import type { Subject } from './model/subject.ts';
import type { Source } from './sources/define.ts';
import { detectSource } from './sources/detect.ts';
import { sources } from './sources/registry.ts';

export interface ReadOptions {
  /** RFC 3339, UTC. */
  readonly asOf: string;
  /** Called as reading goes on; never slower than once per subject. */
  readonly onProgress?: (progress: Progress) => void;
}

export interface Progress {
  readonly input: string;
  readonly inputsDone: number;
  readonly inputsAll: number;
  readonly subjects: number;
}

/** What reading yields: subjects as they come, and after each input its record. */
export type ReadEvent =
  | {
      readonly kind: 'subject';
      readonly input: string;
      readonly subject: Subject;
      readonly observations: readonly Observation[];
    }
  | { readonly kind: 'input'; readonly record: InputRecord };

/**
 * Reads every path, one input after the other in the order of their names.
 * @throws PassmusterError path-unreadable before anything is read, when a named path cannot be opened
 */
export async function* readPaths(paths: readonly string[], options: ReadOptions): AsyncGenerator<ReadEvent> {
  const found = await findPaths(paths);
  const identifiers = new Map<string, number>();
  let subjects = 0;
  for (const [index, path] of found.entries()) {
    for await (const event of readPath(path, options, identifiers)) {
      if (event.kind === 'subject') subjects += 1;
      options.onProgress?.({ input: path.name, inputsDone: index, inputsAll: found.length, subjects });
      yield event;
    }
  }
}

interface InputState {
  readonly notices: Notice[];
  source: string;
  subjects: number;
  skipped: number;
  /** The input broke while it was read. */
  broken: boolean;
}

async function* readPath(
  path: FoundPath,
  options: ReadOptions,
  identifiers: Map<string, number>,
): AsyncGenerator<ReadEvent> {
  const state: InputState = { notices: [], source: '-', subjects: 0, skipped: 0, broken: false };
  const unread = { sha256: '', bytes: 0 };
  if (path.kind === 'link') {
    state.notices.push({
      code: 'symbolic-link',
      message: 'A symbolic link or special file inside a folder is not followed.',
    });
    yield { kind: 'input', record: recordOf(path.name, unread, state) };
    return;
  }
  let input: OpenInput | undefined;
  try {
    input = await openPath(path);
    const source = detectSource(input, sources);
    if (source === undefined) state.notices.push(unclaimed(input));
    else yield* readSource(input, source, options, identifiers, state);
  } catch (error) {
    fault(error, state);
  }
  let digest = unread;
  try {
    digest = (await input?.finish()) ?? unread;
  } catch (error) {
    fault(error, state);
  }
  yield { kind: 'input', record: recordOf(path.name, digest, state) };
}

async function* readSource(
  input: OpenInput,
  source: Source,
  options: ReadOptions,
  identifiers: Map<string, number>,
  state: InputState,
): AsyncGenerator<ReadEvent> {
  state.source = source.id;
  for await (const item of source.read(input, { asOf: options.asOf })) {
    if (item.kind === 'notice') state.notices.push(item.notice);
    else if (item.kind === 'skipped') state.skipped += 1;
    else {
      state.subjects += 1;
      const subject = uniquelyNamed(item.subject, identifiers, state);
      yield { kind: 'subject', input: input.name, subject, observations: item.observations };
    }
  }
}

/** One phone in two exports, or two profiles of one identifier, stay apart: each is judged by its own evidence. */
function uniquelyNamed(subject: Subject, identifiers: Map<string, number>, state: InputState): Subject {
  const times = (identifiers.get(subject.id) ?? 0) + 1;
  identifiers.set(subject.id, times);
  if (times === 1) return subject;
  state.notices.push({
    code: 'subject-repeated',
    message: `A subject with the identifier ${subject.id} was read before; this one is called ${subject.id}#${times} and judged apart.`,
  });
  return { ...subject, id: `${subject.id}#${times}` };
}

/** An expected fault belongs to the input; anything else is a defect and ends the run. */
function fault(error: unknown, state: InputState): void {
  if (!(error instanceof PassmusterError)) throw error;
  const { line, column, offset } = error.place;
  const where =
    column !== undefined
      ? { locator: `column ${column}` }
      : offset === undefined
        ? {}
        : { locator: `byte ${offset}` };
  state.broken = true;
  state.notices.push({
    code: error.code,
    message: error.message,
    ...where,
    ...(line === undefined ? {} : { line }),
  });
}

function unclaimed({ head }: OpenInput): Notice {
  if (head.length === 0) return { code: 'unclaimed', message: 'The file is empty.' };
  const isDer = head[0] === 0x30 && (head[1] ?? 0) >= 0x80;
  return {
    code: 'unclaimed',
    message: isDer
      ? 'DER, but not a signed profile: perhaps a certificate.'
      : 'No source recognises the content.',
  };
}

function recordOf(path: string, digest: { sha256: string; bytes: number }, state: InputState): InputRecord {
  const { source, subjects, skipped, notices } = state;
  return { path, ...digest, source, status: statusOf(state), subjects, skipped, notices };
}

/** A stream that broke after some subjects is partial; what broke before yields nothing and is unreadable. */
function statusOf({ source, notices, subjects, broken }: InputState): InputStatus {
  if (broken) return subjects > 0 ? 'partial' : 'unreadable';
  if (source === '-') return 'ignored';
  const levels = notices.map(({ code }) => noticeLevel(code));
  if (levels.includes('error')) return 'unreadable';
  return levels.includes('partial') ? 'partial' : 'read';
}

export interface AuditOptions extends ReadOptions {
  readonly paths: readonly string[];
  readonly profiles: readonly Profile[];
  readonly gate: GateOptions;
  readonly version: string;
}

/** The main job: reads, evaluates, and collects the report. */
export async function audit(options: AuditOptions): Promise<Report> {
  const inputs: InputRecord[] = [];
  const subjects: SubjectRecord[] = [];
  const findings: Finding[] = [];
  const tally = new Tally();
  let current: { subject: SubjectRecord; findings: Finding[] }[] = [];
  for await (const event of readPaths(options.paths, options)) {
    if (event.kind === 'subject') {
      const found = options.profiles.flatMap((profile) =>
        evaluate(profile, event.subject, event.observations, options),
      );
      for (const finding of found) tally.add(event.subject.kind, finding);
      current.push({ subject: { ...event.subject, input: event.input }, findings: found });
      continue;
    }
    inputs.push(event.record);
    current.sort((a, b) => (a.subject.id < b.subject.id ? -1 : 1));
    for (const entry of current) {
      subjects.push(entry.subject);
      for (const finding of entry.findings) findings.push(finding);
    }
    current = [];
  }
  const complete = inputs.every(({ status }) => status === 'read' || status === 'ignored');
  const summary = tally.summary(complete);
  const devices = subjects.filter(({ kind }) => kind === 'device').length;
  return {
    schema: 'passmuster-report/1',
    tool: { name: 'passmuster', version: options.version },
    asOf: options.asOf,
    profiles: options.profiles.map(profileRecord),
    inputs,
    subjects,
    findings,
    summary,
    gates: judgeGates(summary, devices, options.gate),
  };
}

function profileRecord({ id, version, title, sha256, rules }: Profile): ProfileRecord {
  return { id, version, title, sha256, rules: rules.map(ruleRecord) };
}

function ruleRecord({
  id,
  title,
  severity,
  rationale,
  remediation,
  references,
}: Rule): ProfileRecord['rules'][number] {
  return {
    id,
    title,
    severity,
    ...(rationale === undefined ? {} : { rationale }),
    ...(remediation === undefined ? {} : { remediation }),
    references,
  };
}
