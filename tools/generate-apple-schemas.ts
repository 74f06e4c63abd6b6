/**
 * Writes schemas/apple/ from a checkout of Apple's device-management repository and schemas/apple/later.json:
 * node tools/generate-apple-schemas.ts <checkout>. Nothing of the checkout's prose is taken over.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AppleTable, PayloadFacts } from '../src/artifacts/apple/schema.ts';
import { declarationSchemas, profileSchemas } from './apple-schemas/json-schema.ts';
import { type LaterFacts, withLater } from './apple-schemas/later.ts';
import { tableOf } from './apple-schemas/table.ts';
import { readCheckout } from './apple-schemas/yaml.ts';

const folder = join(import.meta.dirname, '..', 'schemas', 'apple');

/** File name → text, for a checkout and the later facts. */
export function appleSchemaFiles(checkout: string, later: LaterFacts): Record<string, string> {
  const table = withLater(tableOf(readCheckout(checkout)), later);
  return {
    'keys.json': keyTable(table),
    'profiles.schema.json': `${JSON.stringify(profileSchemas(table))}\n`,
    'declarations.schema.json': `${JSON.stringify(declarationSchemas(table))}\n`,
  };
}

export function laterFacts(): LaterFacts {
  return JSON.parse(readFileSync(join(folder, 'later.json'), 'utf8')) as LaterFacts;
}

/** One key a line, so that a new release shows as a readable difference. */
function keyTable({ topLevel, common, payloads, declarations, elsewhere, ...rest }: AppleTable): string {
  return `${broken(
    {
      ...oneLined(rest),
      topLevel: payloadText(topLevel, ' '),
      common: payloadText(common, ' '),
      payloads: payloadsText(payloads),
      elsewhere: broken(oneLined(elsewhere), ' '),
      declarations: payloadsText(declarations),
    },
    '',
  )}\n`;
}

function payloadsText(payloads: AppleTable['payloads']): string {
  return broken(
    Object.fromEntries(Object.entries(payloads).map(([type, facts]) => [type, payloadText(facts, '  ')])),
    ' ',
  );
}

function payloadText({ keys, ...facts }: PayloadFacts, indent: string): string {
  return broken({ ...oneLined(facts), keys: broken(oneLined(keys), `${indent} `) }, indent);
}

const oneLined = (value: object): Record<string, string> =>
  Object.fromEntries(Object.entries(value).map(([name, member]) => [name, JSON.stringify(member)]));

/** An object of members that are text already, one a line. */
function broken(members: Readonly<Record<string, string>>, indent: string): string {
  const rows = Object.entries(members).map(([name, text]) => `${indent} ${JSON.stringify(name)}: ${text}`);
  return rows.length === 0 ? '{}' : `{\n${rows.join(',\n')}\n${indent}}`;
}

if (process.argv[1] === import.meta.filename) {
  const [checkout] = process.argv.slice(2);
  if (checkout === undefined) throw new Error('Name the folder of a checkout.');
  for (const [name, text] of Object.entries(appleSchemaFiles(checkout, laterFacts())))
    writeFileSync(join(folder, name), text);
}
