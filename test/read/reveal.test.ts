/** Pseudonyms led back: with the key and a list, and with nothing less. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identityOf } from '../../src/cli/identity.ts';
import type { Report } from '../../src/model/report.ts';
import { devicePseudonyms } from '../../src/read/pseudonyms.ts';
import { pseudonymsIn, reveal } from '../../src/read/reveal.ts';
import { PackFolder } from '../support/packs.ts';

const folder = new PackFolder();
afterAll(() => folder.close());
const keyFile = folder.write('names.key', randomBytes(32).toString('hex'));
const flags = { pseudonymise: true, 'key-file': keyFile };

let report: Report;
let key: string;
beforeAll(async () => {
  folder.write('exports/Anna F2LX00000001.json', '{}');
  ({ report } = await folder.pack(flags));
  key = (await identityOf(flags)).identityKey ?? '';
});

const told = async (paths: readonly string[], with_ = key) => {
  const { revealed, unknown } = await reveal(report, paths, with_);
  const names = Object.fromEntries(revealed.map(({ pseudonym, identifiers }) => [pseudonym, identifiers]));
  return { names, unknown };
};

describe('pseudonyms', () => {
  it('hide every device and every name of a file', () => {
    const text = JSON.stringify(report);
    for (const hidden of ['device-0"', 'SYNTH', 'Anna', 'F2LX']) expect(text).not.toContain(hidden);
    expect(pseudonymsIn(report).size).toBeGreaterThan(4);
  });

  it('are told from the inventory, as the audit reads it', async () => {
    const { names, unknown } = await told([folder.at('exports')]);
    expect(unknown).toEqual([]);
    expect(names[devicePseudonyms(key)('device-2')]).toEqual(['device-2']);
    expect(Object.values(names).flat()).toContain('Anna F2LX00000001.json');
  });

  it('are told from a list, one a line or in columns', async () => {
    for (const list of ['device-1\ndevice-3\n', 'id;asset\n device-1;A-1\n"device-3";A-2\n']) {
      const { names, unknown } = await told([folder.write('list.txt', list)]);
      expect(names[devicePseudonyms(key)('device-1')]).toEqual(['device-1']);
      expect(names[devicePseudonyms(key)('device-3')]).toEqual(['device-3']);
      expect(unknown).toContain(devicePseudonyms(key)('device-0'));
    }
  });

  it('are told by nothing without the key or the list', async () => {
    const other = await told([folder.at('exports')], 'another key');
    expect(other.names).toEqual({});
    expect(new Set(other.unknown)).toEqual(pseudonymsIn(report));
    expect((await told([folder.write('empty.txt', 'nobody\n')])).unknown.length).toBeGreaterThan(3);
  });

  it('of a part of an identifier are none', async () => {
    const { names } = await told([folder.write('part.txt', 'device\n1\nevice-1\n')]);
    // The folder itself is a name that the report has.
    expect(Object.keys(names).filter((name) => !name.startsWith('name-'))).toEqual([]);
  });
});
