/** Waivers against the audit profiles of a run: what these let be waived, for how long, and what their reasons ask for. */
import { parseDuration } from '../model/duration.ts';
import type { Path } from '../attestations/file.ts';
import type { Profile } from '../model/profile.ts';
import type { Waiver, WaiverPolicy, WaiverReason } from '../model/waiver.ts';
import { type Problem, problemLines } from '../profiles/shape.ts';
import { isLonger, problemAt } from './check.ts';
import { givenOf, type LoadedWaivers, type PlacedWaiver } from './load.ts';

const nothing: WaiverPolicy = { never: [], reasons: {} };

/** Profiles in which the waiver has a rule. */
const profilesOf = ({ profile, rules }: Waiver, profiles: readonly Profile[]): readonly Profile[] =>
  profiles.filter(
    (one) => (profile === undefined || profile === one.id) && one.rules.some(({ id }) => rules.includes(id)),
  );

/** As `name:line:column: message`. A profile that is not of the run is not asked. */
export function policyProblems({ placed }: LoadedWaivers, profiles: readonly Profile[]): string[] {
  return placed.flatMap((one) => {
    const problems = profilesOf(one.waiver, profiles).flatMap((profile) => [...problemsUnder(one, profile)]);
    return problemLines(
      one.waiver.place.input,
      problems.toSorted((a, b) => a.line - b.line),
    );
  });
}

function* problemsUnder(placed: PlacedWaiver, profile: Profile): Generator<Problem> {
  const { waivers: policy = nothing, id, rules } = profile;
  const { waiver } = placed;
  const tell = (path: Path, words: string) => problemAt(placed.record, path, words);
  if (waiver.scope.everyone === true && policy.everyone !== true)
    yield tell(['scope', 'everyone'], `is more than \`${id}\` allows; say which subjects it is for`);
  for (const [index, rule] of waiver.rules.entries()) {
    const severity = rules.find((one) => one.id === rule)?.severity;
    if (severity !== undefined && policy.never.includes(severity))
      yield tell(['rules', index], `is ${severity}, which under \`${id}\` cannot be waived`);
  }
  if (isBeyond(waiver, policy.maxLifetime))
    yield tell(['until'], `is too late: under \`${id}\` a waiver lives ${policy.maxLifetime} at most`);
  if (waiver.reason === 'other') return;
  const reason = Object.hasOwn(policy.reasons, waiver.reason) ? policy.reasons[waiver.reason] : undefined;
  if (reason === undefined) {
    const known = [...Object.keys(policy.reasons), 'other'].join(', ');
    yield tell(['reason'], `is none of \`${id}\`; known are ${known}`);
  } else yield* reasonProblems(placed, reason, id);
}

function* reasonProblems(placed: PlacedWaiver, reason: WaiverReason, profile: string): Generator<Problem> {
  const { waiver } = placed;
  const given = givenOf(placed);
  const tell = (path: Path, words: string) => problemAt(placed.record, path, words);
  const asked = `which the reason \`${waiver.reason}\` of \`${profile}\` asks for`;
  const { details = {} } = waiver;
  for (const name of reason.needs)
    if (isMember(name) ? !given.has(name) : !Object.hasOwn(details, name))
      yield tell([], `lacks ${isMember(name) ? `\`${name}\`` : `\`details.${name}\``}, ${asked}`);
  for (const [name, values] of Object.entries(reason.values)) {
    const value = Object.hasOwn(details, name) ? details[name] : undefined;
    if (value !== undefined && !values.includes(value))
      yield tell(['details', name], `has to be one of ${values.join(', ')}`);
  }
  if (reason.until !== undefined && waiver.until > reason.until)
    yield tell(
      ['until'],
      `is too late: the reason \`${waiver.reason}\` of \`${profile}\` ends with ${reason.until}`,
    );
  if (isBeyond(waiver, reason.maxLifetime))
    yield tell(
      ['until'],
      `is too late: by the reason \`${waiver.reason}\` of \`${profile}\` a waiver lives ${reason.maxLifetime} at most`,
    );
}

/** What a waiver may have and need not have by itself; any other name is one of its details. */
const members = new Set(['accepts', 'compensating', 'from', 'requestedBy', 'risk', 'ticket']);
const isMember = (name: string): boolean => members.has(name);

function isBeyond({ from, until }: Waiver, most: string | undefined): boolean {
  const duration = most === undefined ? undefined : parseDuration(most);
  return duration !== undefined && isLonger(from, until, duration);
}
