/** examples/scheduled for one machine: systemd, cron, metrics. The units are asked of systemd where it is, and their commands run. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { rendered } from '../support/report-renderings.ts';
import { endings, has, recipe, recipes, Site, yamlOf } from '../support/scheduled.ts';

const site = new Site();
afterAll(() => site.remove());

describe('the configurations', () => {
  it.each(['passmuster.config.yaml', 'systemd/passmuster.config.yaml'])('%s has no problem', (path) => {
    const done = site.run([join(site.bin, 'passmuster'), 'config', 'check'], join(recipes, path));
    expect([done.status, done.stdout]).toEqual([0, expect.stringContaining('no problem')]);
  });
});

describe('systemd', () => {
  const units = join(site.folder, 'units');
  const service = recipe('systemd/passmuster.service');
  const command = /^ExecStart=(\S+) (.*)$/m.exec(service)?.slice(1) ?? [];

  /** As installed, but that the program is where it is here. */
  function installed(): string[] {
    mkdirSync(units, { recursive: true });
    const names = readdirSync(join(recipes, 'systemd')).filter((name) => /\.(service|timer)$/.test(name));
    for (const name of names)
      writeFileSync(
        join(units, name),
        recipe(`systemd/${name}`).replace('/usr/local/bin/passmuster', join(site.bin, 'passmuster')),
      );
    return names.map((name) => join(units, name.replace('@.', '@passmuster.service.')));
  }

  it.skipIf(!has('systemd-analyze', '--version'))('finds nothing wrong with the units', () => {
    const done = spawnSync('systemd-analyze', ['verify', '--man=no', ...installed()], { encoding: 'utf8' });
    expect([done.status, done.stderr]).toEqual([0, '']);
  });

  it.skipIf(!has('systemd-analyze', '--version'))('rates the exposure of the service as small', () => {
    installed();
    const file = join(units, 'passmuster.service');
    const done = spawnSync('systemd-analyze', ['security', '--offline=yes', '--no-pager', file], {
      encoding: 'utf8',
    });
    const level = Number(/Overall exposure level .*: ([\d.]+)/.exec(done.stdout)?.[1]);
    expect(level).toBeLessThan(2);
  });

  it.skipIf(!has('systemd-analyze', '--version'))('understands the time', () => {
    const when = /^OnCalendar=(.*)$/m.exec(recipe('systemd/passmuster.timer'))?.[1] ?? '';
    expect(spawnSync('systemd-analyze', ['calendar', when]).status).toBe(0);
  });

  it.skipIf(!has('systemd-sysusers', '--version'))('understands the user', () => {
    const done = spawnSync('systemd-sysusers', ['--dry-run', join(recipes, 'systemd', 'sysusers.conf')], {
      encoding: 'utf8',
    });
    expect([done.status, done.stderr]).toEqual([0, expect.stringContaining('passmuster')]);
  });

  it('is not kept from compiling code, which Node has to', () => {
    expect(service).not.toMatch(/^MemoryDenyWriteExecute=/m);
    for (const setting of [
      'ProtectSystem=strict',
      'NoNewPrivileges=yes',
      'StateDirectory=passmuster',
      'OnFailure=',
    ])
      expect(service).toContain(`\n${setting}`);
  });

  it.each(endings)('ends the unit as the audit ends: %s', (_name, ending) => {
    const config = site.prepare(ending, recipe('systemd/passmuster.config.yaml'), {
      '/srv/mdm-exports': join(site.work, 'exports'),
      '/var/lib/passmuster': join(site.work, 'out'),
      '/var/cache/passmuster': join(site.work, 'out'),
    });
    const [, args = ''] = command;
    const words = args.replace('/etc/passmuster/passmuster.config.yaml', config).split(' ');
    const done = site.run([join(site.bin, 'passmuster'), ...words.slice(0, -1)], words.at(-1) ?? '');
    expect(done.status).toBe(ending);
    expect(site.hasFile('out/passmuster.prom')).toBe(ending !== 2);
    const last = JSON.parse(done.stderr.trimEnd().split('\n').at(-1) ?? '') as { exitCode: number };
    expect(last.exitCode).toBe(ending);
  });
});

describe('cron', () => {
  it('has one job with a time, a user and a command that is there', () => {
    const jobs = recipe('cron/passmuster')
      .split('\n')
      .filter((line) => /^[\d*]/.test(line));
    expect(jobs).toHaveLength(1);
    const [minute, hour, ...rest] = (jobs[0] ?? '').split(/\s+/);
    expect(Number(minute)).toBeLessThan(60);
    expect(Number(hour)).toBeLessThan(24);
    expect(rest).toEqual(['*', '*', '*', 'passmuster', '/usr/local/lib/passmuster/nightly.sh']);
  });

  const words = ['', 'fail the baseline', 'There was no audit', 'evidence is incomplete'];
  it.each(endings)('mails nothing or the reason: %s', (_name, ending) => {
    const config = site.prepare(ending, recipe('passmuster.config.yaml'));
    const done = site.run(['/bin/sh'], join(recipes, 'cron', 'nightly.sh'), { PASSMUSTER_CONFIG: config });
    expect([done.status, done.stderr]).toEqual([ending, '']);
    if (ending === 0) expect(done.stdout).toBe('');
    else expect(done.stdout.split('\n')[0]).toContain(words[ending]);
  });

  it('says so when the run before has not ended', async () => {
    const config = site.prepare(0, recipe('passmuster.config.yaml'));
    const stop = await site.hold(config);
    const done = site.run(['/bin/sh'], join(recipes, 'cron', 'nightly.sh'), { PASSMUSTER_CONFIG: config });
    await stop();
    expect(done.status).toBe(2);
    expect(done.stdout).toContain('Another run holds the lock');
  });
});

describe('the alerts', () => {
  it.skipIf(!has('promtool', '--version'))('are rules that Prometheus takes', () => {
    const done = spawnSync('promtool', ['check', 'rules', join(recipes, 'prometheus', 'alerts.yml')], {
      encoding: 'utf8',
    });
    expect([done.status, done.stderr]).toEqual([0, '']);
  });

  it('name metrics that reports have', async () => {
    const [file] = yamlOf(recipe('prometheus/alerts.yml'));
    const rules = file?.['groups']?.[0]?.['rules'] ?? [];
    const metrics = await rendered('prometheus');
    expect(rules.length).toBeGreaterThan(2);
    for (const rule of rules)
      for (const [name] of String(rule['expr']).matchAll(/passmuster_\w+/g))
        expect(metrics).toContain(`# TYPE ${name} gauge`);
  });
});

describe('the folder', () => {
  it('is told of on the page, file by file', () => {
    const page = readFileSync(join(recipes, '..', '..', 'docs', 'scheduled.md'), 'utf8');
    for (const name of readdirSync(recipes)) expect(page, name).toContain(`examples/scheduled/${name}`);
  });
});
