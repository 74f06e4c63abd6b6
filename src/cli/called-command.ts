/** The command that is called, handed to oclif as a plug-in that it need not look for: its search takes longer than loading the command. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Command, Interfaces } from '@oclif/core';

/** Undefined: oclif is to look itself, for help, for topics, and for what is no command. */
export function calledCommand(
  argv: readonly string[],
  root: string,
  pjson: Interfaces.PJSON,
): Map<string, Interfaces.Plugin> | undefined {
  if (argv.includes('--help')) return undefined;
  const end = argv.findIndex((word) => !/^[a-z]+(-[a-z]+)*$/.test(word));
  const words = argv.slice(0, Math.min(end < 0 ? argv.length : end, 3));
  while (words.length > 0) {
    const file = `${join(root, 'commands', ...words)}.js`;
    if (existsSync(file)) return pluginOf(words.join(':'), file, root, pjson);
    words.pop();
  }
  return undefined;
}

function pluginOf(
  id: string,
  file: string,
  root: string,
  pjson: Interfaces.PJSON,
): Map<string, Interfaces.Plugin> {
  const { name, version } = pjson;
  const load = async (): Promise<Command.Class> => {
    const { default: command } = (await import(pathToFileURL(file).href)) as { default: Command.Class };
    command.id = id;
    command.plugin = plugin;
    return command;
  };
  // `strict: false`: the words behind the command are no part of its name.
  const command = {
    id,
    load,
    aliases: [],
    hiddenAliases: [],
    args: {},
    flags: {},
    hidden: false,
    strict: false,
  };
  const plugin: Interfaces.Plugin = {
    _base: '',
    alias: name,
    commandIDs: [id],
    commands: [command],
    commandsDir: join(root, 'commands'),
    findCommand: load,
    hasManifest: false,
    hooks: {},
    isRoot: true,
    load: async () => undefined,
    moduleType: 'module',
    name,
    options: { root },
    pjson,
    root,
    topics: [],
    type: 'core',
    valid: true,
    version,
  };
  return new Map([[name, plugin]]);
}
