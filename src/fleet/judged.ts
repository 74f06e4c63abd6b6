/** A subject that is judged by the ordinary code. */
import { evaluateAll } from '../evaluate/evaluate.ts';
import { Facts } from '../evaluate/facts.ts';
import type { Profile } from '../model/profile.ts';
import type { JudgedSubject } from '../model/sink.ts';
import type { SubjectEvent } from '../read/events.ts';
import { subjectRecord } from '../read/record.ts';

type Read = Pick<SubjectEvent, 'subject' | 'input' | 'joined' | 'observations' | 'place'>;

/** @param asOf RFC 3339, UTC; nothing is attested where threads read */
export function judgedOf(read: Read, profiles: readonly Profile[], asOf: string): JudgedSubject {
  const { subject, observations, place } = read;
  const facts = new Facts(subject, observations);
  return {
    subject: subjectRecord(read),
    findings: evaluateAll(profiles, facts, { asOf, attestationsGiven: false }),
    ...(place === undefined ? {} : { place }),
  };
}
