/** A profile in an export of Jamf demands what the profile itself demands, of the phones that its scope names. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAppleProfile } from '../../src/artifacts/apple/profile.ts';
import type { Observation } from '../../src/model/observation.ts';
import { readPaths } from '../../src/read/paths.ts';
import { strict, text as plistText } from '../../tools/fixtures/apple-embedded.ts';
import { jamfProfiles } from '../../tools/fixtures/jamf-profiles.ts';
import { readText, said } from '../review/support-read.ts';
import { utf8 } from '../support/bytes.ts';

const asOf = '2026-11-20T23:59:59Z';

function fixture(name: string) {
  const one = jamfProfiles['jamf-profiles']?.cases[name];
  if (one === undefined) throw new Error(`no fixture ${name}`);
  return { text: String(one.content), file: one.file };
}
async function observationsOf(name: string): Promise<readonly Observation[]> {
  const { text, file } = fixture(name);
  return (await readText(text, file)).subjects[0]?.observations ?? [];
}

describe('a profile in an export', () => {
  const claims = (observations: readonly Observation[]) =>
    observations.map(({ evidence: _place, ...claim }) => claim);
  const itself = readAppleProfile(utf8(plistText(strict)), { input: 'profile', asOf });

  it.each(['ok.cdata', 'ok.escaped', 'ok.json', 'ok.self-service'])(
    '%s demands what the profile demands',
    async (name) => {
      expect(itself.observations.length).toBeGreaterThan(1);
      expect(claims(await observationsOf(name))).toEqual(claims(itself.observations));
    },
  );

  it('shows the line of the key in the export', async () => {
    const { text } = fixture('ok.cdata');
    const backup = (await observationsOf('ok.cdata')).find(
      ({ setting }) => setting === 'backup.local.encrypted',
    );
    expect(backup?.evidence.locator).toBe(
      'configuration_profile/general/payloads: PayloadContent[0].forceEncryptedBackup',
    );
    expect(text.split('\n')[(backup?.evidence.line ?? 0) - 1]).toContain('forceEncryptedBackup');
  });
});

describe('the scope of a profile', () => {
  const folder = join(import.meta.dirname, '..', 'fixtures', 'sources');
  async function demandsOn(name: string): Promise<Record<string, unknown>> {
    const paths = [`jamf-devices/ok.sections/input.json`, `jamf-profiles/${name}`].map((path) =>
      join(folder, path),
    );
    const reached: Record<string, unknown> = {};
    for await (const event of readPaths(paths, { asOf, identityKey: 'of the tests' }))
      if (event.kind === 'subject' && event.subject.kind === 'device')
        reached[event.subject.id] = said(event.observations, 'camera.allowed');
    return reached;
  }

  it.each([
    ['ok.cdata/input.xml', { 1: [false], 2: [false] }],
    // The first phone by its number and its group; the second is in the group and left out by its number.
    ['ok.escaped/input.xml', { 1: [false], 2: [] }],
    ['ok.json/input.json', { 1: [false], 2: [false] }],
    ['ok.buildings/input.xml', { 1: [false], 2: [] }],
    ['ok.limited/input.xml', { 1: [], 2: [] }],
    ['ok.self-service/input.xml', { 1: [], 2: [] }],
    ['ok.nobody/input.xml', { 1: [], 2: [] }],
    ['ok.one-line/input.xml', { 1: [], 2: [] }],
  ])('%s reaches the phones it names', async (name, expected) => {
    expect(await demandsOn(name)).toEqual(expected);
  });
});

describe('a scope that cannot be told', () => {
  const withScope = async (scope: string) => {
    const { text } = fixture('ok.cdata');
    const { subjects, codes } = await readText(text.replace(/<scope>.*<\/scope>/, scope), 'a.xml');
    return { to: subjects[0]?.links?.to ?? [], codes: codes.filter((code) => code.startsWith('assignment')) };
  };
  const everyone = '<all_mobile_devices>true</all_mobile_devices>';

  it.each([
    ['<scope/>', 'assignment-none'],
    ['<scope><all_mobile_devices>false</all_mobile_devices><exclusions/></scope>', 'assignment-none'],
    ['<scope><jss_users><user><name>a</name></user></jss_users></scope>', 'assignment-unclear'],
    [`<scope>${everyone}${everyone}</scope>`, 'assignment-unclear'],
    ['<scope><all_mobile_devices>perhaps</all_mobile_devices></scope>', 'assignment-unclear'],
    [
      `<scope>${everyone}<exclusions><users><user><name>a</name></user></users></exclusions></scope>`,
      'assignment-unclear',
    ],
    [`<scope>${everyone}<exclusions>some</exclusions></scope>`, 'assignment-unclear'],
    [
      `<scope>${everyone}<exclusions><mobile_devices><mobile_device><name>a</name></mobile_device></mobile_devices></exclusions></scope>`,
      'assignment-unclear',
    ],
    ['', 'assignment-not-exported'],
  ])('%s reaches nobody for certain', async (scope, code) => {
    expect(await withScope(scope)).toEqual({ to: [], codes: [code] });
  });

  it('is none of these where everyone is meant', async () => {
    expect(await withScope(`<scope>${everyone}<limitations><users/></limitations></scope>`)).toEqual({
      to: ['all:jamf'],
      codes: [],
    });
  });
});
