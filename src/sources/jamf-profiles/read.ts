/** Reads configuration profiles of Jamf Pro; each is one policy, with whom it reaches. */
import { allOf, tokenOf } from '../../artifacts/identity.ts';
import { type Reach, reachOf } from '../../artifacts/jamf/scope.ts';
import { memberOf, stringOf } from '../../formats/node.ts';
import { decodeText } from '../../formats/text.ts';
import type { Input } from '../../io/input.ts';
import { limits } from '../../io/limits.ts';
import type { Links } from '../../model/links.ts';
import type { Notice } from '../../model/notice.ts';
import { notice, type ReadContext, type ReadItem, skipped, subject } from '../define.ts';
import { detectionInput } from '../detect.ts';
import { readEmbedded } from '../embedded-profile.ts';
import { type JamfProfile, type NoProfile, profilesInJsonText, profilesInXmlText } from './documents.ts';

export async function* read(input: Input, context: ReadContext): AsyncGenerator<ReadItem> {
  const { text } = decodeText(await input.bytes());
  const { json } = detectionInput(input.name, input.head);
  const profiles = json === undefined ? await profilesInXmlText(text) : profilesInJsonText(text, json.lines);
  const lines = text.split('\n');
  const named = profiles.filter((profile) => 'node' in profile && isNamedOnly(profile));
  for (const profile of profiles.slice(0, limits.embeddedProfiles))
    if (!named.includes(profile)) yield* readProfile(profile, input.name, context, lines);
  if (named.length > 0) yield notice('answer-without-evidence', namedOnly(named.length));
  if (profiles.length > limits.embeddedProfiles)
    yield notice('record-unreadable', `The document holds more than ${limits.embeddedProfiles} profiles.`);
}

function* readProfile(
  profile: JamfProfile | NoProfile,
  input: string,
  context: ReadContext,
  lines: readonly string[],
): Generator<ReadItem> {
  if (!('node' in profile)) {
    const { place, line } = profile;
    yield notice('record-unreadable', 'A profile is no object, or a part of it stands twice.', {
      locator: place,
      line,
    });
    return;
  }
  if (profile.isEmpty) {
    const message = 'The export holds a profile without its payload: what it demands is not known.';
    yield notice('payload-unreadable', message, whereOf(profile));
    return;
  }
  const [payload, ...others] = profile.payloads;
  if (payload === undefined || others.length > 0) {
    const message = 'The payload of a profile holds no configuration profile, or more than one.';
    yield notice('record-unreadable', message, whereOf(profile));
    return;
  }
  const reading = readEmbedded(payload, input, context, lines);
  for (const one of reading.notices) yield { kind: 'notice', notice: one };
  if (reading.subject === undefined) {
    if (reading.isReadable) yield skipped;
    return;
  }
  const reach = reachOf(memberOf(profile.node, 'scope'), isPushed(profile));
  for (const one of noticesOf(reach, profile)) yield { kind: 'notice', notice: one };
  const observations =
    reach.kind === 'nobody'
      ? reading.observations.map((one) => ({ ...one, notes: [...(one.notes ?? []), 'assignment-none'] }))
      : reading.observations;
  yield subject(reading.subject, observations, linksOf(reach, profile, context.identityKey));
}

const whereOf = ({ place, node }: JamfProfile) => ({
  locator: place === '' ? '/' : place,
  ...(node.line > 0 ? { line: node.line } : {}),
});

/** As lists name profiles and as answers to changes acknowledge them; one that was asked for by itself has more to it. */
const isNamedOnly = ({ isEmpty, node }: JamfProfile): boolean =>
  isEmpty && [...node.entries.keys()].every((key) => ['id', 'name', 'uuid', 'size'].includes(key));

const namedOnly = (count: number): string =>
  `${count === 1 ? 'One profile is named without its content: it says' : `${count} profiles are named without their content: they say`} nothing about settings.`;

/** `Make Available in Self Service` leaves it to the user; without a word the server installs it by itself. */
function isPushed({ node }: JamfProfile): boolean {
  const method = memberOf(memberOf(node, 'general') ?? node, 'deployment_method');
  return method === undefined || stringOf(method)?.trim().toLowerCase() === 'install automatically';
}

function noticesOf(reach: Reach, profile: JamfProfile): Notice[] {
  if (reach.kind === 'nobody') {
    const message = 'The policy is defined and assigned to nobody.';
    return [{ code: 'assignment-none', message, ...whereOf(profile) }];
  }
  if (reach.kind === 'not-exported') {
    const message = 'The export does not say to whom the policy is assigned.';
    return [{ code: 'assignment-not-exported', message, ...whereOf(profile) }];
  }
  if (reach.isWhole) return [];
  const message =
    'The policy is offered to users, or its scope names users, places or networks: whom else it reaches, or does not, is not known.';
  return [{ code: 'assignment-unclear', message, ...whereOf(profile) }];
}

function linksOf(reach: Reach, { node }: JamfProfile, key: string | undefined): Links {
  const general = memberOf(node, 'general') ?? node;
  const id = memberOf(general, 'id');
  const own = id?.type === 'integer' ? String(id.value) : stringOf(id);
  const tokens = (kind: string, values: readonly (string | undefined)[]) =>
    values.map((value) => tokenOf(kind, value, key)).filter((token) => token !== undefined);
  const is = tokens('jamf-profile', [own]);
  if (reach.kind !== 'some') return { is };
  const to = [
    ...(reach.everyone ? [allOf('jamf')] : []),
    ...tokens('jamf-device', reach.devices),
    ...tokens('jamf-group', reach.groups),
  ];
  const except = [...tokens('jamf-device', reach.exceptDevices), ...tokens('jamf-group', reach.exceptGroups)];
  if (except.length < reach.exceptDevices.length + reach.exceptGroups.length) return { is };
  return { is, ...(to.length === 0 ? {} : { to }), ...(except.length === 0 ? {} : { except }) };
}
