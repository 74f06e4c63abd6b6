/** One policy gives the same observations in whichever encoding expresses it; only the places differ. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/formats/json.ts';
import { decodeText } from '../../src/formats/text.ts';
import { inputOf } from '../../src/io/input.ts';
import { isKnown, type Observation } from '../../src/model/observation.ts';
import { detectionInput } from '../../src/sources/detect.ts';
import source from '../../src/sources/intune-policy/index.ts';
import { inferType } from '../../src/sources/intune-policy/map-types.ts';
import { plainOf, utf8 } from '../support/bytes.ts';
import {
  androidCatalogueTwin,
  appleCatalogueTwin,
  intuneCdTwin,
  leftByIntuneCd,
  nativeTwin,
  twinsOf,
} from '../support/intune-twins.ts';

type Json = Record<string, unknown>;

const corpus = process.env['PASSMUSTER_CORPUS'];
const fixtures = join(import.meta.dirname, '..', 'fixtures', 'sources', 'intune-policy');
const single = /^ok\.(ios|android|work-profile|app-protection|catalogue-(ios|android|declarations))/;

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json') && !path.endsWith('expected.json'))
    .sort()
    .map((path) => join(folder, path));
const paths = [
  ...filesBelow(fixtures).filter((path) => single.test(path.slice(fixtures.length + 1))),
  ...(corpus === undefined ? [] : filesBelow(join(corpus, 'intune'))),
];

function policyIn(path: string): Json {
  const { text } = decodeText(new Uint8Array(readFileSync(path)));
  return plainOf(parseJson(text.replace(/^\uFEFF/, ''))) as Json;
}

async function observationsOf(bytes: Uint8Array): Promise<Observation[]> {
  expect(source.detect(detectionInput('x', bytes))).toBe('yes');
  const found: Observation[] = [];
  for await (const item of source.read(await inputOf('x', bytes), { asOf: '2026-11-20T23:59:59Z' }))
    if (item.kind === 'subject') found.push(...item.observations);
  return found;
}

/** What an observation says, in a stable order; its place and native value are the encoding's. */
const claims = (observations: readonly Observation[]) =>
  observations.map(({ evidence: _evidence, ...claim }) => JSON.stringify(sorted(claim))).sort();

const sorted = (claim: object) =>
  Object.fromEntries(Object.entries(claim).sort(([a], [b]) => (a < b ? -1 : 1)));

const written = (policy: Json) => observationsOf(utf8(JSON.stringify(policy)));

for (const path of paths) {
  const policy = policyIn(path);
  if (Array.isArray(policy['value'])) continue;
  const name = path.startsWith(fixtures) ? basename(join(path, '..')) : basename(path);
  describe(name, () => {
    it.each(twinsOf(policy))('says the same as $name', async ({ bytes }) => {
      const found = await written(policy);
      expect(found).not.toEqual([]);
      expect(claims(await observationsOf(bytes))).toEqual(claims(found));
    });

    it('says the same as IntuneCD', async () => {
      const left = leftByIntuneCd(policy);
      expect(claims(await observationsOf(intuneCdTwin(policy).bytes))).toEqual(claims(await written(left)));
    });

    const isTold = inferType(Object.keys(policy)) !== undefined || 'platforms' in policy;
    if (isTold)
      it('says the same without its type', async () => {
        expect(claims(await observationsOf(nativeTwin(policy).bytes))).toEqual(claims(await written(policy)));
      });

    if (policy['@odata.type'] === '#microsoft.graph.iosGeneralDeviceConfiguration')
      it('says the same as the settings catalogue', async () => {
        const { bytes, properties } = appleCatalogueTwin(policy);
        const found = (await written(policy)).filter(
          (one) => isKnown(one) && properties.includes(one.evidence.locator.slice(1)),
        );
        expect(found).not.toEqual([]);
        expect(claims(await observationsOf(bytes))).toEqual(claims(found));
      });

    if (policy['@odata.type'] === '#microsoft.graph.androidDeviceOwnerGeneralDeviceConfiguration')
      it('says the same as the settings catalogue of Android', async () => {
        const known = (observations: readonly Observation[]) => observations.filter(isKnown);
        const found = known(await written(policy)).filter(
          ({ evidence }) => !evidence.locator.startsWith('/vpn'),
        );
        expect(found).not.toEqual([]);
        expect(claims(known(await observationsOf(androidCatalogueTwin(policy))))).toEqual(claims(found));
      });
  });
}
