/** Where rules and subjects stand in the page, for links to them. */
import type { SubjectRecord } from '../../model/report.ts';
import { anchor } from './escape.ts';

export const ruleAnchor = (profile: string, rule: string): string => anchor('rule', profile, rule);
export const subjectAnchor = ({ id }: SubjectRecord): string => anchor('subject', id);

/** What a subject is called. */
export const titleOf = ({ id, labels }: SubjectRecord): string => labels['title'] ?? id;
