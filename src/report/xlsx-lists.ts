/** The sheets with a row for each finding, subject and input, and the one that says what to collect. */
import { type Finding, noOutcomes, outcomes, type Outcome } from '../model/finding.ts';
import { severities } from '../model/profile.ts';
import type { Report } from '../model/report.ts';
import type { WaiverRecord } from '../model/waiver.ts';
import { columns } from './csv.ts';
import { channelOf, collectOf, counted, personOf } from './words.ts';
import type { Page } from './xlsx.ts';

/** A sheet holds 1,048,576 rows, and programs open far fewer with ease. */
const mostRows = 200_000;

export function findingSheet({ findings, subjects }: Report): Page {
  const records = new Map(subjects.map((record) => [record.id, record]));
  const cells = Object.values(columns);
  const shown = chosen(findings);
  const left = findings.length - shown.length;
  return {
    name: 'Findings',
    head: Object.keys(columns),
    widths: [16, 24, 44, 10, 14, 14, 24, 8, 10, 26, 16, 24, 24, 10, 34, 24, 40],
    rows: (function* () {
      for (const finding of shown) yield cells.map((cell) => cell(finding, records.get(finding.subject)));
      if (left > 0)
        yield [
          `${counted(left, 'more finding')} did not fit; passes are left out first. CSV and NDJSON hold all.`,
        ];
    })(),
  };
}

/** All, or what is not a pass, or as many of these as fit. */
function chosen(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length <= mostRows) return findings;
  const open = findings.filter(({ outcome }) => outcome !== 'pass' && outcome !== 'not-applicable');
  return open.slice(0, mostRows);
}

/** Subjects that a row names. */
const namedSubjects = 10;

interface Gap {
  readonly first: Finding;
  readonly subjects: Set<string>;
  findings: number;
}

/** Unknowns by what would decide them, the worst severity first. */
export function collectSheet({ findings }: Report): Page {
  const gaps = new Map<string, Gap>();
  for (const finding of findings) {
    if (finding.outcome !== 'unknown') continue;
    const { profile, rule, setting, reason, message, subject } = finding;
    const key = JSON.stringify([profile, rule, setting, reason, collectOf(message)]);
    const gap = gaps.get(key) ?? { first: finding, subjects: new Set(), findings: 0 };
    gap.subjects.add(subject);
    gap.findings += 1;
    gaps.set(key, gap);
  }
  const rank = ({ first }: Gap) => severities.indexOf(first.severity);
  return {
    name: 'To collect',
    head: [
      'severity',
      'profile',
      'rule',
      'title',
      'setting',
      'reason',
      'what would decide it',
      'findings',
      'subjects',
      'first of them',
    ],
    widths: [10, 16, 24, 44, 26, 14, 60, 10, 10, 40],
    rows: [...gaps.values()]
      .sort((a, b) => rank(a) - rank(b))
      .map(({ first, subjects, findings: count }) => [
        first.severity,
        first.profile,
        first.rule,
        first.title,
        first.setting,
        first.reason,
        collectOf(first.message) ?? first.message,
        count,
        subjects.size,
        [...subjects].slice(0, namedSubjects).join('; '),
      ]),
  };
}

export function subjectSheet({ subjects, findings }: Report): Page {
  const counts = new Map<string, Record<Outcome, number>>();
  for (const { subject, outcome } of findings) {
    const own = counts.get(subject) ?? noOutcomes();
    own[outcome] += 1;
    counts.set(subject, own);
  }
  return {
    name: 'Subjects',
    head: [
      'subject',
      'kind',
      'platform',
      'version',
      'model',
      'ownership',
      'supervised',
      'enrolment',
      'last seen',
      ...outcomes,
      'labels',
      'channels',
      'backups',
      'input',
      'other inputs',
    ],
    widths: [30, 8, 10, 10, 16, 12, 11, 14, 21, 8, 8, 10, 14, 8, 8, 40, 30, 24, 34, 34],
    rows: subjects.map((one) => [
      one.id,
      one.kind,
      one.platform,
      one.osVersion,
      one.model,
      one.ownership,
      one.supervised,
      one.enrolment ?? one.enrolmentType,
      one.lastSeen,
      ...outcomes.map((outcome) => counts.get(one.id)?.[outcome] ?? 0),
      Object.entries(one.labels)
        .map(([name, value]) => `${name}: ${value}`)
        .join('; '),
      one.channels?.map(channelOf).join('; '),
      one.backups?.join('; '),
      one.input,
      one.joined?.join('; '),
    ]),
  };
}

export function inputSheet({ inputs }: Report): Page {
  return {
    name: 'Inputs',
    head: ['input', 'status', 'source', 'subjects', 'skipped', 'bytes', 'sha256', 'notices'],
    widths: [44, 12, 22, 10, 10, 12, 66, 80],
    rows: inputs.map(({ path, status, source, subjects, skipped, bytes, sha256, notices }) => [
      path,
      status,
      source,
      subjects,
      skipped,
      bytes,
      sha256,
      notices
        .map(({ code, message, locator, line }) => {
          const place = [line === undefined ? [] : [`line ${line}`], locator ?? []].flat().join(', ');
          return `${code}: ${message}${place === '' ? '' : ` (${place})`}`;
        })
        .join('; '),
    ]),
  };
}

export function waiverSheet(waivers: readonly WaiverRecord[]): Page {
  const head = [
    'waiver',
    'state',
    'rules',
    'profile',
    'reason',
    'justification',
    'instead',
    'risk',
    'owner',
    'approved by',
  ];
  return {
    name: 'Waivers',
    head: [...head, 'approved at', 'ticket', 'from', 'until', 'days left', 'subjects', 'waived', 'failing'],
    widths: [16, 14, 30, 16, 22, 60, 40, 10, 24, 24, 12, 14, 12, 12, 10, 10, 8, 8],
    rows: waivers.map((one) => [
      one.id,
      one.state,
      one.rules.join('; '),
      one.profile,
      one.reason,
      one.justification,
      one.compensating,
      one.risk,
      personOf(one.owner),
      personOf(one.approvedBy),
      one.approvedAt,
      one.ticket,
      one.from,
      one.until,
      one.daysLeft,
      one.subjects,
      one.outcomes.waived,
      one.outcomes.fail,
    ]),
  };
}
