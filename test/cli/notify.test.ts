/** Notifications of the whole program, to webhooks on this machine. Needs the build. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { intuneRows, phoneProfile, runProgram, startProgram } from '../support/program.ts';
import { answering, startWebhook, stopWebhooks } from '../support/webhook.ts';

const cwd = mkdtempSync(join(tmpdir(), 'passmuster-notify-'));
beforeAll(() => writeFileSync(join(cwd, 'fleet.json'), intuneRows(8)));
afterEach(stopWebhooks);
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const usual = [
  'audit',
  'fleet.json',
  '-p',
  phoneProfile,
  '-q',
  '--as-of',
  '2026-11-20',
  '-f',
  'json=report.json',
];
/** Not at once: the server of the test has to answer meanwhile. */
const audit = (args: readonly string[], env: Record<string, string> = {}) =>
  startProgram([...usual, ...args], { cwd, env }).ended;

describe('a notification', () => {
  it('tells every webhook how the run ended, each in its own format', async () => {
    const json = await startWebhook(answering(200));
    const slack = await startWebhook(answering(200));
    const teams = await startWebhook(answering(202));
    const { code, err } = await audit(
      ['json', 'slack', 'teams'].flatMap((format) => ['--notify-format', format]),
      { PASSMUSTER_NOTIFY: [json.url, slack.url, teams.url].join(',') },
    );
    expect([code, err]).toEqual([1, '']);
    const report = JSON.parse(readFileSync(join(cwd, 'report.json'), 'utf8')) as Report;
    expect(json.got).toHaveLength(1);
    expect(JSON.parse(json.got[0]?.body ?? '')).toMatchObject({
      schema: 'passmuster-notification/1',
      exitCode: 1,
      asOf: '2026-11-20T23:59:59Z',
      devices: 8,
      outcomes: report.summary.outcomes,
      gates: [{ gate: '--fail-on low', met: false }, { gate: 'evidence' }, { gate: 'evaluated' }],
    });
    expect(json.got[0]?.headers['user-agent']).toMatch(/^passmuster\//);
    expect(JSON.parse(slack.got[0]?.body ?? '')).toHaveProperty('blocks');
    expect(JSON.parse(teams.got[0]?.body ?? '')).toHaveProperty('attachments');
    for (const { got } of [json, slack, teams]) {
      expect(got[0]?.body).not.toContain('device-0');
      expect(got[0]?.body).not.toContain('fleet.json');
    }
  });

  it('names devices when that is asked for, by their pseudonyms where those are in use', async () => {
    const { url, got } = await startWebhook(answering(200));
    await audit(['--notify', url, '--notify-devices']);
    writeFileSync(join(cwd, 'key'), 'a key of thirty-two characters..');
    await audit(['--notify', url, '--notify-devices', '--pseudonymise', '--key-file', 'key']);
    const [clear, masked] = got.map(
      ({ body }) => (JSON.parse(body) as { worstDevices: { id: string }[] }).worstDevices,
    );
    expect(clear?.map(({ id }) => id)).toContain('device-0');
    expect(masked?.length).toBe(clear?.length);
    expect(masked?.filter(({ id }) => /^device-\d$/.test(id))).toEqual([]);
  });

  it('is kept for runs that do not end with 0 when that is asked for', async () => {
    const { url, got } = await startWebhook(answering(200));
    expect((await audit(['--notify', url, '--notify-when', 'not-met', '--fail-on', 'none'])).code).toBe(0);
    expect(got).toEqual([]);
    expect((await audit(['--notify', url, '--notify-when', 'not-met'])).code).toBe(1);
    expect(got).toHaveLength(1);
  });

  it.each([
    ['fails', ['--fail-on', 'none'], 0, answering(500), 'it answers 500', 3],
    ['hangs', ['--notify-timeout', '1'], 1, () => {}, 'no answer within 1 s', 3],
    ['redirects', [], 1, answering(302), 'redirects are not followed', 1],
  ] as const)(
    'to one that %s is a warning, and the run ends as it would',
    async (_name, args, code, answer, reason, attempts) => {
      const { url, got } = await startWebhook(answer);
      const done = await audit(['--notify', url, '--log-format', 'json', ...args]);
      expect(done.code).toBe(code);
      const lines = done.err
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      expect(lines.map(({ event }) => event)).toEqual(['run-started', 'notify-failed', 'run-finished']);
      expect(lines[1]).toMatchObject({ level: 'warning', attempts, format: 'json' });
      expect(String(lines[1]?.['reason'])).toContain(reason);
      expect(got).toHaveLength(attempts);
      expect(`${done.out}${done.err}`).not.toContain('s3cret');
    },
  );
});

describe('the address of a webhook', () => {
  it.each([
    ['http://example.invalid/s3cret', 'is not https'],
    ['ftp://127.0.0.1/s3cret', 'is not https'],
    ['s3cret', 'is no URL'],
    ['https://user:s3cret@example.invalid/', 'holds a user or a password'],
    ['http://localhost.example.invalid/s3cret', 'is not https'],
  ])('%s is refused before anything is read, and not repeated', (url, message) => {
    const done = runProgram([...usual, '--notify', 'https://example.invalid/', '--notify', url], { cwd });
    expect(done.status).toBe(2);
    expect(done.stderr).toContain(`Address 2 of --notify ${message}`);
    expect(done.stderr).not.toContain('s3cret');
  });

  it('is shown by no command that shows a configuration', () => {
    writeFileSync(
      join(cwd, 'c.yaml'),
      "notify: [{ env: HOOK }, 'https://example.invalid/s3cret']\nnotify-format: slack\n",
    );
    const env = { HOOK: 'https://other.invalid/s3cret' };
    const shown = runProgram(['config', 'show', '-c', 'c.yaml', '-v'], { cwd, env });
    expect(shown.stdout).toContain('notify: [(from HOOK)]');
    const direct = runProgram(['config', 'show'], {
      cwd,
      env: { PASSMUSTER_NOTIFY: 'https://example.invalid/s3cret' },
    });
    expect(direct.stdout).toContain('notify: [https://example.invalid/…]');
    const wrong = runProgram(['audit', 'none.json', '-c', 'c.yaml', '-v', '-p', phoneProfile], { cwd, env });
    const checked = runProgram(['config', 'check', 'c.yaml'], { cwd });
    expect(checked.stdout).toContain('note: `notify` needs HOOK, which is not set here');
    for (const { stdout, stderr } of [shown, direct, wrong, checked])
      expect(`${stdout}${stderr}`).not.toContain('s3cret');
  });

  it('has one format for all, or one each', () => {
    const twice = [
      '--notify',
      'https://a.invalid/',
      '--notify',
      'https://b.invalid/',
      '--notify',
      'https://c.invalid/',
    ];
    const done = runProgram([...usual, ...twice, '--notify-format', 'slack', '--notify-format', 'teams'], {
      cwd,
    });
    expect([done.status, done.stderr]).toEqual([
      2,
      'passmuster: There are 3 --notify and 2 --notify-format; give one format for all, or one for each.\n',
    ]);
  });
});
