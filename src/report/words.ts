/** The words and shapes that every reporter for people uses, so that one outcome looks the same everywhere. */
import type { Finding } from '../model/finding.ts';
import type { FindingEvidence } from '../model/finding.ts';
import { type Notice, noticeLevel } from '../model/notice.ts';
import type { Attester, Statement } from '../model/attestation.ts';
import type { Channel } from '../model/subject.ts';
import type { Population, Scores } from '../model/report.ts';
import { daysBetween } from '../model/time.ts';
import { classOf, type Shape, wordsOf } from './outcomes.ts';

/** Unknowns that evidence contradicts, and those that only a person can settle, have shapes of their own. */
export function shapeOf(finding: Pick<Finding, 'outcome' | 'reason'>): Shape {
  return wordsOf[classOf(finding)].shape;
}

/** A share as percent with one decimal, rounded down: 99.96 % never shows as 100 %. */
export function percent(share: number | null): string {
  return share === null ? '–' : `${(Math.floor(share * 1000 + 1e-9) / 10).toFixed(1)} %`;
}

/** `file:line  key path`, as an editor opens it. */
export function placeOf({ input, entry, line, locator }: FindingEvidence): string {
  const file = entry === undefined ? input : `${input}/${entry}`;
  return `${line === undefined ? file : `${file}:${line}`}  ${locator}`;
}

/** Who stated it and until when it holds: `self-report by Line manager (p-91c2), 2026-11-03T10:15:00Z, until …`. */
export function statementOf({ by, witness, method, at, until }: Statement): string {
  const seen = witness === undefined ? '' : `, seen by ${personOf(witness)}`;
  return `${method} by ${personOf(by)}${seen}, ${at}, until ${until}`;
}

/** By role and pseudonym, never by name. */
export const personOf = ({ role, id }: Attester): string => (id === undefined ? role : `${role} (${id})`);

/** `WhatsApp (app:whatsapp; account set up; Meta Platforms, US)`. */
export function channelOf({ name, scope, account, owner, countries = [] }: Channel): string {
  const whose = owner === undefined ? '' : `; ${[owner, ...countries].join(', ')}`;
  return `${name} (${scope}${account === true ? '; account set up' : ''}${whose})`;
}

/** `failing since 2026-11-01 (19 days), at times not decided`; undefined without a history. */
export function sinceOf({ failingSince, failingGap }: Finding, asOf: string): string | undefined {
  if (failingSince === undefined) return undefined;
  const days = daysBetween(failingSince, asOf);
  const age = failingSince > asOf ? 'the clock went back' : days === 0 ? 'new' : counted(days, 'day');
  return `failing since ${failingSince.slice(0, 10)} (${age})${failingGap === true ? ', at times not decided' : ''}`;
}

/** What would be left of the coverage without statements; undefined where none decided. */
export function attestedOf({ attested, coverageWithoutAttestations }: Scores): string | undefined {
  const { pass, fail } = attested;
  if (pass + fail === 0) return undefined;
  const counts = [pass > 0 ? counted(pass, 'pass', 'passes') : '', fail > 0 ? counted(fail, 'fail') : ''];
  const told = counts.filter((part) => part !== '').join(' and ');
  return `${told} ${pass + fail === 1 ? 'rests' : 'rest'} on what people state; coverage without ${percent(coverageWithoutAttestations)}`;
}

/** What would decide an unknown; the evaluator ends its message with it. */
export function collectOf(message: string): string | undefined {
  return /To decide it, add: (.*)\.$/s.exec(message)?.[1];
}

/** `1 phone`, `2 phones`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** The notice that says best why an input is not whole: the first that is to blame, else the first. */
export function tellingNotice(notices: readonly Notice[]): Notice | undefined {
  return notices.find(({ code }) => ['partial', 'error'].includes(noticeLevel(code))) ?? notices[0];
}

/** Phones that must not hide behind those that answered; empty where there are none. */
export function populationOf(population: Population): string[] {
  const { devices, stale, staleAfterDays, withoutContact, unmanaged, undecided } = population;
  const told: readonly (readonly [number, string])[] = [
    [stale, `not in contact for ${staleAfterDays} days`],
    [withoutContact, 'without a known contact'],
    [unmanaged, 'not managed'],
    [undecided, 'on which nothing could be decided'],
  ];
  return devices === 0 ? [] : told.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
}

/** Control, bidi, zero-width and blank-looking characters, halves of surrogate pairs, noncharacters. */
export const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Noncharacter_Code_Point}\u2028\u2029\u115f\u1160\u3164\uffa0]/gu;

/** What cannot be seen made visible: no text of an input steers the terminal or a CI log. Yields one line. */
export function harmless(text: string): string {
  // Nearly every text is, and the classes of Unicode cost time on millions of them.
  if (/^(?!::|##)[ -~]*$/.test(text)) return text;
  return text
    .replace(unsafe, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
    .replace(/^(::|##)/, '\\$1');
}
