/** The public API: what a program needs to audit without the command line. */
export { loadAttestations } from './attestations/load.ts';
export { StatedRecords } from './attestations/match.ts';
export { audit, type AuditOptions } from './audit.ts';
export { type ErrorCode, PassmusterError } from './errors.ts';
export { exitCodeOf, type FailOn } from './evaluate/gate.ts';
export type { Finding } from './model/finding.ts';
export type { Observation } from './model/observation.ts';
export type { Profile } from './model/profile.ts';
export type { Report } from './model/report.ts';
export type { Subject } from './model/subject.ts';
export { findProfiles } from './profiles/find.ts';
export type { Progress, ReadEvent } from './read/events.ts';
export { readPaths } from './read/paths.ts';
export { findReporter } from './report/registry.ts';
export { loadWaivers } from './waivers/load.ts';
export { GrantedWaivers } from './waivers/match.ts';
