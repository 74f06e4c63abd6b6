/**
 * One small, rich report for the golden files of all reporters. Everything in it is invented. It holds two devices and
 * two policies, every outcome, several reasons of unknown, inputs of every status, and text that is hostile in HTML,
 * XML, Markdown, spreadsheets, CI logs and terminals.
 */
import { Tally } from '../../src/evaluate/score.ts';
import type { Report } from '../../src/model/report.ts';
import { findings } from './sample-findings.ts';
import { inputs, profile, rules, subjects, waivers } from './sample-records.ts';

function summary(): Report['summary'] {
  const tally = new Tally();
  for (const one of findings) {
    const kind = subjects.find(({ id }) => id === one.subject)?.kind;
    if (kind === undefined) throw new Error(`the sample has no subject ${one.subject}`);
    tally.add(kind, one);
  }
  const devices = subjects.filter(({ kind }) => kind === 'device').length;
  const otherRecords = inputs.reduce((sum, { skipped }) => sum + skipped, 0);
  const population = {
    devices,
    stale: 1,
    staleAfterDays: 30,
    withoutContact: 0,
    unmanaged: 0,
    undecided: 0,
    otherRecords,
  };
  return { ...tally.summary(false), population };
}

/** Counts: 5 pass, 3 fail, 6 unknown, 5 not-applicable, 1 waived, 1 error. */
export const sampleReport: Report = {
  schema: 'passmuster-report/1',
  tool: { name: 'passmuster', version: '0.1.0' },
  asOf: '2026-11-20T23:59:59Z',
  profiles: [
    {
      id: profile,
      version: '1',
      title: 'Sample basics (synthetic)',
      sha256: 'abcdef0123456789'.repeat(4),
      rules,
    },
  ],
  inputs,
  subjects,
  findings,
  waivers,
  summary: summary(),
  limits: { documentDepth: 512 },
  gates: [
    { gate: '--fail-on low', met: false, detail: '3 failing at low or above', exitCode: 1 },
    { gate: '--expected-devices', met: true, detail: '2 of 2 expected devices were read', exitCode: 3 },
    { gate: 'evidence', met: false, detail: 'an input was damaged, encrypted or cut off', exitCode: 3 },
    { gate: 'evaluated', met: true, detail: '9 findings were decided', exitCode: 3 },
    {
      gate: 'internal',
      met: false,
      detail: '1 rules could not be evaluated because of a defect',
      exitCode: 2,
    },
  ],
};
