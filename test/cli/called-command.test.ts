/** Which command is called: found without oclif where it is plain, left to oclif where it is not. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import pjson from '../../package.json' with { type: 'json' };
import { calledCommand } from '../../src/cli/called-command.ts';

const root = mkdtempSync(join(tmpdir(), 'passmuster-commands-'));
beforeAll(() => {
  mkdirSync(join(root, 'commands', 'profile', 'import'), { recursive: true });
  for (const name of ['audit', 'profile/list', 'profile/import/xccdf'])
    writeFileSync(join(root, 'commands', `${name}.js`), 'export default class {}\n');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const called = (...argv: string[]) =>
  calledCommand(argv, root, { ...pjson, oclif: { ...pjson.oclif, topicSeparator: ' ' } })?.get('passmuster');

describe('the called command', () => {
  it.each([
    ['audit', ['audit']],
    ['audit', ['audit', 'exports', '-p', 'uk-ncsc-ios']],
    ['audit', ['audit', '../audit']],
    ['profile:list', ['profile', 'list']],
    ['profile:import:xccdf', ['profile', 'import', 'xccdf', 'guide.xml']],
  ])('is %s', async (id, argv) => {
    const plugin = called(...argv);
    expect(plugin?.commandIDs).toEqual([id]);
    const command = await plugin?.commands[0]?.load();
    expect(command?.id).toBe(id);
    expect(command?.plugin).toBe(plugin);
  });

  it.each([
    ['nothing', []],
    ['help', ['audit', '--help']],
    ['a topic', ['profile']],
    ['a topic of a topic', ['profile', 'import']],
    ['a misspelt command', ['audti', 'exports']],
    ['the help command', ['help', 'audit']],
    ['a flag before the command', ['-v', 'audit']],
    ['a path', ['../commands/audit']],
    ['the name with a colon', ['profile:list']],
  ])('is not looked for with %s', (_, argv) => {
    expect(called(...argv)).toBeUndefined();
  });
});
