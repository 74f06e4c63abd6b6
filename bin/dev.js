#!/usr/bin/env node
// Development entry: runs the sources without a build (type stripping, Node 22.18 or newer).
import { join } from 'node:path';
import { settings } from '@oclif/core';
import pjson from '../package.json' with { type: 'json' };

process.exitCode = 2;
settings.enableAutoTranspile = false; // fails silently without ts-node; Node strips the types itself
const root = join(import.meta.dirname, '..');
const { launch } = await import('../src/cli/launch.ts');
await launch(process.argv.slice(2), {
  root,
  pjson: { ...pjson, oclif: { ...pjson.oclif, commands: './src/commands', topicSeparator: ' ' } },
});
