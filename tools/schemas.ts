/** Writes the published JSON Schemas from the code they belong to: node tools/schemas.ts. A test fails when they are stale. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { appCatalogueSchema } from '../src/apps/entry.ts';
import { attestationsSchema } from '../src/attestations/schema.ts';
import { knownNames, optionsOf } from '../src/cli/config-options.ts';
import Audit from '../src/commands/audit.ts';
import { configSchema } from '../src/config/schema.ts';
import { gatesSchema } from '../src/gates/schema.ts';
import { lintSchema } from '../src/lint/schema.ts';
import { mappingSchema } from '../src/mapping/schema.ts';
import { notificationSchema } from '../src/notify/schema.ts';
import { profileSchema } from '../src/profiles/schema.ts';
import { diffSchema } from '../src/report/diff/schema.ts';
import { reportSchema } from '../src/report/schema.ts';
import { waiversSchema } from '../src/waivers/schema.ts';
import { streamSchema } from '../src/sources/passmuster-stream/schema.ts';

export const publishedSchemas = {
  'app-catalogue.schema.json': appCatalogueSchema,
  'attestations.schema.json': attestationsSchema,
  'audit-profile.schema.json': profileSchema,
  'config.schema.json': configSchema(optionsOf(Audit.flags), knownNames()),
  'diff.schema.json': diffSchema,
  'gates.schema.json': gatesSchema,
  'lint.schema.json': lintSchema,
  'mapping.schema.json': mappingSchema,
  'notification.schema.json': notificationSchema,
  'report.schema.json': reportSchema,
  'subject-stream.schema.json': streamSchema,
  'waivers.schema.json': waiversSchema,
};

if (process.argv[1] === import.meta.filename) {
  for (const [name, schema] of Object.entries(publishedSchemas)) {
    writeFileSync(join(import.meta.dirname, '..', 'schemas', name), `${JSON.stringify(schema, null, 2)}\n`);
  }
}
