/** The installs of an app are a list of their own; they belong to the devices that they name. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isKnown } from '../../src/model/observation.ts';
import { readPaths } from '../../src/read/paths.ts';

const fixtures = join(import.meta.dirname, '..', 'fixtures', 'sources', 'simplemdm-devices');
const input = (name: string) => join(fixtures, name, 'input.json');

/** Device → what is said of its apps. */
async function apps(...names: string[]): Promise<Record<string, unknown[]>> {
  const found: Record<string, unknown[]> = {};
  const options = { asOf: '2026-11-20T23:59:59Z', identityKey: 'of the test' };
  for await (const event of readPaths(names.map(input), options))
    if (event.kind === 'subject')
      found[event.subject.id] = event.observations
        .filter(({ setting }) => setting.startsWith('app.'))
        .map((one) => [one.setting, one.scope, isKnown(one) ? one.value : one.unknown]);
  return found;
}

it('installs reach the devices that they name, and show the absence of nothing', async () => {
  expect(await apps('ok.devices', 'ok.installs')).toEqual({
    1: [
      ['app.installed', 'app:whatsapp', true],
      ['app.managed', 'app:whatsapp', true],
    ],
    2: [['app.installed', 'app:whatsapp', true]],
    3: [],
    4: [],
    5: [],
  });
});

it('the apps of one device do not say of which: they reach none', async () => {
  expect(Object.values(await apps('ok.devices', 'bad.apps-of-one-device')).flat()).toEqual([]);
});
