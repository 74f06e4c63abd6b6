/** Exports of known products that nothing reads: the notice names the product and says what to do. */
import { describe, expect, it } from 'vitest';
import { inputOf } from '../../src/io/input.ts';
import type { Notice } from '../../src/model/notice.ts';
import { readOpened } from '../../src/read/opened.ts';

async function noticesOf(text: string): Promise<readonly Notice[]> {
  const input = await inputOf('export', Buffer.from(text));
  const found: Notice[] = [];
  for await (const event of readOpened(input, { asOf: '2026-11-20T23:59:59Z' }))
    if (event.kind === 'input') found.push(...event.record.notices);
  return found;
}

describe('what no mapping reads', () => {
  it.each<[product: string, text: string]>([
    ['Kandji', '{"general":{"platform":"iPhone"},"kandji_agent":{"agent_installed":"True"}}'],
    ['Kandji', 'Device name,Blueprint name,Platform\nx,Phones,iPhone\n'],
    ['Mosyle', '{"devices":[{"deviceudid":"0","os":"ios"}]}'],
    ['Meraki', '[{"osName":"iOS 26","systemModel":"iPhone"}]'],
    ['Hexnode', '{"results":[{"enrollment_status":"enrolled","last_reported":"x"}]}'],
    ['Addigy', 'Device Name,Passcode Compliant (With Profiles)\nx,true\n'],
    ['Ivanti', '{"results":[{"common.status":"ACTIVE"}]}'],
    ['ManageEngine', '[{"platform_type_id":"1"}]'],
    ['Miradore', 'InvDevice.DeviceName;InvDevice.Platform\nx;iOS\n'],
    ['Headwind', '{"devices":[{"configurationId":1,"mdmMode":true}]}'],
    ['BlackBerry', '{"userDevices":[{"guid":"x"}]}'],
    ['of a product that has no reader', 'Platform,OS version,Serial number\niOS,26.1,X\n'],
  ])('%s is named with the guide: %s', async (product, text) => {
    const [notice, ...others] = await noticesOf(text);
    expect(others).toEqual([]);
    expect(notice?.code).toBe('mapping-needed');
    expect(notice?.message).toContain(product);
    expect(notice?.message).toContain('docs/mapping.md');
  });

  it.each<[string, string]>([
    ['another table', 'Name,Address\nx,y\n'],
    ['a package file', '{"name":"x","version":"1","os":["linux"]}'],
    ['a list of something else', '[{"id":1,"serial":"x"}]'],
  ])('%s is no such list', async (_name, text) => {
    expect((await noticesOf(text)).map(({ code }) => code)).toEqual(['unclaimed']);
  });
});
