/** docs/configuration.md and docs/scheduled.md: their commands run, in their order, and end as they say. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { root } from '../support/program.ts';
import { Site } from '../support/scheduled.ts';

const ours = `id: ours
title: Our phones
version: '1'
parameters:
  maximumDays: { title: Days, type: integer, minimum: 1, maximum: 90, default: 30 }
rules:
  - id: storage-encryption
    title: The storage is encrypted
    severity: high
    setting: storage.encrypted
    is: true
    examples: { pass: [{ storage.encrypted: true }], fail: [{ storage.encrypted: false }] }
  - id: inactivity
    title: Phones lock soon
    severity: low
    setting: lock.maximumInactivityMinutes
    is: { atMost: { parameter: maximumDays } }
    examples: { pass: [{ lock.maximumInactivityMinutes: 5 }], fail: [{ lock.maximumInactivityMinutes: 95 }] }
`;

describe.each(['configuration', 'scheduled'])('docs/%s.md', (name) => {
  const site = new Site();
  afterAll(() => site.remove());
  const page = readFileSync(join(root, 'docs', `${name}.md`), 'utf8');
  const blocks = [...page.matchAll(/^```(\w*)\n([^]*?)^```$/gm)].map(([, language = '', text = '']) => ({
    language,
    text,
  }));

  it('has commands that end as it says', { timeout: 120_000 }, () => {
    site.prepare(1, '');
    for (const [file, text] of [
      ['ours.yaml', ours],
      ['key', 'a key of thirty-two characters..'],
    ] as const)
      writeFileSync(join(site.work, file), text);
    const env = { PASSMUSTER_PSEUDONYM_KEY: 'key' };
    site.run(['/bin/sh', '-c'], 'rm passmuster.config.yaml', env);
    let commands = 0;
    for (const { language, text } of blocks) {
      if (language === 'yaml') writeFileSync(join(site.work, 'passmuster.config.yaml'), text);
      if (language !== 'sh') continue;
      for (const line of text.trimEnd().split('\n')) {
        const ending = Number(/# ends with (\d)$/.exec(line)?.[1] ?? 0);
        // Nobody listens there: a warning, and the run ends as it would.
        const done = site.run(
          ['/bin/sh', '-c'],
          line.replace(/https:\/\/hooks\S+/, 'http://127.0.0.1:9/'),
          env,
        );
        expect([line, done.status, done.stderr]).toEqual([line, ending, done.stderr]);
        commands += 1;
      }
    }
    expect(commands).toBeGreaterThan(3);
  });

  it('leads to files that are there', () => {
    for (const [, link = ''] of page.matchAll(/\]\(([^)#]+)\)/g))
      if (!link.startsWith('http')) expect(existsSync(join(root, 'docs', link)), link).toBe(true);
  });
});
