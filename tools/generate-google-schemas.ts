/**
 * Writes schemas/google/ from the discovery document of the Android Management API and schemas/google/successors.json:
 * node tools/generate-google-schemas.ts <discovery document>. Nothing of its prose is taken over.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GoogleTable } from '../src/artifacts/google/schema.ts';
import type { Discovery } from './google-schemas/discovery.ts';
import { messageSchema } from './google-schemas/json-schema.ts';
import { roots, type Successors, tableOf } from './google-schemas/table.ts';

const folder = join(import.meta.dirname, '..', 'schemas', 'google');

/** File name → text. */
export function googleSchemaFiles(document: Discovery, successors: Successors): Record<string, string> {
  const table = tableOf(document, successors);
  return {
    'fields.json': fieldTable(table),
    'policy.schema.json': `${JSON.stringify(messageSchema(table, roots.policy, 'Policy of the Android Management API'))}\n`,
    'device.schema.json': `${JSON.stringify(messageSchema(table, roots.device, 'Device of the Android Management API'))}\n`,
  };
}

export function readDiscovery(path: string): Discovery {
  return JSON.parse(readFileSync(path, 'utf8')) as Discovery;
}

export function readSuccessors(): Successors {
  return JSON.parse(readFileSync(join(folder, 'successors.json'), 'utf8')) as Successors;
}

/** One field a line, so that a new revision shows as a readable difference. */
function fieldTable({ messages, ...rest }: GoogleTable): string {
  return `${broken(
    {
      ...oneLined(rest),
      messages: broken(
        Object.fromEntries(
          Object.entries(messages).map(([name, { fields, ...facts }]) => [
            name,
            broken({ ...oneLined(facts), fields: broken(oneLined(fields), '   ') }, '  '),
          ]),
        ),
        ' ',
      ),
    },
    '',
  )}\n`;
}

const oneLined = (value: object): Record<string, string> =>
  Object.fromEntries(Object.entries(value).map(([name, member]) => [name, JSON.stringify(member)]));

/** An object of members that are text already, one a line. */
function broken(members: Readonly<Record<string, string>>, indent: string): string {
  const rows = Object.entries(members).map(([name, text]) => `${indent} ${JSON.stringify(name)}: ${text}`);
  return rows.length === 0 ? '{}' : `{\n${rows.join(',\n')}\n${indent}}`;
}

if (process.argv[1] === import.meta.filename) {
  const [path] = process.argv.slice(2);
  if (path === undefined) throw new Error('Name the discovery document.');
  for (const [name, text] of Object.entries(googleSchemaFiles(readDiscovery(path), readSuccessors())))
    writeFileSync(join(folder, name), text);
}
