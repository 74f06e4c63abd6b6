/** Configuration profiles inside other documents: every form is found, at its place, and read as a file of its own would be. */
import { build, buildBinary } from 'plist';
import { afterAll, describe, expect, it } from 'vitest';
import { hintsAtProfile } from '../../../src/artifacts/apple/hints.ts';
import { limits, setLimits } from '../../../src/io/limits.ts';
import { isKnown } from '../../../src/model/observation.ts';
import { readText } from '../../review/support-read.ts';
import { hasOpenssl, Workshop } from '../../support/openssl.ts';

const secret = 'SYNTHETIC-WIFI-SECRET';
const profile = {
  PayloadContent: [
    { PayloadType: 'com.apple.applicationaccess', PayloadIdentifier: 'a.b', allowCamera: false },
    {
      PayloadType: 'com.apple.wifi.managed',
      PayloadIdentifier: 'a.c',
      EncryptionType: 'WPA3',
      Password: secret,
    },
  ],
  PayloadIdentifier: 'a',
  PayloadType: 'Configuration',
};
const text = `${build(profile)}\n`;
const base64 = (content: string | Uint8Array): string => Buffer.from(content).toString('base64');
const escaped = (xml: string): string => xml.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const xml = (inside: string) => `<?xml version="1.0"?>\n<export>${inside}</export>\n`;

/** Place and line of the claim on the camera, of every subject. */
async function cameras(document: string, name = 'export') {
  const { record, subjects } = await readText(document, name);
  expect(JSON.stringify([record, subjects])).not.toContain(secret);
  const found = subjects.map(({ observations }) => {
    const camera = observations.find(({ setting }) => setting === 'camera.allowed');
    return camera && isKnown(camera) && [camera.value, camera.evidence.locator, camera.evidence.line];
  });
  return { found, record };
}
const path = 'PayloadContent[0].allowCamera';

describe('in JSON', () => {
  it.each([
    ['Base64', JSON.stringify({ payload: base64(text) })],
    ['Base64 in lines of 76', JSON.stringify({ payload: base64(text).replace(/.{76}/g, '$&\r\n') })],
    ['Base64 with escaped slashes', JSON.stringify({ payload: base64(text) }).replaceAll('/', '\\/')],
    ['Base64 of the binary form', JSON.stringify({ payload: base64(new Uint8Array(buildBinary(profile))) })],
    ['text', JSON.stringify({ payload: text })],
    [
      'text as Go writes it',
      JSON.stringify({ payload: text }).replaceAll('<', '\\u003c').replaceAll('>', '\\u003e'),
    ],
    ['text with escapes', JSON.stringify({ payload: escaped(text) })],
    ['text without prolog', JSON.stringify({ payload: `\n  ${text.slice(text.indexOf('<plist'))}` })],
  ])('%s is found', async (_form, document) => {
    const { found, record } = await cameras(document);
    expect(found).toEqual([[false, `/payload: ${path}`, 1]]);
    expect(record).toMatchObject({ source: 'apple-embedded-profile', status: 'read' });
  });

  it('both values of a key are read', async () => {
    const other = base64(`${build({ ...profile, PayloadIdentifier: 'z' })}\n`);
    const { found } = await cameras(`{"payload": "${base64(text)}", "payload": "${other}"}`);
    expect(found).toHaveLength(2);
  });

  it('a damaged one is said, and the others go on', async () => {
    const document = JSON.stringify([{ payload: base64(text.slice(0, -20)) }, { payload: base64(text) }]);
    const { found, record } = await cameras(document);
    expect(found).toEqual([[false, `/1/payload: ${path}`, 1]]);
    expect(record.status).toBe('partial');
  });
});

