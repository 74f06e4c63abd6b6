/** examples/scheduled for containers: parsed by the parsers of others where they are installed, and their commands run without a container. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { endings, recipe, recipes, Site, toolFolder, yamlOf } from '../support/scheduled.ts';

const site = new Site();
afterAll(() => site.remove());
const tool = (...path: string[]) => join(toolFolder ?? '', ...path);
const root = join(recipes, '..', '..');

describe('Kubernetes', () => {
  const [configMap, cronJob] = yamlOf(recipe('kubernetes/cronjob.yaml'));
  const job = cronJob?.['spec']?.['jobTemplate']?.['spec'];
  const pod = job?.['template']?.['spec'];
  const container = pod?.['containers']?.[0];

  it.skipIf(toolFolder === undefined)('is valid by the schemas of Kubernetes', async () => {
    const load = async (path: string) =>
      (await import(pathToFileURL(tool('kubernetes-models', ...path.split('/'))).href)) as Record<
        string,
        new (content: unknown) => { validate(): void }
      >;
    const { ConfigMap } = await load('v1/ConfigMap.js');
    const { CronJob } = await load('batch/v1/CronJob.js');
    if (ConfigMap === undefined || CronJob === undefined) throw new Error('the models have other names');
    expect(() => new ConfigMap(configMap).validate()).not.toThrow();
    expect(() => new CronJob(cronJob).validate()).not.toThrow();
    expect(() =>
      new CronJob({ apiVersion: 'batch/v1', kind: 'CronJob', spec: { schedule: 5 } }).validate(),
    ).toThrow('schedule');
  });

  /** The validators above pass over unknown keys, as a server does that warns only. */
  it('has no key that a CronJob does not have', () => {
    expect(Object.keys(cronJob?.['spec'] ?? {}).sort()).toEqual([
      'concurrencyPolicy',
      'failedJobsHistoryLimit',
      'jobTemplate',
      'schedule',
      'startingDeadlineSeconds',
      'successfulJobsHistoryLimit',
      'timeZone',
    ]);
    expect(Object.keys(job ?? {}).sort()).toEqual([
      'activeDeadlineSeconds',
      'backoffLimit',
      'podFailurePolicy',
      'template',
    ]);
    expect(Object.keys(pod ?? {}).sort()).toEqual([
      'automountServiceAccountToken',
      'containers',
      'enableServiceLinks',
      'restartPolicy',
      'securityContext',
      'shareProcessNamespace',
      'volumes',
    ]);
    expect(Object.keys(container ?? {}).sort()).toEqual([
      'args',
      'env',
      'image',
      'name',
      'resources',
      'securityContext',
      'volumeMounts',
    ]);
  });

  it('runs one at a time, may do little, and does not try again what would end alike', () => {
    expect(cronJob?.['spec']).toMatchObject({ concurrencyPolicy: 'Forbid' });
    expect(pod).toMatchObject({
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true },
    });
    expect(container?.['securityContext']).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(job?.['podFailurePolicy']?.['rules']?.[0]).toEqual({
      action: 'FailJob',
      onExitCodes: { containerName: 'passmuster', operator: 'In', values: [1, 2, 3] },
    });
    const volumes = (pod?.['volumes'] ?? []).map((one) => one['name']);
    expect((container?.['volumeMounts'] ?? []).map((one) => one['name'])).toEqual(volumes);
  });

  it.each(endings)('ends the container as the audit ends: %s', (_name, ending) => {
    const config = site.prepare(ending, configMap?.['data']?.['passmuster.config.yaml'] ?? '', {
      '/exports': join(site.work, 'exports'),
      '/out': join(site.work, 'out'),
    });
    const args = (container?.['args'] ?? []).map((word) =>
      word.replace('/config/passmuster.config.yaml', config),
    );
    const done = site.run([join(site.bin, 'passmuster'), ...args.slice(0, -1)], args.at(-1) ?? '');
    expect(done.status, done.stderr).toBe(ending);
    expect(site.hasFile('out/report.json')).toBe(ending !== 2);
  });
});

describe('the container', () => {
  const dockerfile = recipe('container/Dockerfile');
  /** Continued lines are one; comments are none. */
  const instructions = dockerfile
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => ({ word: line.split(' ')[0] ?? '', rest: line.slice(line.indexOf(' ') + 1) }));

  it('is built from the package, runs as nobody, and passes its arguments on', () => {
    const known = ['FROM', 'WORKDIR', 'COPY', 'RUN', 'USER', 'ENTRYPOINT', 'CMD'];
    expect(instructions.filter(({ word }) => !known.includes(word))).toEqual([]);
    const last = (word: string) => instructions.findLast((one) => one.word === word)?.rest ?? '';
    expect(JSON.parse(last('ENTRYPOINT'))).toEqual(['passmuster']);
    expect(last('USER')).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(last('FROM')).toMatch(/^node:\d+-slim$/);
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    for (const { rest } of instructions)
      for (const [, script = ''] of rest.matchAll(/npm run ([\w:]+)/g))
        expect(scripts).toHaveProperty(script);
  });

  it.skipIf(toolFolder === undefined)('is read by a parser of others as it is read here', () => {
    const { DockerfileParser } = createRequire(import.meta.url)(tool('dockerfile-ast')) as {
      DockerfileParser: { parse(text: string): { getInstructions(): { getKeyword(): string }[] } };
    };
    const words = DockerfileParser.parse(dockerfile)
      .getInstructions()
      .map((one) => one.getKeyword());
    expect(words).toEqual(instructions.map(({ word }) => word));
  });

  /** In place of Docker: the audit itself, in the folder that would be /work. */
  it.each(endings)('is started so that its exit code is that of the audit: %s', (_name, ending) => {
    site.prepare(ending, recipe('passmuster.config.yaml'));
    site.program(
      'docker',
      `echo "$@" > "${join(site.folder, 'docker.txt')}"\nwhile [ "$1" != passmuster ]; do shift; done\nexec "$@"`,
    );
    const done = site.run(['/bin/sh', join(recipes, 'container', 'run.sh')], site.work);
    expect(done.status, done.stderr).toBe(ending);
    const asked = readFileSync(join(site.folder, 'docker.txt'), 'utf8');
    for (const word of [
      '--network none',
      '--read-only',
      '--cap-drop ALL',
      '--init',
      `--volume ${site.work}:/work:ro`,
    ])
      expect(asked).toContain(word);
  });
});
