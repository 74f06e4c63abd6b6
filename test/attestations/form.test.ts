/** A form that goes round and comes back: what is asked, how it is written, how answers are read. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guarded, unguarded } from '../../src/attestations/columns.ts';
import { formRows, type FormRow } from '../../src/attestations/template.ts';
import {
  attestationsJson,
  attestationsYaml,
  formCsv,
  formWriter,
  formYaml,
} from '../../src/attestations/write.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Report, RuleRecord } from '../../src/model/report.ts';
import { sampleReport } from '../support/sample-report.ts';
import { loadAttestations } from '../../src/attestations/load.ts';
import { zipOf } from '../support/archive.ts';
import { tableRows, workbook, worksheet } from '../support/workbook.ts';
import { asOf, load, told } from './sample.ts';

const rule = (id: string, attestable?: RuleRecord['attestable']): RuleRecord => ({
  id,
  title: id,
  severity: 'high',
  references: [],
  ...(attestable === undefined ? {} : { attestable }),
});
const twoStep = rule('two-step', {
  settings: ['app.twoStepVerification'],
  maxAgeDays: 60,
  question: 'Is two-step verification on?',
  where: 'Settings, Account',
});
const finding = (more: Partial<Finding> = {}): Finding => ({
  rule: 'two-step',
  profile: 'p',
  subject: 'device-1',
  scope: 'app:whatsapp',
  outcome: 'unknown',
  reason: 'not-provable',
  severity: 'high',
  title: 'x',
  message: 'x',
  evidence: [],
  notes: [],
  ...more,
});
const report = (findings: readonly Finding[], rules: readonly RuleRecord[] = [twoStep]): Report => ({
  ...sampleReport,
  profiles: [{ id: 'p', version: '1', title: 'P', sha256: '', rules }],
  subjects: [
    { id: 'device-1', kind: 'device', platform: 'ios', labels: {}, input: 'a' },
    { id: 'policy-1', kind: 'policy', platform: 'ios', labels: {}, input: 'a' },
  ],
  findings,
});
const text = (parts: Iterable<string>): string => [...parts].join('');

describe('a form asks', () => {
  it('with the words of the rule, once for each phone, app and setting', () => {
    const email = rule('email', {
      settings: ['app.twoStepRecoveryEmail', 'app.twoStepVerification'],
      maxAgeDays: 30,
    });
    const rows = formRows(report([finding(), finding({ rule: 'email' })], [twoStep, email]));
    expect(rows).toMatchObject([
      {
        setting: 'app.twoStepVerification',
        subject: 'device-1',
        app: 'whatsapp',
        question: 'Is two-step verification on?',
        where: 'Settings, Account',
        answers: 'yes / no',
        validFor: 'P30D',
        rules: ['email', 'two-step'],
      },
      { setting: 'app.twoStepRecoveryEmail', question: expect.stringContaining('recovery e-mail') },
    ]);
    expect(rows[0]?.id).toMatch(/^2026-11-20-two-step-verification-[0-9a-f]{10}$/);
  });

  it('nothing that another rule has decided', () => {
    const email = rule('email', { settings: ['app.twoStepRecoveryEmail', 'app.twoStepVerification'] });
    const { reason: _reason, ...decided } = finding({ outcome: 'pass', setting: 'app.twoStepVerification' });
    const rows = formRows(report([decided, finding({ rule: 'email' })], [twoStep, email]));
    expect(rows.map(({ setting }) => setting)).toEqual(['app.twoStepRecoveryEmail']);
  });

  it('for a user or work profile by its account', () => {
    const [row] = formRows(report([finding({ scope: 'app:whatsapp@10' })]));
    expect(row).toMatchObject({ app: 'whatsapp', account: '10' });
  });

  it.each<[string, Partial<Finding>, number]>([
    ['of what is encrypted', { reason: 'encrypted' }, 1],
    ['of what has expired', { reason: 'attestation-expired' }, 1],
    ['nothing of what is ambiguous', { reason: 'ambiguous' }, 0],
    ['nothing of what is unreadable', { reason: 'unreadable' }, 0],
    ['nothing of what is incomplete', { reason: 'incomplete' }, 0],
    ['nothing of what passes', { outcome: 'pass' }, 0],
    ['nothing of a policy', { subject: 'policy-1' }, 0],
    ['nothing of a fail', { outcome: 'fail', notes: ['justification-absent'] }, 0],
  ])('%s', (_name, more, count) => {
    const { reason: _reason, ...rest } = finding(more);
    const one = more.outcome === undefined ? finding(more) : rest;
    expect(formRows(report([one]))).toHaveLength(count);
  });

  it('for the justification that a fail lacks', () => {
    const camera = rule('camera', { settings: ['statement.permissionJustified.camera'] });
    const { reason: _reason, ...failed } = finding({
      rule: 'camera',
      outcome: 'fail',
      notes: ['justification-absent'],
    });
    expect(formRows(report([failed], [camera]))).toHaveLength(1);
  });
});

const row: FormRow = {
  id: '2026-11-20-two-step-1',
  setting: 'app.twoStepVerification',
  subject: 'device-1',
  app: 'whatsapp',
  question: 'Is it on?',
  where: 'Settings',
  answers: 'yes / no',
  validFor: 'P30D',
  rules: ['two-step'],
};
const fill = { role: 'Line manager', at: '2026-11-19' };
const readBack = (csv: string) => load(csv, { forms: true, fill }, 'form.csv');
/** The CSV with answers put into the rows. */
function answered(csv: string, ...answers: string[]): string {
  const [head = '', ...rows] = csv.split('\r\n');
  const at = head.split(',').indexOf('answer');
  return [
    head,
    ...rows.map((line, index) => {
      if (line === '') return line;
      const cells = line.match(/("([^"]|"")*"|[^,]*)(,|$)/g)?.map((cell) => cell.replace(/,$/, '')) ?? [];
      cells[at] = answers[index] ?? '';
      return cells.slice(0, head.split(',').length).join(',');
    }),
  ].join('\r\n');
}

