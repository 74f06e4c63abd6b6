/** examples/scheduled for pipelines: checked by actionlint and the schema of GitLab where they are installed, and their scripts run. */
import { spawnSync } from 'node:child_process';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { endings, has, recipe, recipes, Site, toolFolder, yamlOf } from '../support/scheduled.ts';

const site = new Site();
afterAll(() => site.remove());
const tool = (...path: string[]) => join(toolFolder ?? '', ...path);

describe('GitHub Actions', () => {
  const text = recipe('github/passmuster.yml');
  const [workflow] = yamlOf(text);
  const job = workflow?.['jobs']?.['audit'];
  const step = (name: string) => (job?.['steps'] ?? []).find((one) => one['name'] === name);
  const bash = ['bash', '--noprofile', '--norc', '-eo', 'pipefail', '-c'];

  it('names triggers, permissions, a limit of time, and actions by their version', () => {
    expect(Object.keys(workflow?.['on'] ?? {})).toEqual(['schedule', 'workflow_dispatch']);
    expect(workflow?.['permissions']).toEqual({ contents: 'read' });
    expect(workflow?.['concurrency']?.['cancel-in-progress']).toBe(false);
    expect(Number(job?.['timeout-minutes'])).toBeGreaterThan(0);
    const uses = (job?.['steps'] ?? []).flatMap((one) => one['uses'] ?? []);
    expect(uses.every((name) => /^actions\/[\w-]+@v\d+$/.test(name))).toBe(true);
  });

  it('puts no expression into a script, where its value would be run', () => {
    for (const one of job?.['steps'] ?? []) expect(String(one['run'] ?? '')).not.toContain('${{');
  });

  it.skipIf(toolFolder === undefined)('is valid by actionlint', async () => {
    const url = pathToFileURL(tool('actionlint', 'node.mjs')).href;
    const { createLinter } = (await import(url)) as {
      createLinter: () => Promise<(text: string, path: string) => unknown[]>;
    };
    const lint = await createLinter();
    expect(lint(text, 'passmuster.yml')).toEqual([]);
    expect(lint(text.replace('runs-on:', 'run-on:'), 'passmuster.yml')).not.toEqual([]);
  });

  it.each(endings)('writes the summary and ends the gate as the audit ends: %s', (_name, ending) => {
    site.prepare(ending, recipe('passmuster.config.yaml'));
    const [output, summary] = ['GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY'].map((name) => join(site.work, name));
    for (const file of [output, summary]) writeFileSync(file ?? '', '');
    const env = { GITHUB_OUTPUT: output ?? '', GITHUB_STEP_SUMMARY: summary ?? '', PASSMUSTER_NOTIFY: '' };
    const audit = site.run(bash, step('Audit')?.['run'] ?? '', env);
    expect(audit.status, audit.stderr).toBe(0);
    expect(site.read('GITHUB_OUTPUT')).toBe(`code=${ending}\n`);
    expect(site.read('GITHUB_STEP_SUMMARY') !== '').toBe(ending !== 2);
    const gate = site.run(bash, step('Gate')?.['run'] ?? '', { CODE: String(ending) });
    expect(gate.status).toBe(ending);
    expect(gate.stdout.startsWith('::error::')).toBe(ending !== 0);
  });

  it('takes a step that was cut off for no audit', () => {
    expect(site.run(bash, step('Gate')?.['run'] ?? '', { CODE: '' }).status).toBe(2);
  });
});

describe('GitLab', () => {
  const text = recipe('gitlab/.gitlab-ci.yml');
  const job = yamlOf(text)[0]?.['passmuster'];

  it('forgives failing phones at first, and nothing else', () => {
    expect(job?.['allow_failure']).toEqual({ exit_codes: [1] });
    expect(job?.['artifacts']?.['when']).toBe('always');
    expect(job?.['resource_group']).toBe('passmuster');
  });

  it.each(endings)('ends the job as the audit ends: %s', (_name, ending) => {
    site.prepare(ending, recipe('passmuster.config.yaml'));
    const script = (job?.['script'] ?? []).join('\n');
    const done = site.run(['bash', '-eo', 'pipefail', '-c'], script);
    expect(done.status).toBe(ending);
    const { junit = '', codequality = '' } =
      job?.['artifacts']?.['reports'] ?? ({} as Record<string, string>);
    for (const file of [junit, codequality]) expect(site.hasFile(file), file).toBe(ending !== 2);
  });

  const program = tool('gitlab-ci-local', 'dist', 'index.js');
  it.skipIf(toolFolder === undefined || !has('git', '--version'))(
    'is valid by the schema of GitLab, and runs as a job',
    () => {
      site.prepare(1, recipe('passmuster.config.yaml'));
      cpSync(join(recipes, 'gitlab', '.gitlab-ci.yml'), join(site.work, '.gitlab-ci.yml'));
      const env = site.environment({
        GIT_AUTHOR_NAME: 'a',
        GIT_AUTHOR_EMAIL: 'a@b.invalid',
        GIT_COMMITTER_NAME: 'a',
        GIT_COMMITTER_EMAIL: 'a@b.invalid',
      });
      const git = (...args: string[]) => spawnSync('git', args, { cwd: site.work, env, encoding: 'utf8' });
      git('init', '-q');
      git('remote', 'add', 'origin', 'git@gitlab.example.org:phones/audit.git');
      git('add', '.');
      git('commit', '-qm', 'x');
      const ask = (...args: string[]) =>
        spawnSync(process.execPath, [program, ...args], { cwd: site.work, env, encoding: 'utf8' });
      const listed = ask('--list-all');
      expect([listed.status, listed.stderr]).toEqual([0, expect.stringContaining('json schema validated')]);
      // It copies the folder with rsync to run the job.
      for (const [ending, told] of has('rsync', '--version')
        ? ([
            [1, 'WARN'],
            [3, 'FAIL'],
          ] as const)
        : []) {
        site.prepare(ending, recipe('passmuster.config.yaml'));
        const done = ask(
          '--variable',
          'CI_PIPELINE_SOURCE=schedule',
          '--ignore-predefined-vars',
          'CI_PIPELINE_SOURCE',
          '--force-shell-executor',
          'passmuster',
        );
        expect(done.stdout).toContain(`${told}  passmuster`);
      }
      writeFileSync(
        join(site.work, '.gitlab-ci.yml'),
        text.replace('resource_group: passmuster', 'resource_group: [1]'),
      );
      expect(ask('--list-all').status).not.toBe(0);
    },
  );
});
