/** Whether a pack is what it says: its files, its signature, its inputs, and the audit done again. It says what it could not check. */
import type { KeyObject } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { audit } from '../audit.ts';
import { PassmusterError } from '../errors.ts';
import { canonicalText } from '../formats/json-canonical.ts';
import { type FoundPath, openPath } from '../io/files.ts';
import type { Report } from '../model/report.ts';
import { maskedPath } from '../read/pseudonyms.ts';
import { releasedAs } from '../report/handling.ts';
import { counted } from '../report/words.ts';
import { compareReports } from './compare.ts';
import { digestOf } from './build.ts';
import { fileDigest, findInputs, type FoundInput, type FoundInputs, topInputs } from './inputs.ts';
import type { Manifest } from './manifest.ts';
import { type OpenedPack, openPack } from './open.ts';
import { checkPseudonymKey, type HeldFile, obstacles, replayOf, type VerifierMaterial } from './replay.ts';
import { isSignedBy, keyId } from './sign.ts';

/** `note` is no verdict: what whoever reads the others should know. */
export type CheckVerdict = 'holds' | 'differs' | 'unchecked' | 'note';

export interface Check {
  readonly part: 'pack' | 'signature' | 'inputs' | 'audit';
  readonly verdict: CheckVerdict;
  readonly text: string;
}

export interface Verification {
  readonly manifest: Manifest;
  readonly checks: readonly Check[];
}

export interface VerifyOptions extends VerifierMaterial {
  /** Folder or file. */
  readonly inputs?: string;
  /** Ed25519; only a key that the verifier brings proves anything. */
  readonly publicKey?: KeyObject;
}

/** @throws PassmusterError pack-invalid, path-unreadable, usage */
export async function verifyPack(path: string, options: VerifyOptions): Promise<Verification> {
  const pack = await openPack(path);
  const { manifest, report } = pack;
  checkPseudonymKey(manifest.run, options.identityKey);
  const checks = [...packChecks(pack), signatureCheck(pack, options.publicKey)];
  if (report === undefined)
    checks.push({ part: 'audit', verdict: 'unchecked', text: 'There is no report to hold inputs against.' });
  else checks.push(...(await evidenceChecks(pack, report, options)));
  return { manifest, checks };
}

/** 1 before 3: what differs is known, whatever could not be looked at. */
export function verificationCode({ checks }: Verification): 0 | 1 | 3 {
  if (checks.some(({ verdict }) => verdict === 'differs')) return 1;
  return checks.some(({ verdict }) => verdict === 'unchecked') ? 3 : 0;
}

function packChecks(pack: OpenedPack): Check[] {
  const { manifest, problems } = pack;
  const texts = [...problems, ...contradictions(pack)];
  if (texts.length > 0) return texts.map((text) => ({ part: 'pack', verdict: 'differs', text }));
  const files = counted(manifest.members.length, 'file');
  const text = `What is in the pack is what the manifest says: ${files}.`;
  return [{ part: 'pack', verdict: 'holds', text }];
}

/** What the manifest says and the report does not: each could have been changed with its digest. */
function contradictions({ manifest, report, members }: OpenedPack): string[] {
  if (report === undefined) return [];
  const texts: string[] = [];
  const is = (what: string, a: unknown, b: unknown): void => {
    if (canonicalText(a) !== canonicalText(b))
      texts.push(`The manifest and the report name another ${what}.`);
  };
  const ids = (profiles: Report['profiles'] | Manifest['profiles']) =>
    profiles.map(({ id, version, sha256 }) => [id, version, sha256]);
  is('tool', manifest.tool, report.tool);
  is('time', manifest.asOf, report.asOf);
  is('set of audit profiles', ids(manifest.profiles), ids(report.profiles));
  const inputs = report.inputs.map(({ path, status, sha256, bytes }) => ({ path, status, sha256, bytes }));
  is('set of inputs', manifest.inputs, inputs);
  const files = [
    ...manifest.profiles,
    ...manifest.profiles.flatMap(({ bases }) => bases),
    ...manifest.supplied,
  ];
  for (const { member, sha256 } of files) {
    const content = member === undefined ? undefined : members.get(member);
    if (content !== undefined && digestOf(content).sha256 !== sha256)
      texts.push(`${member} is not the file that the manifest speaks of.`);
  }
  return texts;
}

function signatureCheck({ manifest, manifestBytes, signature }: OpenedPack, key?: KeyObject): Check {
  const is = (verdict: CheckVerdict, text: string): Check => ({ part: 'signature', verdict, text });
  if ((signature === undefined) !== (manifest.signature === undefined))
    return is(
      'differs',
      'The manifest speaks of a signature that is not there, or there is one it does not know.',
    );
  if (signature === undefined || manifest.signature === undefined)
    return key === undefined
      ? is('note', 'The pack is not signed: whoever had it could have made it anew.')
      : is('differs', 'The pack is not signed.');
  if (key === undefined)
    return is(
      'unchecked',
      `Signed with the key ${manifest.signature.key}; name the public key with --public-key.`,
    );
  if (!isSignedBy(manifestBytes, signature, key) || manifest.signature.key !== keyId(key))
    return is('differs', `The signature is not one of the key ${keyId(key)} over this manifest.`);
  return is('holds', `Signed with the key ${keyId(key)}.`);
}