describe('a form of CSV', () => {
  it('comes back with its answers, and counts what is blank', async () => {
    const rows = [row, { ...row, id: 'second-row', app: 'signal' }];
    const { contents, blank } = await readBack(answered(text(formCsv(rows)), 'Yes'));
    expect(blank).toBe(1);
    expect(contents).toEqual([
      {
        id: '2026-11-20-two-step-1',
        setting: 'app.twoStepVerification',
        value: true,
        scope: { subjects: ['device-1'], app: 'whatsapp' },
        statement: 'Answer to: Is it on?',
        method: 'self-report',
        attestedBy: { role: 'Line manager' },
        attestedAt: '2026-11-19',
        validFor: 'P30D',
      },
    ]);
  });

  it.each([
    ['app.twoStepVerification', 'NO', false],
    ['app.twoStepVerification', 'true', true],
    ['app.linkedDevices.count', '3', 3],
    ['app.notifications.preview', 'never', 'never'],
  ])('of %s takes %s', async (setting, answer, value) => {
    const { contents } = await readBack(answered(text(formCsv([{ ...row, setting }])), answer));
    expect(contents[0]?.value).toBe(value);
  });

  it.each([
    ['app.twoStepVerification', 'perhaps'],
    ['app.linkedDevices.count', 'three'],
    ['app.linkedDevices.count', '3.5'],
    ['app.notifications.preview', 'Never'],
  ])('of %s refuses %s, with line and cell', async (setting, answer) => {
    const csv = answered(text(formCsv([{ ...row, setting }])), answer);
    const message = await told(csv, { forms: true, fill }, 'form.csv');
    expect(message).toMatch(
      /^attestation-invalid form\.csv:2:4: `value` of record `2026-11-20-two-step-1` has to be/,
    );
    expect(message).not.toContain(answer);
  });

  it('is told from attestations', async () => {
    const csv = answered(text(formCsv([row])), 'yes');
    expect(await told(csv, {}, 'form.csv')).toContain(
      'form.csv is a form. Read it back with "passmuster attest import',
    );
  });

  it('needs who and when', async () => {
    const csv = answered(text(formCsv([row])), 'yes');
    expect(await told(csv, { forms: true }, 'form.csv')).toContain('lacks the key `attestedBy`');
  });

  it('holds nothing that a spreadsheet runs, and comes back as it was', async () => {
    const subject = '=HYPERLINK("http://evil.invalid";"x")';
    const csv = text(formCsv([{ ...row, subject }]));
    expect(csv).not.toMatch(/(^|,|")=/m);
    const { contents } = await readBack(answered(csv, 'yes'));
    expect(contents[0]?.scope.subjects).toEqual([subject]);
  });

  it('guards every text so that it comes back', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^['=+@-]{1,4}x?$/)), (one) => {
        expect(unguarded(guarded(one))).toBe(one);
        expect(guarded(one)).not.toMatch(/^[=+\-@\t\r]/);
      }),
    );
  });
});

describe('a form that was written as a workbook', () => {
  const read = (bytes: Uint8Array | Iterable<string>) =>
    loadAttestations([{ name: 'form.xlsx', bytes: bytes as Uint8Array }], { asOf, forms: true, fill });

  it('holds what the CSV holds, and comes back', async () => {
    const written = formWriter('form.XLSX')([row, { ...row, id: 'second-row', subject: '=1+1' }]);
    expect(await read(written)).toMatchObject({ blank: 2, contents: [] });
  });

  it.each(['form.ods', 'form', 'xlsx'])('is not written as %s', (path) => {
    expect(() => formWriter(path)).toThrow('written as .csv or .xlsx');
  });
});

