/** Names, addresses, numbers of devices and secrets that stand in device lists appear in nothing that reading them yields. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readApart } from '../../src/read/paths.ts';

const fixtures = join(import.meta.dirname, '..', 'fixtures', 'sources');
const sources = [
  'google-cloud-identity',
  'google-directory-csv',
  'google-directory-devices',
  'google-directory-users',
  'simplemdm-devices',
  'workspace-one-devices',
];

/** As the fixtures write them. */
const personal = {
  address: /[\w.]+@[\w.]*example\.\w+/gi,
  name: /\bperson ?\d+\b/gi,
  serial: /\bMADE(AND|CID|CSV|WS|SM)\d+\b/g,
  imei: /\b35\d{12,13}\b/g,
  udid: /\b(0{38}[0-9a-f]{2}|0{4}\d{4}-001A0{10}1E)\b/g,
  secret: /made-up-secret/g,
  network: /\b192\.0\.2\.1\b|\b020000000001\b/g,
  telephone: /\+10000000000/g,
};

const cases = sources.flatMap((source) =>
  readdirSync(join(fixtures, source)).map((name) => {
    const folder = join(fixtures, source, name);
    const file = readdirSync(folder).find((one) => one.startsWith('input.')) ?? '';
    return [`${source}/${name}`, join(folder, file)] as const;
  }),
);

describe('what is read of a device list', () => {
  it.each(cases)('%s names nobody', async (_name, path) => {
    let text = '';
    for await (const event of readApart([path], { asOf: '2026-11-20T23:59:59Z', identityKey: 'of the test' }))
      text += JSON.stringify(event);
    const found = Object.values(personal).flatMap((form) => text.match(form) ?? []);
    expect(found).toEqual([]);
  });

  it('is looked for in the words of the fixtures', () => {
    const all = cases.map(([, path]) => readFileSync(path, 'utf8')).join('\n');
    const unseen = Object.entries(personal).filter(([, form]) => all.match(form) === null);
    expect(unseen.map(([kind]) => kind)).toEqual([]);
  });
});
