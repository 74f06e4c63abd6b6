/**
 * One answer of a device to a management command, or the body of one. Envelope: CommandUUID, Status, UDID or EnrollmentID;
 * `RequestType` is often absent, so an answer is known by the key of its body (Apple, "Device Management", mdm/commands).
 */
import { appleDocuments } from '../../artifacts/apple/documents.ts';
import { isEffective, observeEffective } from '../../artifacts/apple/effective.ts';
import { foldKey } from '../../artifacts/masking.ts';
import { type MapReading, type MapSite, observeMap } from '../../artifacts/observe-map.ts';
import { append } from '../../formats/append.ts';
import { observeSecurity } from '../../artifacts/apple/security.ts';
import { type MapNode, memberOf, stringOf, type TreeNode } from '../../formats/node.ts';
import type { Layer, Observation } from '../../model/observation.ts';
import type { Notice } from '../../model/notice.ts';
import { undecided } from '../../settings/observe.ts';
import { answerBodies, bareBodies } from '../apple-kinds.ts';
import { observeInstalled, observeManaged } from './apps.ts';
import { certificatesOf, profilesOf } from './inventories.ts';
import { information, security, securityKeys } from './map.ts';

export interface AnswerSite {
  readonly input: string;
  readonly asOf: string;
  /** Place of a key path of the answer within the input. */
  readonly locate: (path: string) => string;
  /** When the server got the answer, RFC 3339. */
  readonly collected?: string;
}

export interface Answer {
  /** The root; facts on the device are taken from it. */
  readonly tree: MapNode;
  readonly observations: readonly Observation[];
  readonly notices: readonly Notice[];
  readonly labels: Readonly<Record<string, string>>;
  /** False for envelopes, errors and check-ins: they say nothing about a setting. */
  readonly hasEvidence: boolean;
}

type Body = (typeof answerBodies)[number];

export function readAnswer(tree: MapNode, site: AnswerSite): Answer {
  const nothing = (code: Notice['code'], message: string, key: string): Answer => {
    const notice = { code, message, ...placeOf(tree.entries.get(key), key, site) };
    return { tree, observations: [], notices: [notice], labels: {}, hasEvidence: false };
  };
  if (tree.entries.has('MessageType')) {
    const kind = stringOf(memberOf(tree, 'MessageType')) ?? '';
    // Reports of declarative management are incremental, and are read as the JSON that they are (apple-status-report).
    if (kind === 'DeclarativeManagement' && stringOf(memberOf(tree, 'Endpoint')) === 'status')
      return nothing(
        'entry-not-read',
        'The status report in a check-in message is not read; as a JSON file of its own it is.',
        'Data',
      );
    const name = /^[A-Za-z]{1,40}$/.test(kind) ? kind : 'unknown';
    const message = `A check-in message (${name}): it says nothing about settings.`;
    return nothing('answer-without-evidence', message, 'MessageType');
  }
  if (!isAcknowledged(tree)) return refusal(tree, nothing);
  const answer = tree.entries.has('CommandUUID') || bodiesIn(tree).length > 0 ? tree : wrapped(tree);
  const bodies = bodiesIn(answer);
  if (bodies.length === 0)
    return nothing(
      'answer-without-evidence',
      'An acknowledgement without a body that is read: it says nothing about settings.',
      'Status',
    );
  const locate = answer === tree ? site.locate : unwrapped(site);
  return { ...readBodies(answer, bodies, { ...site, locate }), tree };
}

/** A status that stands twice, is no text or only looks like one is none. A stored body alone has no status. */
function isAcknowledged(tree: MapNode): boolean {
  const keys = [...tree.entries.keys()].filter((key) => foldKey(key) === 'status');
  if (keys.length === 0) return true;
  const isPlain = keys.length === 1 && !tree.repeated.has('Status');
  return isPlain && stringOf(memberOf(tree, 'Status')) === 'Acknowledged';
}

function refusal(
  tree: MapNode,
  nothing: (code: Notice['code'], message: string, key: string) => Answer,
): Answer {
  const status = stringOf(memberOf(tree, 'Status'));
  if (status === 'NotNow' || status === 'Idle')
    return nothing(
      'answer-without-evidence',
      `The device answers ${status}: it says nothing about settings.`,
      'Status',
    );
  const chain = memberOf(tree, 'ErrorChain');
  const first = chain?.type === 'list' ? memberOf(chain.items[0], 'ErrorCode') : undefined;
  const code = first?.type === 'integer' ? ` (error ${first.value})` : '';
  return nothing('answer-refused', `The device did not carry out the command${code}.`, 'Status');
}

/** Bodies that stand in the answer, and keys that only look like one. */
function bodiesIn(tree: MapNode): [key: string, body: Body][] {
  return [...tree.entries.keys()].flatMap((key): [string, Body][] => {
    const body = answerBodies.find((name) => foldKey(name) === foldKey(key));
    return body === undefined ? [] : [[key, body]];
  });
}

/** A body that was stored without the answer around it, put back under its name. */
function wrapped(tree: MapNode): MapNode {
  const name = isEffective(tree)
    ? 'GlobalRestrictions'
    : bareBodies.SecurityInfo.some((key) => tree.entries.has(key))
      ? 'SecurityInfo'
      : 'QueryResponses';
  return { type: 'map', entries: new Map([[name, tree]]), repeated: new Map(), line: tree.line };
}

/** The name that was put there is no part of the path. */
const unwrapped = (site: AnswerSite) => (path: string) => site.locate(path.replace(/^\w+\./, ''));

function placeOf(node: TreeNode | undefined, path: string, site: AnswerSite) {
  return { locator: site.locate(path), ...(node && node.line > 0 ? { line: node.line } : {}) };
}

