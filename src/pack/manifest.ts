/** What an evidence pack says of itself. Everything else in the pack is a member of this list. docs/evidence-pack.md */
import type { FailOn } from '../evaluate/gate.ts';
import type { InputRecord, Withheld } from '../model/report.ts';

export const manifestName = 'manifest.json';
export const signatureName = 'manifest.sig';
export const reportName = 'report.json';

/** Of files that the operator named beside the inputs. */
export const suppliedRoles = [
  'apps',
  'attestations',
  'gates',
  'id-map',
  'mapping',
  'trust-root',
  'waivers',
] as const;
export type SuppliedRole = (typeof suppliedRoles)[number];

export interface Digest {
  /** Hex. */
  readonly sha256: string;
  readonly bytes: number;
}

export interface PackMember extends Digest {
  readonly path: string;
}

/** A file of an audit profile; it is in the pack where `member` names it. */
interface ProfileFile {
  readonly id: string;
  readonly sha256: string;
  readonly member?: string;
}

export interface PackProfile extends ProfileFile {
  readonly version: string;
  /** Those that it extends, one after the other. */
  readonly bases: readonly ProfileFile[];
}

export interface SuppliedFile extends Digest {
  readonly role: SuppliedRole;
  /** As the operator called it. */
  readonly name?: string;
  readonly member?: string;
  /** Why it is not in the pack. */
  readonly withheld?: Withheld['reason'];
}

/** How the run was set, as far as it decides what comes out. The limits of reading stand in the report. */
export interface PackRun {
  /** Of the audit profiles, as they were given. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly gate: {
    readonly failOn: FailOn;
    readonly gateAdvisory: boolean;
    readonly minScore?: number;
    readonly minCoverage?: number;
    readonly expectedDevices?: number;
  };
  readonly staleAfterDays: number;
  readonly together: boolean;
  /** Devices go by pseudonyms made with the key of this fingerprint. */
  readonly pseudonymKey?: string;
  /** How many keys there were for encrypted payloads; they are no part of a pack. */
  readonly decryptKeys: number;
  /** How many of the pieces of evidence that attestations name were shown. */
  readonly evidence?: { readonly shown: number; readonly all: number };
  readonly waiversExpiringWithin?: number;
}

export interface Manifest {
  readonly schema: 'passmuster-pack/1';
  /** What digests and a signature do not prove. */
  readonly note: string;
  readonly tool: { readonly name: 'passmuster'; readonly version: string };
  /** Version of Node. */
  readonly node: string;
  readonly asOf: string;
  readonly profiles: readonly PackProfile[];
  /** Absent: the pack was made from a saved report, which does not say. */
  readonly run?: PackRun;
  readonly supplied: readonly SuppliedFile[];
  readonly inputs: readonly (Digest & Pick<InputRecord, 'path' | 'status'>)[];
  /** All files of the pack but the manifest and its signature. */
  readonly members: readonly PackMember[];
  readonly signature?: {
    readonly algorithm: 'Ed25519';
    /** SHA-256 of the public key (SubjectPublicKeyInfo, DER), hex. It says which key to ask for and is no proof. */
    readonly key: string;
  };
}

/** Where an input lies that was asked to be packed: its own name may be anything. */
export const inputMember = ({ sha256 }: Pick<Digest, 'sha256'>): string => `inputs/${sha256}`;

export const note =
  'Digests and a signature show that nothing in this pack was changed since it was made. They do not show that an export was genuine or complete.';
