/** Events that NanoMDM and MicroMDM send on: several in a file, of several devices and days, and the secrets in them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type PlistValue } from 'plist';
import { afterAll, describe, expect, it } from 'vitest';
import { streamLines } from '../../src/cli/stream.ts';
import { isKnown } from '../../src/model/observation.ts';
import { readApart, readPaths } from '../../src/read/paths.ts';
import { detectionInput } from '../../src/sources/detect.ts';
import source from '../../src/sources/apple-mdm-response/index.ts';
import { all } from '../support/bytes.ts';

const options = { asOf: '2026-11-29T12:00:00Z', identityKey: 'of the tests' };
const folder = mkdtempSync(join(tmpdir(), 'passmuster-webhook-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Body = { [key: string]: PlistValue };

const udid = '00008110-000A0000000000F1';
const payload = (body: Body) => ({ raw_payload: Buffer.from(build(body)).toString('base64') });
const answer = (day: number, body: Body, device = udid) => ({
  topic: 'mdm.Connect',
  created_at: `2026-11-${day}T08:00:00Z`,
  acknowledge_event: {
    udid: device,
    ...payload({ UDID: device, Status: 'Acknowledged', CommandUUID: 'c', ...body }),
  },
});
const checkIn = (type: string, body: Body) => ({
  topic: `mdm.${type}`,
  created_at: '2026-11-02T08:00:00Z',
  checkin_event: {
    udid,
    url_params: { challenge: 'CANARY-challenge' },
    ...payload({ UDID: udid, MessageType: type, ...body }),
  },
});
const security = (isPresent: boolean) => ({
  SecurityInfo: { HardwareEncryptionCaps: 3, PasscodePresent: isPresent },
});

let files = 0;
function written(text: string): string {
  const path = join(folder, `${(files += 1)}.json`);
  writeFileSync(path, text);
  return path;
}
const array = (events: readonly object[]) => written(JSON.stringify(events));
const lines = (events: readonly object[]) =>
  written(events.map((one) => `${JSON.stringify(one)}\n`).join(''));

async function passcodes(path: string): Promise<string[][]> {
  const events = await all(readPaths([path], options));
  return events.flatMap((event) =>
    event.kind === 'subject'
      ? [
          event.observations
            .filter(({ setting }) => setting === 'passcode.present')
            .map(
              (one) => `${isKnown(one) ? String(one.value) : one.unknown}${one.superseded ? ', old' : ''}`,
            ),
        ]
      : [],
  );
}

describe('events of a webhook', () => {
  const other = '00008110-000A0000000000F2';
  const events = [answer(10, security(false)), answer(11, security(true), other), answer(20, security(true))];

  it.each<[string, (all: readonly object[]) => string]>([
    ['an array', array],
    ['lines', lines],
  ])('in %s are of their devices, and the last answer counts', async (_name, file) => {
    expect(await passcodes(file(events))).toEqual([['false, old', 'true'], ['true']]);
  });

  it('of one day leave open which answer was the last', async () => {
    expect(await passcodes(array([answer(10, security(false)), answer(10, security(true))]))).toEqual([
      ['false', 'true'],
    ]);
  });

  it.each<[string, object, string]>([
    ['an answer without topic', { acknowledge_event: { raw_payload: 'PD94' } }, 'yes'],
    ['a check-in of a hotel', { checkin_event: { guest: 1 } }, 'no'],
    ['an event without the answer', { topic: 'mdm.Connect', event_id: '1' }, 'no'],
  ])('are known: %s', (_name, event, expected) => {
    const head = new TextEncoder().encode(JSON.stringify(event));
    expect(source.detect(detectionInput('events.json', head))).toBe(expected);
  });
});

describe('secrets of check-ins', () => {
  const secret = (name: string) => Buffer.from(`CANARY-${name}`);
  const tokens: Body = {
    PushMagic: 'CANARY-magic',
    Token: secret('token'),
    UnlockToken: secret('unlock'),
    BootstrapToken: secret('bootstrap'),
    Topic: 'com.apple.mgmt.External.CANARY-topic',
    DeviceName: 'CANARY-name',
    SerialNumber: 'CANARY-SERIAL',
  };
  const shapes: [string, () => string][] = [
    [
      'an array',
      () =>
        array([checkIn('Authenticate', tokens), checkIn('TokenUpdate', tokens), answer(20, security(true))]),
    ],
    [
      'lines',
      () => lines([checkIn('SetBootstrapToken', tokens), answer(20, { ...tokens, ...security(true) })]),
    ],
    ['a message that is none', () => array([{ ...checkIn('TokenUpdate', tokens), acknowledge_event: 1 }])],
    ['a property list', () => written(build({ MessageType: 'TokenUpdate', UDID: udid, ...tokens }))],
    ['an answer', () => written(build({ Status: 'Acknowledged', UDID: udid, ...tokens, ...security(true) }))],
  ];

  it.each(shapes)('in %s are in no line that is written', async (_name, file) => {
    let text = '';
    for await (const line of streamLines(readApart([file()], options), { ...options, version: '0' }))
      text += line.text;
    expect(text).toContain('"source":"apple-mdm-response"');
    for (const form of ['utf8', 'base64', 'base64url', 'hex'] as const)
      expect(text).not.toContain(Buffer.from('CANARY').toString(form));
  });
});
