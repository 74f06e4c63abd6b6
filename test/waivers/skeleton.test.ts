/** The file that init makes: complete but for what people decide, and of no use before they have. */
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { GrantedWaivers } from '../../src/waivers/match.ts';
import { replayed } from '../../src/waivers/replay.ts';
import { skeleton, type SkeletonOptions } from '../../src/waivers/skeleton.ts';
import { poisoned } from '../support/report-renderings.ts';
import { sampleReport } from '../support/sample-report.ts';
import { asOf, load, told } from './sample.ts';

const made = (report: Report = sampleReport, options?: SkeletonOptions): string =>
  [...skeleton(report, options)].join('');

/** As a person would fill it in. */
const filled = (text: string): string =>
  text
    .replaceAll('reason: ""', 'reason: other')
    .replaceAll('justification: ""', 'justification: Decided by the board.')
    .replaceAll('owner: { role: "" }', 'owner: { role: Service owner }')
    .replaceAll('approvedBy: { role: "" }', 'approvedBy: { role: SIRO }')
    .replaceAll('approvedAt: ""', 'approvedAt: 2026-11-20')
    .replaceAll('until: ""', 'until: 2026-12-31');

const device = sampleReport.subjects[1];
if (device === undefined) throw new Error('the sample has no second device');
const grouped: Report = {
  ...sampleReport,
  subjects: [
    ...sampleReport.subjects,
    ...['x', 'y', 'z'].map((id) => ({ ...device, id, labels: { team: id === 'z' ? 'Desk' : 'Kiosks' } })),
  ],
  findings: [
    ...sampleReport.findings,
    ...['x', 'z'].flatMap((subject) =>
      sampleReport.findings
        .filter((one) => one.subject === device.id && one.rule === 'os-current')
        .map((one) => ({ ...one, subject })),
    ),
  ],
};

describe('the skeleton', () => {
  it('has an entry for each failing rule, app and group', () => {
    const scopes = [
      ...made(grouped).matchAll(/ {4}rules: (.*)\n[^]*?( {6}(?:subjects|select): .*\n(?: {6}app.*\n)?)/g),
    ];
    expect(
      scopes.map(([, rules = '', scope = '']) => `${rules} ${scope.trim().replaceAll(/\s+/g, ' ')}`),
    ).toEqual([
      '[os-current] subjects: ["device-1002"]',
      '[os-current] select: { kind: device, labels: { "team": ["Desk"] } }',
      '[os-current] select: { kind: device, labels: { "team": ["Kiosks"] } }',
      '[passcode-length] subjects: ["com.example.passcode"]',
      '[camera-permission] subjects: ["device-1002"] app: ["whatsapp"]',
    ]);
    expect(made(grouped)).toContain('1 failing of 2 devices with this label; the waiver is for all of them');
    expect(made(grouped)).toContain('# Was under w-2026-003');
  });

  it('goes by the label that is asked for', () => {
    expect(made(grouped, { by: 'team' })).toBe(made(grouped));
    expect(made(grouped, { by: 'costCentre' })).not.toContain('select:');
  });

  it('is refused as it is, at every entry', () => {
    const text = told(made());
    expect(text).toMatch(/^waiver-invalid /);
    const count = made().match(/ {2}- id:/g)?.length ?? 0;
    for (const gap of ['reason', 'justification', 'owner.role', 'approvedBy.role', 'approvedAt', 'until'])
      expect(text.match(new RegExp(`\`${gap.replace('.', '\\.')}\` of waiver`, 'g'))).toHaveLength(count);
  });

  it('filled in waives just what fails', () => {
    const waivers = new GrantedWaivers(load(filled(made()), '2026-11-20T23:59:59Z'), {
      asOf: '2026-11-20T23:59:59Z',
      profiles: sampleReport.profiles,
      expiringWithin: 30,
    });
    const after = replayed(sampleReport, waivers);
    expect(
      after.filter(({ outcome }) => outcome === 'waived').map(({ rule, subject }) => `${rule} ${subject}`),
    ).toEqual(
      sampleReport.findings
        .filter(({ outcome }) => outcome === 'fail')
        .map(({ rule, subject }) => `${rule} ${subject}`),
    );
    // What was waived by the waivers of the report fails without them.
    expect(after.filter(({ outcome }) => outcome === 'fail').map(({ rule }) => rule)).toEqual([
      'passcode-length',
    ]);
  });

  it('has the same ids when it is made again, and others on another day', () => {
    expect(made()).toBe(made());
    const [id = ''] = /id: (.*)/.exec(made())?.slice(1) ?? [];
    expect(id).toMatch(/^2026-11-20-os-current-[0-9a-f]{10}$/);
    expect(made({ ...sampleReport, asOf: '2026-11-21T00:00:00Z' })).not.toContain(id);
  });

  it('of hostile texts is still YAML, with each as it was', () => {
    const report = poisoned(sampleReport);
    const text = made(report);
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202e\u2028]/);
    for (const line of text.split('\n')) expect(line).toMatch(/^($|#|schema:|waivers:| {2}- id:| {4}| {6})/);
    // A rule cannot be called so; but for that nothing is wrong that people have not left open.
    expect(filled(text)).not.toBe(text);
    const problems = told(filled(text)).split('\n');
    expect(problems.every((line) => /`(rules\[0\]|profile)`/.test(line))).toBe(true);
  });

  it('of a report without fails holds none', () => {
    const text = made({ ...sampleReport, findings: [] });
    expect(load(text, asOf).placed).toEqual([]);
  });
});