async function evidenceChecks(pack: OpenedPack, report: Report, options: VerifyOptions): Promise<Check[]> {
  const { run } = pack.manifest;
  const { identityKey } = options;
  const isMasked = run?.pseudonymKey !== undefined && identityKey !== undefined;
  const masked = isMasked ? maskedPath(identityKey) : (path: string) => path;
  const found = await findInputs(report, pack.members, options.inputs, masked);
  const held = await heldFiles(pack, found.others);
  const why = [...absences(report, found, options.inputs), ...obstacles(pack, held, options)];
  if (why.length > 0) {
    const checks = await digestChecks(found.pairs);
    return [...checks, ...why.map((text): Check => ({ part: 'audit', verdict: 'unchecked', text }))];
  }
  try {
    const replay = await replayOf(pack, report, held, options);
    const again = await audit({ ...replay, paths: [], found: found.pairs.map((one) => one.found) });
    return auditChecks(report, releasedAs(again, report.handling?.rendering));
  } catch (error) {
    if (!(error instanceof PassmusterError)) throw error;
    return [
      { part: 'audit', verdict: 'unchecked', text: `The audit cannot be done again: ${error.message}` },
    ];
  }
}

/** Withheld files by their digest, from what lies beside the inputs. */
async function heldFiles(
  { manifest, members }: OpenedPack,
  others: readonly FoundPath[],
): Promise<HeldFile[]> {
  const held: HeldFile[] = [];
  for (const file of manifest.supplied) {
    const content = file.member === undefined ? await contentOf(file, others) : members.get(file.member);
    held.push({ ...file, ...(content === undefined ? {} : { content }) });
  }
  return held;
}

async function contentOf(
  { bytes, sha256 }: HeldFile,
  others: readonly FoundPath[],
): Promise<Uint8Array | undefined> {
  for (const one of others) {
    if (one.kind !== 'file' || (await stat(one.path)).size !== bytes) continue;
    const input = await openPath(one);
    const content = await input.bytes();
    if (digestOf(content).sha256 === sha256) return content;
  }
  return undefined;
}

/** Why not every input is at hand, in sentences. */
function absences(report: Report, { absent }: FoundInputs, folder: string | undefined): string[] {
  const all = topInputs(report);
  if (all.length === 0) return ['The report names no inputs.'];
  if (absent.length === 0) return [];
  if (absent.length === all.length && folder === undefined)
    return ['The inputs were not named; name their folder with --inputs.'];
  const shown = absent.slice(0, 5).map(({ path }) => path);
  const more = absent.length > shown.length ? ` and ${absent.length - shown.length} more` : '';
  return [`${absent.length} of ${all.length} inputs were not found: ${shown.join(', ')}${more}.`];
}

/** Where the audit cannot be done again: at least whether the files are the same. */
async function digestChecks(pairs: readonly FoundInput[]): Promise<Check[]> {
  const checks: Check[] = [];
  let same = 0;
  for (const { record, found } of pairs) {
    const { path, sha256, opened } = record;
    if (found.kind === 'bundle' || found.kind === 'link' || opened !== undefined || sha256 === '') continue;
    const { sha256: now } = await fileDigest(found);
    if (now === sha256) same += 1;
    else
      checks.push({
        part: 'inputs',
        verdict: 'differs',
        text: `${path} was changed: its SHA-256 is ${now}.`,
      });
  }
  if (same === 0) return checks;
  const text = `${same} of ${pairs.length} inputs that were found have the digest that the report names.`;
  return [...checks, { part: 'inputs', verdict: 'holds', text }];
}

const ofHistory: Check = {
  part: 'audit',
  verdict: 'note',
  text: 'What comes from a history of runs (since when something fails, what is new) is taken as told.',
};

function auditChecks(told: Report, again: Report): Check[] {
  const checks: Check[] = compareReports(told, again).map(({ of, text }) => ({
    part: of === 'input' ? 'inputs' : 'audit',
    verdict: 'differs',
    text,
  }));
  if (checks.length === 0) {
    const { inputs, findings, subjects } = told;
    const text = `Done again over ${counted(inputs.length, 'input')}: the same ${counted(findings.length, 'finding')} on ${counted(subjects.length, 'subject')}.`;
    checks.push({ part: 'audit', verdict: 'holds', text });
  }
  if (told.history !== undefined) checks.push(ofHistory);
  const { version } = again.tool;
  if (told.tool.version !== version)
    checks.push({
      part: 'audit',
      verdict: 'note',
      text: `The pack was made by version ${told.tool.version}, this is ${version}: what differs may come from that.`,
    });
  const other = Object.entries(told.limits).filter(([name, value]) => again.limits[name] !== value);
  if (other.length > 0) {
    const wanted = other.map(([name, value]) => `--limit ${name}=${value}`).join(' ');
    checks.push({
      part: 'audit',
      verdict: 'unchecked',
      text: `Other limits of reading were in force: ${wanted}.`,
    });
  }
  return checks;
}