function readBodies(
  tree: MapNode,
  bodies: readonly [string, Body][],
  site: AnswerSite,
): Omit<Answer, 'tree'> {
  const observations: Observation[] = [];
  const notices: Notice[] = [];
  const labels: Record<string, string> = {};
  for (const [key, body] of bodies) {
    const node = tree.entries.get(key);
    const isList = body !== 'ManagedApplicationList' && body.endsWith('List');
    if (node === undefined || key !== body || tree.repeated.has(key) || (node.type === 'list') !== isList) {
      observations.push(doubtOf(node, key, site));
      notices.push(faultOf(node, key, body, tree, site));
      continue;
    }
    const reading = readBody(body, node, tree, site);
    append(observations, reading.observations);
    append(notices, reading.notices);
    Object.assign(labels, reading.labels);
  }
  if (tree.entries.has('ProfileRestrictions') && !tree.entries.has('GlobalRestrictions')) {
    append(observations, withoutGlobal(tree.entries.get('ProfileRestrictions'), site));
    notices.push(lostGlobal(tree, site));
  }
  return { observations, notices, labels, hasEvidence: true };
}

/** Every answer has them; those of profiles are there on request (Apple, Restrictions). They show what the device follows. */
function withoutGlobal(node: TreeNode | undefined, site: AnswerSite): Observation[] {
  const { settings } = appleDocuments.effectiveSettings;
  const at = mapSite(site, 'observed', (path) => path);
  const { locator, line } = { line: 0, ...placeOf(node, 'ProfileRestrictions', site) };
  const evidence = { input: site.input, locator, ...(line > 0 ? { line } : {}) };
  return settings.map((setting) => undecided(setting, 'incomplete', 'observed', evidence, at.extras));
}

function lostGlobal(tree: MapNode, site: AnswerSite): Notice {
  const message =
    'The answer has the restrictions of profiles without GlobalRestrictions: what the device follows is not shown.';
  const place = placeOf(tree.entries.get('ProfileRestrictions'), 'ProfileRestrictions', site);
  return { code: 'count-mismatch', message, ...place };
}

type BodyReading = MapReading & { readonly labels?: Answer['labels'] };

function readBody(body: Body, node: TreeNode, tree: MapNode, site: AnswerSite): BodyReading {
  const whole = mapSite(site, 'observed', (path) => path);
  switch (body) {
    case 'CertificateList':
      return inventory(certificatesOf(node, site.locate(body), site.asOf));
    case 'ProfileList':
      return inventory(profilesOf(node, site.locate(body), site.asOf));
    case 'InstalledApplicationList':
      return observeInstalled(node, tree, whole);
    case 'ManagedApplicationList':
      return observeManaged(node, whole);
    default:
      return node.type === 'map' ? readMap(body, node, site) : { observations: [], notices: [] };
  }
}

function readMap(body: Body, node: MapNode, site: AnswerSite): MapReading {
  const own = mapSite(site, 'observed', (path) => `${body}.${path}`);
  if (body === 'GlobalRestrictions') return observeEffective(node, own);
  if (body === 'ProfileRestrictions') return profileRestrictions(node, site);
  if (body === 'QueryResponses') return observeMap(node, information, own);
  const reading = observeMap(node, security, own);
  return { ...reading, observations: [...reading.observations, ...observeSecurity(node, securityKeys, own)] };
}

/** What each profile on the device adds: configuration that the device confirms having, not yet what it follows. */
function profileRestrictions(profiles: MapNode, site: AnswerSite): MapReading {
  const reading: MapReading = { observations: [], notices: [] };
  for (const [identifier, last] of profiles.entries)
    for (const node of profiles.repeated.get(identifier) ?? [last]) {
      const path = `ProfileRestrictions.${identifier}`;
      if (node.type !== 'map' || profiles.repeated.has(identifier)) {
        const { locator, line } = { line: 0, ...placeOf(node, path, site) };
        const evidence = { input: site.input, locator, ...(line > 0 ? { line } : {}) };
        const doubt = { setting: '*', layer: 'installed', origin: 'explicit', unknown: 'ambiguous' } as const;
        reading.observations.push({ ...doubt, evidence });
        continue;
      }
      const found = observeEffective(
        node,
        mapSite(site, 'installed', (key) => `${path}.${key}`),
      );
      append(reading.observations, found.observations);
      append(reading.notices, found.notices);
    }
  return reading;
}

function inventory({ notices, labels }: ReturnType<typeof profilesOf>): BodyReading {
  return { observations: [], notices: [...notices], labels };
}

function mapSite(site: AnswerSite, layer: Layer, path: (key: string) => string): MapSite {
  return {
    input: site.input,
    layer,
    locate: (key) => site.locate(path(key)),
    ...(site.collected === undefined ? {} : { extras: { collected: site.collected } }),
  };
}

/** A body that cannot be read one way may have held anything. */
function doubtOf(node: TreeNode | undefined, key: string, site: AnswerSite): Observation {
  return {
    setting: '*',
    layer: 'observed',
    origin: 'explicit',
    unknown: 'ambiguous',
    evidence: { input: site.input, ...placeOf(node, key, site) },
  };
}

function faultOf(
  node: TreeNode | undefined,
  key: string,
  body: Body,
  tree: MapNode,
  site: AnswerSite,
): Notice {
  const place = placeOf(node, key, site);
  if (key !== body)
    return {
      code: 'key-case-differs',
      message: `A key differs from ${body} only in case or invisible characters; it is not used.`,
      ...place,
    };
  if (tree.repeated.has(key))
    return { code: 'duplicate-key', message: `The key ${body} stands more than once.`, ...place };
  return { code: 'record-unreadable', message: `The body ${body} is not of the documented type.`, ...place };
}
