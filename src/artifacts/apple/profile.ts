/**
 * An Apple configuration profile, wherever it lies: a file, an MDM export, a backup. Says what the profile would require.
 * Structure: Apple, "Device Management", TopLevel and CommonPayloadKeys.
 */
import { PassmusterError } from '../../errors.ts';
import type { RecipientKey } from '../../formats/cms-enveloped.ts';
import { append } from '../../formats/append.ts';
import { type MapNode, memberOf, stringOf, type TreeNode } from '../../formats/node.ts';
import type { Layer, Observation, UnknownReason } from '../../model/observation.ts';
import type { Notice } from '../../model/notice.ts';
import type { Subject } from '../../model/subject.ts';
import { payloadTables } from './keys.ts';
import type { DeclarationReading } from './declaration.ts';
import {
  type DeclarationPayload,
  embeddedDeclarations,
  readEmbeddedDeclarations,
} from './declarations-embedded.ts';
import { undecidedAll } from './doubt.ts';
import { encryptedMember, openPayloads, type PayloadPlace } from './encrypted.ts';
import { expiryOf } from './expiry.ts';
import { type AppleDocument, openAppleDocument } from './packaging.ts';
import { observePayload } from './payloads.ts';
import { structureFaults } from './structure.ts';
import { onlyText } from '../identity.ts';
import { foldKey } from '../masking.ts';
import type { MapSite } from '../observe-map.ts';
import { mapWithoutSecrets } from '../secrets.ts';

export interface ProfileReading {
  /** Absent when the profile is not for phones and tablets. */
  readonly subject?: Subject;
  readonly observations: readonly Observation[];
  readonly notices: readonly Notice[];
  /** `PayloadUUID` of the profile, by which phones list it; it does not prove the content. */
  readonly uuid?: string;
}

/** Where a profile lies, and what that makes of its demands. */
interface ProfilePlace {
  readonly input: string;
  readonly entry?: string;
  /** `required` unless a phone shows that it has the profile. */
  readonly layer?: Layer;
  /** When the phone took the profile, RFC 3339: from then on `DurationUntilRemoval` counts. */
  readonly installed?: string;
  /** What goes with every observation. */
  readonly extras?: MapSite['extras'];
  /** Keys of the operator that may open encrypted payloads. */
  readonly keys?: readonly RecipientKey[];
}

interface ProfileSite extends ProfilePlace {
  readonly asOf: string;
  /** Roots in PEM that the operator trusts to vouch for signers. */
  readonly trust?: { readonly roots: readonly string[] };
}

/**
 * @throws PassmusterError of the formats, or profile-structure: readable, but no configuration profile
 */
export function readAppleProfile(bytes: Uint8Array, site: ProfileSite): ProfileReading {
  return readProfileTree(openAppleDocument(bytes, site.asOf, site.trust?.roots), site);
}

/**
 * The same where the tree was found by other code.
 * @throws PassmusterError profile-structure
 */
export function readProfileTree(document: AppleDocument, site: ProfilePlace): ProfileReading {
  const { payloads, profile } = payloadsOf(document.tree);
  const target = targetOf(profile);
  const notices: Notice[] = [...document.notices];
  if (target === 'other') {
    return {
      observations: [],
      notices: [
        ...notices,
        {
          code: 'rows-skipped',
          message: 'The profile is for another kind of device (TargetDeviceType).',
          locator: 'TargetDeviceType',
        },
      ],
    };
  }
  const extras = joined(site.extras, expiryOf(profile, site.installed, notices));
  const observations: Observation[] = [];
  const doubt = (unknown: UnknownReason, locator: string, line: number): void => {
    observations.push(undecidedAll(unknown, site, { locator, line }));
  };
  for (const { line, ...fault } of structureFaults(document.tree)) {
    notices.push({ ...fault, ...(line > 0 ? { line } : {}) });
    doubt('ambiguous', fault.locator, line);
  }
  if (profile?.entries.has(encryptedMember)) {
    const opened = openPayloads(profile, document.intact ? (site.keys ?? []) : []);
    append(payloads, opened.payloads);
    append(notices, opened.notices);
    if (opened.doubt) doubt(opened.doubt, encryptedMember, profile.entries.get(encryptedMember)?.line ?? 0);
  }
  const declared: DeclarationPayload[] = [];
  for (const { node, path } of payloads) {
    if (node.type !== 'map') {
      notices.push({
        code: 'payload-unreadable',
        message: 'A payload is not a dictionary.',
        locator: path,
        line: node.line,
      });
      doubt('unreadable', path, node.line);
      continue;
    }
    const reading = readPayload(mapWithoutSecrets(node), path, site, extras, declared);
    append(observations, reading.observations);
    append(notices, reading.notices);
  }
  const declarations = readEmbeddedDeclarations(declared, {
    ...whereOf(site),
    layer: layerOf(site),
    extras,
  });
  append(observations, declarations.observations);
  append(notices, declarations.notices);
  const subject = subjectOf(profile, payloads, site);
  const uuid = onlyText(profile, 'PayloadUUID');
  return {
    subject,
    observations: document.intact ? observations : observations.map(withdrawn),
    notices,
    ...(uuid === undefined ? {} : { uuid }),
  };
}

const whereOf = (site: ProfilePlace) => ({
  input: site.input,
  ...(site.entry === undefined ? {} : { entry: site.entry }),
});
const layerOf = (site: ProfilePlace): Layer => site.layer ?? 'required';