describe('in XML', () => {
  const lineOf = (document: string) =>
    document.split('\n').findIndex((line) => line.includes('allowCamera')) + 1;
  it.each([
    ['escaped', xml(`\n<p>${escaped(text)}</p>`), 'export/p'],
    ['in CDATA', xml(`<a/>\n\n<p>\n<![CDATA[${text}]]></p>`), 'export/p'],
    ['as elements', xml(`<p>\n${text.slice(text.indexOf('<plist'))}</p>`), 'export/p/plist'],
  ])('%s: the line is the one of the document', async (_form, document, place) => {
    expect((await cameras(document)).found).toEqual([[false, `${place}: ${path}`, lineOf(document)]]);
  });

  it.each([
    ['Base64', xml(`\n<p>${base64(text).replace(/.{60}/g, '$&\n')}</p>`), 3],
    ['text whose lines are references', xml(`\n<p>${escaped(text).replaceAll('\n', '&#10;')}</p>`), 3],
    ['text after attributes in lines', xml(`\n<p\na="1"\nb="2">${escaped(text)}</p>`), 3],
  ])('%s: the line is that of the element', async (_form, document, line) => {
    expect((await cameras(document)).found).toEqual([[false, `export/p: ${path}`, line]]);
  });
});

describe('a command that installs a profile', () => {
  const command = build({
    Command: { RequestType: 'InstallProfile', Payload: Buffer.from(text) },
    CommandUUID: 'c',
  });
  it('holds it as data', async () => {
    const { found } = await cameras(command);
    expect(found.map((one) => one && one[1])).toEqual([`Command.Payload: ${path}`]);
  });
  it('is looked into where it is embedded itself, so deep and no deeper', async () => {
    const once = JSON.stringify({ command: base64(command) });
    expect((await cameras(once)).found.map((one) => one && one[1])).toEqual([
      `/command: Command.Payload: ${path}`,
    ]);
    const nested = (inner: string) => build({ RequestType: 'InstallProfile', Payload: Buffer.from(inner) });
    const deep = JSON.stringify({ command: base64(nested(nested(nested(text)))) });
    expect(await cameras(deep)).toMatchObject({ found: [], record: { status: 'partial' } });
  });
});

describe('a document that is read by another source', () => {
  it('stays with it', async () => {
    const graph = {
      '@odata.type': '#microsoft.graph.iosCustomConfiguration',
      id: 'x',
      payload: base64(text),
    };
    expect((await readText(JSON.stringify(graph))).record.source).toBe('intune-policy');
    expect((await readText(text)).record.source).toBe('apple-mobileconfig');
    const answer = build({ CommandUUID: 'c', ProfileList: [profile], Status: 'Acknowledged', UDID: 'u' });
    expect((await readText(answer)).record.source).toBe('apple-mdm-response');
    const event = { topic: 'mdm.Connect', acknowledge_event: { raw_payload: base64(answer) } };
    expect((await readText(JSON.stringify(event))).record.source).toBe('apple-mdm-response');
  });

  it('or with none, if it only speaks of payloads', async () => {
    for (const document of [
      '{"PayloadType": "x", "note": "a plist"}',
      xml('<p>PayloadType</p>'),
      '{"a": "MIIB"}',
    ])
      expect((await readText(document)).record.status).toBe('ignored');
  });
});

it('stops at the limit of profiles', async () => {
  const before = limits.embeddedProfiles;
  setLimits({ embeddedProfiles: 2 });
  try {
    const { found, record } = await cameras(JSON.stringify([1, 2, 3].map(() => ({ p: base64(text) }))));
    expect(found).toHaveLength(2);
    expect(record.status).toBe('partial');
  } finally {
    setLimits({ embeddedProfiles: before });
  }
});

it('hints are found at every start of the Base64', () => {
  expect(hintsAtProfile(`{"p": "${base64(new Uint8Array(buildBinary(profile)))}"}`)).toBe(true);
  expect(hintsAtProfile(`{"p": "${base64(build({ a: 'x'.repeat(200) }))}"}`)).toBe(false);
});

const shop = new Workshop();
afterAll(() => shop.close());

describe.skipIf(!hasOpenssl)('a signed profile', () => {
  it('is read, and one that was changed after signing is not used', async () => {
    expect(shop.certificate('signer', { extensions: ['keyUsage=digitalSignature'] })).toBe(true);
    const signed = shop.sign(new TextEncoder().encode(text), ['signer'], []) ?? new Uint8Array();
    expect((await cameras(JSON.stringify({ payload: base64(signed) }))).found).toEqual([
      [false, `/payload: ${path}`, 1],
    ]);
    const changed = Buffer.from(signed).toString('latin1').replace('allowCamera', 'allowXamera');
    const { record } = await cameras(JSON.stringify({ payload: base64(Buffer.from(changed, 'latin1')) }));
    expect(record.status).toBe('unreadable');
  });
});
