/** A subject as reports list it. */
import { holdingsOf } from '../apps/channels.ts';
import type { SubjectRecord } from '../model/report.ts';
import type { SubjectEvent } from './events.ts';

export function subjectRecord({
  subject,
  input,
  joined,
  observations,
}: Pick<SubjectEvent, 'subject' | 'input' | 'joined' | 'observations'>): SubjectRecord {
  return {
    ...subject,
    input,
    ...(joined ? { joined } : {}),
    ...(subject.kind === 'device' ? holdingsOf(observations) : {}),
  };
}
