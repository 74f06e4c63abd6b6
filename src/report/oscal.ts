/**
 * OSCAL assessment results 1.2.1 (NIST), for assessors in the style of SP 800-53A. An observation is a rule and an
 * outcome with every subject that has it; a finding is a control, satisfied only when every observation of it is a pass.
 * A waiver does not satisfy anything: it is a risk whose deviation was approved.
 */
import type { Report, SubjectRecord } from '../model/report.ts';
import type { Reporter } from './define.ts';
import { uuidOf } from './content-id.ts';
import { ownFacts } from './handling.ts';
import { jsonChunks, Streamed } from './json-text.ts';
import { findingOf, objectivesOf, riskOf } from './oscal-findings.ts';
import { markupOf, ns, type Observed, observationOf, observedOf } from './oscal-observations.ts';
import { harmless } from './words.ts';

export const oscal: Reporter = { id: 'oscal', extension: '.json', render };

function* render(report: Report): Generator<string> {
  const run = uuidOf('oscal', report.asOf, ...report.inputs.map(({ path, sha256 }) => `${path} ${sha256}`));
  const noPlan = uuidOf(run, 'no plan');
  const observed = observedOf(report, run);
  yield* jsonChunks({
    'assessment-results': {
      uuid: uuidOf(run, 'document', ...report.profiles.map(({ sha256 }) => sha256)),
      metadata: {
        title: markupOf(
          `Passmuster ${report.profiles.map(({ id, version }) => `${id} ${version}`).join(', ')}`,
        ),
        'last-modified': report.asOf,
        version: report.asOf,
        'oscal-version': '1.2.1',
      },
      'import-ap': { href: `#${noPlan}` },
      results: [resultOf(report, run, observed)],
      'back-matter': {
        resources: [
          {
            uuid: noPlan,
            title: 'No assessment plan',
            description:
              'No assessment plan was given. What was assessed is the audit profile and its rules.',
          },
        ],
      },
    },
  });
  yield '\n';
}

function resultOf(report: Report, run: string, observed: readonly Observed[]) {
  const { profiles, subjects, asOf } = report;
  const objectives = objectivesOf(observed);
  const waived = observed.filter((one) => one.class === 'waived');
  return {
    uuid: uuidOf(run, 'result'),
    title: `Audit as of ${asOf}`,
    description: descriptionOf(report),
    start: asOf,
    end: asOf,
    props: propsOf(report),
    ...(subjects.length === 0
      ? {}
      : { 'local-definitions': { 'inventory-items': new Streamed(inventory(subjects, run)) } }),
    'reviewed-controls': {
      description: markupOf(`The rules of ${profiles.map(({ title }) => title).join(', ')}`),
      'control-selections': [{ 'include-all': {} }],
    },
    // The schema knows no empty list.
    ...(observed.length === 0 ? {} : { observations: new Streamed(mapped(observed, observationOf)) }),
    ...(waived.length === 0 ? {} : { risks: new Streamed(mapped(waived, riskOf)) }),
    ...(objectives.length === 0 ? {} : { findings: new Streamed(mapped(objectives, findingOf)) }),
    ...remarksOf(report),
  };
}

function* mapped<Item>(items: Iterable<Item>, make: (item: Item) => object): Generator<object> {
  for (const item of items) yield make(item);
}

/** What was not read or not judged has no field of its own. */
function descriptionOf({ summary, inputs, findings }: Report): string {
  const unread = inputs.filter(({ status }) => status === 'partial' || status === 'unreadable');
  if (findings.length === 0) return 'Nothing was evaluated, so nothing is known to pass.';
  const told = unread.map(({ path, status }) => `${markupOf(path)} (${status})`).join(', ');
  if (unread.length > 0) return `The evidence is incomplete. Not read whole: ${told}.`;
  return summary.complete ? 'Every recognised input was read to its end.' : 'The evidence is incomplete.';
}

/** What the sources ask for and no rule judges. */
function remarksOf(report: Report) {
  const { notAssessable } = ownFacts(report);
  return notAssessable === undefined
    ? {}
    : { remarks: markupOf(`Not assessed by any rule: ${notAssessable.join(' ')}`) };
}

function propsOf(report: Report) {
  const { summary } = report;
  const { marking, retainUntil } = ownFacts(report);
  const { outcomes, score, coverage, scoreWithoutWaivers, coverageWithoutAttestations } = summary;
  const values = {
    ...outcomes,
    score,
    coverage,
    scoreWithoutWaivers,
    coverageWithoutAttestations,
    marking,
    'retain-until': retainUntil,
  };
  return Object.entries(values).flatMap(([name, value]) => {
    const text = harmless(String(value ?? '')).trim();
    return text === '' ? [] : [{ name, ns, value: text }];
  });
}

function* inventory(subjects: readonly SubjectRecord[], run: string): Generator<object> {
  for (const { id, kind, platform, osVersion, model } of subjects) {
    const facts = { kind, platform, 'os-version': osVersion, model };
    yield {
      uuid: uuidOf(run, 'subject', id),
      description: markupOf(id),
      props: Object.entries(facts).flatMap(([name, value]) => {
        const text = harmless(value ?? '').trim();
        return text === '' ? [] : [{ name, ns, value: text }];
      }),
    };
  }
}
