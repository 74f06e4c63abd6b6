/** The shapes of lint. Everything after `lint` is plain JSON, so that one input can be linted in another process. */
import type { RecipientKey } from '../formats/cms-enveloped.ts';
import type { Input } from '../io/input.ts';
import type { Detection, DetectionInput } from '../sources/define.ts';
import type { LintCode } from './codes.ts';

/** Error and warning: the phone refuses or ignores it. Note: advice, or a fact that a missing target fact would decide. */
export const lintLevels = ['error', 'warning', 'note'] as const;
export type LintLevel = (typeof lintLevels)[number];

export interface LintFinding {
  readonly code: LintCode;
  readonly level: LintLevel;
  /** One sentence. Names from the input are made visible and cut, values are masked as evidence is. */
  readonly message: string;
  readonly input: string;
  /** Key path in the document; empty for the document as a whole. */
  readonly locator: string;
  readonly line?: number;
  readonly column?: number;
  /** The known name or value that was probably meant. */
  readonly near?: string;
}

export type Enrolment = 'supervised' | 'device' | 'user' | 'local';

/** What is known of the phones that the document is for. Without a fact, what rests on it is a note. */
export interface LintTarget {
  readonly os?: string;
  readonly supervised?: boolean;
  readonly enrolment?: Enrolment;
}

/** Plain JSON, for a reading child is sent it. */
export interface LintContext {
  /** The clock: expiry and signatures are judged by it. RFC 3339, UTC. */
  readonly asOf: string;
  readonly target: LintTarget;
  /** Certificates in PEM that signers must lead to. */
  readonly trust?: { readonly roots: readonly string[] };
  /** Private keys in PEM that may open encrypted payloads. They appear in no output. */
  readonly keys?: readonly RecipientKey[];
}

/** What a linter says of one document. */
export interface LintResult {
  /** `partial`: something in it could not be looked at. `ignored`: readable, and nothing for this linter. */
  readonly status: 'linted' | 'partial' | 'ignored';
  readonly findings: readonly LintFinding[];
  /** Findings beyond the limit of one document. */
  readonly leftOut: number;
  /** What checks over several documents need. */
  readonly traits?: LintTraits;
}

/** A place that other documents may clash with. */
export interface LintPlace {
  readonly locator: string;
  readonly line?: number;
}

export interface LintTraits {
  readonly identifier?: LintPlace & { readonly value: string };
  readonly uuids: readonly (LintPlace & { readonly value: string })[];
  /** Payloads of which a phone takes one only. */
  readonly singletons: readonly (LintPlace & { readonly type: string })[];
  /** Settings that a phone merges over all its documents: no secrets are among them. */
  readonly settings: readonly (LintPlace & {
    /** Type and name; an old name of a key stands for the new one. */
    readonly setting: string;
    readonly key: string;
    readonly shown: string;
  })[];
}

/** A light descriptor; the checks are loaded on demand. */
export interface Linter {
  readonly id: string;
  readonly title: string;
  detect(input: DetectionInput): Detection;
  /** @throws PassmusterError with an input code when the document cannot be read */
  lint(input: Input, context: LintContext): Promise<LintResult>;
}

/** One input after linting. Plain JSON. */
export interface LintReport {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly linter: string;
  readonly status: LintResult['status'] | 'unreadable';
  readonly findings: readonly LintFinding[];
  readonly leftOut: number;
  readonly traits?: LintTraits;
  /** Why it is unreadable or ignored. */
  readonly problem?: {
    readonly code: string;
    readonly message: string;
    readonly line?: number;
    readonly locator?: string;
  };
}

export const defineLinter = (linter: Linter): Linter => linter;