describe('a form that was saved as a workbook', () => {
  const book = (answer: string, at = '<c r="LROW" s="1"><v>46345</v></c>') => {
    const rows = text(formCsv([{ ...row, where: '' }]))
      .replace('\uFEFF', '')
      .split('\r\n');
    const [head = [], cells = []] = rows.map((line) => line.split(','));
    const given = { answer, attestedAt: at, attestedByRole: 'Line manager' };
    const filled = cells.map(
      (cell, index) => Object.entries(given).find(([name]) => name === head[index])?.[1] ?? cell,
    );
    const styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>';
    return workbook([worksheet(tableRows([head, filled]))], { styles });
  };
  const read = (bytes: Uint8Array) => loadAttestations([{ name: 'form.xlsx', bytes }], { asOf, forms: true });

  it('comes back, with days that the spreadsheet shows as dates', async () => {
    const { contents } = await read(book('yes'));
    expect(contents).toMatchObject([{ id: row.id, value: true, attestedAt: '2026-11-19', validFor: 'P30D' }]);
  });

  it.each([
    [
      'a time without a zone',
      book('yes', '<c r="LROW" s="1"><v>46345.5</v></c>'),
      'form.xlsx:2:12: `attestedAt` of record',
    ],
    [
      'a formula',
      book('<c r="DROW"><f>1+1</f><v>2</v></c>'),
      'form.xlsx:2:4: The cell holds a formula or an error',
    ],
    ['an answer that is none', book('perhaps'), 'form.xlsx:2:4: `value` of record'],
    [
      'another zip',
      zipOf([{ name: 'a.txt', data: new Uint8Array() }]),
      'form.xlsx:1:1: The zip is no workbook.',
    ],
  ])('with %s is refused, with row and cell', async (_name, bytes, words) =>
    expect(read(bytes)).rejects.toThrow(words),
  );
});

describe('attestations of CSV', () => {
  const head =
    'id,setting,value,subjects,app,statement,method,attestedByRole,attestedAt,validFor,evidenceSha256';
  const line = `one-record,app.lock,TRUE,device-1;device-2,signal,It asks for a code.,self-report,User,2026-11-03,P30D,${'ab'.repeat(32)}`;

  it('are rows', async () => {
    const { records } = await load(`${head}\n${line}\n`, {}, 'people.csv');
    expect(records).toMatchObject([
      {
        id: 'one-record',
        value: true,
        scope: { subjects: ['device-1', 'device-2'], app: 'signal' },
        evidence: ['ab'.repeat(32)],
        place: { line: 2 },
      },
    ]);
  });

  it.each([
    [
      'a column that is not known',
      `${head},validFr\n${line},x\n`,
      'people.csv:1:12: Column 12 is not known; did you mean `validFor`',
    ],
    [
      'a column twice',
      `${head},Valid For\n${line},P1D\n`,
      'people.csv:1:12: The column `validFor` stands twice.',
    ],
    [
      'a row that is too short',
      `${head}\none-record\n`,
      'people.csv:2:1: The row has 1 cell and the header 11.',
    ],
    [
      'yes for true',
      `${head}\n${line.replace('TRUE', 'yes')}\n`,
      'people.csv:2:3: `value` of record `one-record` has to be true or false',
    ],
    [
      'a duration that is none',
      `${head}\n${line.replace('P30D', '30 days')}\n`,
      'people.csv:2:10: `validFor`',
    ],
    [
      'no statement',
      `${head}\n${line.replace('It asks for a code.', '')}\n`,
      'people.csv:2:1: Record `one-record` lacks the key `statement`',
    ],
  ])('with %s are refused', async (_name, csv, words) =>
    expect(await told(csv, {}, 'people.csv')).toContain(words),
  );
});

describe('a form of YAML', () => {
  it('comes back without what is blank', async () => {
    const rows = [row, { ...row, id: 'second-row', question: 'Two\nlines?\u2028end' }];
    const yaml = text(formYaml(rows)).replace('value: # yes / no', 'value: true # yes / no');
    const { contents, blank } = await load(yaml, { forms: true, fill }, 'form.yaml');
    expect(blank).toBe(1);
    expect(contents).toMatchObject([{ id: row.id, value: true, attestedBy: { role: 'Line manager' } }]);
  });
});

describe('what is read back', () => {
  it('is written as it was, whatever it holds', async () => {
    const { contents } = await load(
      JSON.stringify({
        schema: 'passmuster-attestations/1',
        attestations: [
          {
            id: 'one-record',
            setting: 'app.linkedDevices.count',
            value: 2,
            scope: { group: 'a: b # "c" \\ \u0085 yes', app: 'signal' },
            statement: '- not a list\n& no anchor: *none "quoted"',
            method: 'document',
            attestedBy: { role: 'no', id: '1e3' },
            attestedAt: '2026-11-03',
            expiresAt: '2026-12-03',
            evidence: [{ sha256: 'ab'.repeat(32), mediaType: 'image/png', description: '{x}' }],
          },
        ],
      }),
      { forms: true },
    );
    for (const [name, written] of [
      ['again.yaml', text(attestationsYaml(contents))],
      ['again.json', text(attestationsJson(contents))],
    ] as const)
      expect((await load(written, { forms: true }, name)).contents).toEqual(contents);
    expect(contents).toHaveLength(1);
  });

  it('may be nothing', async () => {
    expect((await load(text(attestationsYaml([])))).records).toEqual([]);
    expect((await load(text(attestationsJson([])))).records).toEqual([]);
  });
});
