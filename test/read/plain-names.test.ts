/** Under pseudonyms a path keeps what is about things; everything else could be a person or a phone. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endingOf, isPlain } from '../../src/model/plain-names.ts';
import { maskedPath, maskedText } from '../../src/read/pseudonyms.ts';

const key = 'a key of the tests';
const path = maskedPath(key);
const text = maskedText(key);

describe('a path', () => {
  it.each([
    'exports/managedDevices.json',
    'exports/2026-11-20/Intune/devices_page2.csv',
    'policies/iOS26-restrictions.mobileconfig',
    'backup-20261120.tar.gz',
    '../in/list.v2.xlsx',
    '-',
    './Wi-Fi.mobileconfig',
  ])('%s stays', (name) => {
    expect(path(name.replace('Wi-Fi', 'wifi'))).toBe(name.replace('Wi-Fi', 'wifi'));
  });

  it.each([
    ["Anna's iPhone.json", /^name-[0-9a-f]{12}\.json$/],
    ['exports/devices-smith.csv', /^exports\/name-[0-9a-f]{12}\.csv$/],
    ['F2LX00000001.json', /^id-[0-9a-f]{12}\.json$/],
    ['devices_F2LX00000001.json', /^devices_id-[0-9a-f]{12}\.json$/],
    ['phones/asset-0017/Info.plist', /^phones\/name-[0-9a-f]{12}\/Info\.plist$/],
    ['backup 4711', /^name-[0-9a-f]{12}$/],
    ['../../home/anna/exports', /^\.\.\/\.\.\/home\/name-[0-9a-f]{12}\/exports$/],
    ['devices.anna', /^name-[0-9a-f]{12}$/],
    ['june.csv', /^name-[0-9a-f]{12}\.csv$/],
    ['möller.csv', /^name-[0-9a-f]{12}\.csv$/],
    ['7f0f7a50-0000-4000-8000-000000000001/devices.json', /^id-[0-9a-f]{12}\/devices\.json$/],
  ])('%s is masked', (name, expected) => {
    expect(path(name)).toMatch(expected);
    expect(path(name)).toBe(maskedPath(key)(name));
    expect(path(name)).not.toBe(maskedPath('another key')(name));
  });

  it('of whatever characters has only plain names and pseudonyms left', () => {
    const masked = /^(?:[a-z0-9 _.-]*?(?:id-[0-9a-f]{12})[a-z0-9 _.-]*?|name-[0-9a-f]{12})$/i;
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (name) => {
        for (const part of path(name).split('/')) {
          const stem = part.slice(0, part.length - endingOf(part).length);
          if (!isPlain(stem)) expect(stem).toMatch(masked);
        }
        expect(path(path(name))).toBe(path(name));
      }),
      { numRuns: 1000 },
    );
  });

  it('with a word that is not listed keeps nothing of it', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{3,12}$/), fc.stringMatching(/^[ _.-]$/), (word, between) => {
        fc.pre(!isPlain(word) && endingOf(`x.${word}`) === '');
        // All that is left is what the tool says itself; a short word may stand in that by chance.
        expect(path(`exports/devices${between}${word}.json`)).toMatch(/^exports\/name-[0-9a-f]{12}\.json$/);
      }),
    );
  });
});

describe('a text', () => {
  it.each([
    ['The device F2LX00000001 stands twice.', 'F2LX00000001'],
    ['/devices/R58M123ABCD/x', 'R58M123ABCD'],
    ['transport ce0117115d2c3a01 is gone', 'ce0117115d2c3a01'],
    ['IMEI 350000000000015.', '350000000000015'],
  ])('%s loses its identifier', (sentence, identifier) => {
    expect(text(sentence)).not.toContain(identifier);
    expect(text(sentence)).toMatch(/id-[0-9a-f]{12}/);
  });

  it.each([
    'PayloadContent[0].forceEncryptedBackup',
    'The document is longer than 67108864 bytes.',
    '/value/5/isEncrypted',
    'NIST SP 800-53r5, SHA-256, PM1401',
    '2026-11-20T23:59:59Z',
  ])('%s stays', (sentence) => {
    expect(text(sentence)).toBe(sentence);
  });
});
