/** Opens an evidence pack and holds it to its own list. Whoever made it is a stranger: nothing in it is believed before its digest was taken. */
import { PassmusterError } from '../errors.ts';
import { canonicalText } from '../formats/json-canonical.ts';
import { parseJson } from '../formats/json.ts';
import { hasRepeatedKeys, plainValue } from '../formats/node.ts';
import { decodeText } from '../formats/text.ts';
import { zipFileParts } from '../io/archive/parts.ts';
import { limits } from '../io/limits.ts';
import type { Report } from '../model/report.ts';
import { savedReport } from '../report-file.ts';
import { digestOf } from './build.ts';
import { type Manifest, manifestName, type PackMember, reportName, signatureName } from './manifest.ts';
import { packSchema } from './schema.ts';

/** As long as a string of V8 may be. */
const mostReportBytes = 512 * 1024 * 1024;
/** An Ed25519 signature has 64; another form would be no longer than this. */
const mostSignatureBytes = 1024;

export interface OpenedPack {
  readonly manifest: Manifest;
  readonly manifestBytes: Uint8Array;
  readonly signature?: Uint8Array;
  /** Absent when it is not the one that the manifest names, or none. */
  readonly report?: Report;
  /** Contents of members that are as the manifest says, the report aside. */
  readonly members: ReadonlyMap<string, Uint8Array>;
  /** What is not as the manifest says, in sentences. */
  readonly problems: readonly string[];
}

/** @throws PassmusterError pack-invalid for what is no pack, path-unreadable */
export async function openPack(path: string): Promise<OpenedPack> {
  const zip = await zipFileParts(path).catch((error: unknown) => refused(path, error));
  try {
    return await opened(path, zip);
  } catch (error) {
    return refused(path, error);
  } finally {
    await zip.close();
  }
}

async function opened(
  path: string,
  { names, part, closed }: Awaited<ReturnType<typeof zipFileParts>>,
): Promise<OpenedPack> {
  const manifestBytes = await part(manifestName, limits.documentBytes);
  if (manifestBytes === undefined)
    throw new PassmusterError('pack-invalid', `${path} is no evidence pack: it has no ${manifestName}.`);
  const manifest = await manifestOf(path, manifestBytes);
  const problems = listProblems(manifest, names, closed);
  if (canonicalText(manifest) !== decodeText(manifestBytes).text)
    problems.push('The manifest is not in its canonical form: something else than Passmuster wrote it.');
  const members = new Map<string, Uint8Array>();
  let report: Report | undefined;
  for (const member of manifest.members) {
    const content = await contentOf(member, names, part, problems);
    if (content === undefined) continue;
    if (member.path !== reportName) members.set(member.path, content);
    else report = await savedReport(`${reportName} of ${path}`, content).catch(told(problems));
  }
  const signature = await part(signatureName, mostSignatureBytes);
  return {
    manifest,
    manifestBytes,
    members,
    problems,
    ...(signature === undefined ? {} : { signature }),
    ...(report === undefined ? {} : { report }),
  };
}

async function manifestOf(path: string, bytes: Uint8Array): Promise<Manifest> {
  const node = parseJson(decodeText(bytes).text);
  const value = plainValue(node);
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const validate = new Ajv2020({ strict: true, ownProperties: true }).compile<Manifest>(packSchema);
  if (!hasRepeatedKeys(node) && validate(value)) return value;
  const [problem] = validate.errors ?? [];
  const what =
    problem === undefined ? 'a key stands twice' : `${problem.instancePath} ${problem.message ?? ''}`;
  throw new PassmusterError(
    'pack-invalid',
    `${path} is no passmuster-pack/1: ${manifestName}: ${what.trim()}.`,
  );
}

/** What is there and not listed, listed and not there, or listed twice. */
function listProblems(
  { members }: Manifest,
  names: ReadonlySet<string>,
  closed: readonly string[],
): string[] {
  const paths = members.map((member) => member.path);
  const listed = new Set([...paths, manifestName, signatureName]);
  const twice = paths.length === new Set(paths).size ? [] : ['The manifest lists a file twice.'];
  return [
    ...twice,
    ...(paths.includes(reportName) ? [] : [`The manifest lists no ${reportName}.`]),
    ...[...names].filter((name) => !listed.has(name)).map((name) => `${name} is not in the manifest.`),
    ...closed.map((name) => `${name} is encrypted, a link, there twice or otherwise closed.`),
  ];
}

async function contentOf(
  { path, sha256, bytes }: PackMember,
  names: ReadonlySet<string>,
  part: (name: string, limit: number) => Promise<Uint8Array | undefined>,
  problems: string[],
): Promise<Uint8Array | undefined> {
  if (!names.has(path)) {
    problems.push(`${path} is missing.`);
    return undefined;
  }
  const most = Math.min(bytes, path === reportName ? mostReportBytes : limits.documentBytes);
  const content = await part(path, most).catch(told(problems, `${path}: `));
  if (content === undefined) return undefined;
  const found = digestOf(content);
  if (found.sha256 === sha256 && found.bytes === bytes) return content;
  problems.push(`${path} was changed: its SHA-256 is ${found.sha256}, in the manifest ${sha256}.`);
  return undefined;
}

/** An expected fault is a sentence; anything else a defect. */
const told =
  (problems: string[], where = '') =>
  (error: unknown): undefined => {
    if (!(error instanceof PassmusterError)) throw error;
    problems.push(`${where}${error.message}`);
  };

function refused(path: string, error: unknown): never {
  if (!(error instanceof PassmusterError)) throw error;
  if (error.code === 'pack-invalid') throw error;
  if (error.code === 'input-unreadable')
    throw new PassmusterError('path-unreadable', `Cannot open ${path}. ${error.message}`);
  throw new PassmusterError('pack-invalid', `${path} is no evidence pack: ${error.message}`);
}