function joined(site: MapSite['extras'] = {}, own: MapSite['extras'] = {}): NonNullable<MapSite['extras']> {
  const notes = [...(site.notes ?? []), ...(own.notes ?? [])];
  return { ...site, ...own, ...(notes.length === 0 ? {} : { notes }) };
}

/** After a failed signature every claim keeps its place and loses its value. */
function withdrawn(observation: Observation): Observation {
  const { setting, scope, layer, origin, evidence } = observation;
  const { value: _value, ...place } = evidence;
  return {
    setting,
    ...(scope === undefined ? {} : { scope }),
    layer,
    origin,
    evidence: place,
    unknown: 'unreadable',
  };
}

/** The payloads of a profile; a lone payload (as some tools store it) counts as one. */
function payloadsOf(tree: TreeNode): { profile: MapNode | undefined; payloads: PayloadPlace[] } {
  if (tree.type !== 'map')
    throw new PassmusterError(
      'profile-structure',
      'The property list is not a dictionary, so no configuration profile.',
      { line: tree.line },
    );
  const type = stringOf(memberOf(tree, 'PayloadType'));
  if (type === undefined)
    throw new PassmusterError(
      'profile-structure',
      'The property list has no PayloadType, so it is no configuration profile.',
      { line: tree.line },
    );
  if (type !== 'Configuration') return { profile: undefined, payloads: [{ node: tree, path: '' }] };
  const content = memberOf(tree, 'PayloadContent');
  if (content?.type === 'list')
    return {
      profile: tree,
      payloads: content.items.map((node, index) => ({ node, path: `PayloadContent[${index}]` })),
    };
  if (content !== undefined)
    throw new PassmusterError('profile-structure', 'PayloadContent is not an array.', { line: content.line });
  if (!tree.entries.has(encryptedMember))
    throw new PassmusterError('profile-structure', 'The profile has no PayloadContent.', { line: tree.line });
  return { profile: tree, payloads: [] };
}

function readPayload(
  payload: MapNode,
  path: string,
  site: ProfilePlace,
  extras: NonNullable<MapSite['extras']>,
  declared: DeclarationPayload[],
): DeclarationReading {
  const type = stringOf(memberOf(payload, 'PayloadType'));
  if (type === undefined || payload.repeated.has('PayloadType')) {
    return {
      observations: [
        undecidedAll('unreadable', site, { locator: `${path}.PayloadType`, line: payload.line }),
      ],
      notices: [
        {
          code: 'payload-unreadable',
          message: 'A payload does not say of which type it is.',
          locator: path,
          line: payload.line,
        },
      ],
    };
  }
  const uninspected = uninspectedType(type);
  if (uninspected) {
    return {
      observations: [
        undecidedAll('unreadable', site, { locator: `${path}.PayloadType`, line: payload.line }),
      ],
      notices: [{ ...uninspected, locator: path, line: payload.line }],
    };
  }
  const mapSite: MapSite = {
    ...whereOf(site),
    layer: layerOf(site),
    locate: (key) => (path === '' ? key : `${path}.${key}`),
    extras,
  };
  if (type === embeddedDeclarations) {
    declared.push({ payload, site: mapSite });
    return { observations: [], notices: [] };
  }
  const keyOf = (locator: string) => (path === '' ? locator : locator.slice(path.length + 1));
  return observePayload(type, payload, mapSite, keyOf);
}

/** Payloads whose demands are not read: nothing may pass beside them. */
function uninspectedType(type: string): Pick<Notice, 'code' | 'message'> | undefined {
  const known = [...Object.keys(payloadTables), embeddedDeclarations].find(
    (one) => foldKey(one) === foldKey(type),
  );
  if (known === undefined || known === type) return undefined;
  return {
    code: 'payload-unreadable',
    message: `The type of a payload differs from ${known} only in case, blanks or invisible characters.`,
  };
}

/** TargetDeviceType: 0 any, 1 iPhone and iPad; 2 Watch, 3 HomePod, 4 TV, 5 Mac, 6 Vision. What is in doubt is read. */
function targetOf(profile: MapNode | undefined): 'phone' | 'other' {
  const node =
    profile?.repeated.has('TargetDeviceType') === true ? undefined : memberOf(profile, 'TargetDeviceType');
  return node?.type === 'integer' && node.value > 1 && node.value <= 6 ? 'other' : 'phone';
}

function subjectOf(
  profile: MapNode | undefined,
  payloads: readonly PayloadPlace[],
  site: ProfilePlace,
): Subject {
  const named = profile ?? payloads[0]?.node;
  const title = stringOf(memberOf(named, 'PayloadDisplayName'));
  const organisation = stringOf(memberOf(named, 'PayloadOrganization'));
  const listed = profile === undefined ? [] : payloads;
  const types = listed.map(({ node }) => stringOf(memberOf(node, 'PayloadType')) ?? 'unknown');
  return {
    id: stringOf(memberOf(named, 'PayloadIdentifier')) ?? site.input,
    kind: 'policy',
    platform: 'ios',
    labels: {
      ...(title === undefined ? {} : { title }),
      ...(organisation === undefined ? {} : { organisation }),
      ...(types.length === 0 ? {} : { payloads: [...new Set(types)].sort().join(', ') }),
    },
  };
}
