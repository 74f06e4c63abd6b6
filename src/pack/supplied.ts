/** From files that the operator gave beside the inputs to the options of an audit. */
import type { AuditOptions } from '../audit.ts';
import { loadAttestations } from '../attestations/load.ts';
import { StatedRecords } from '../attestations/match.ts';
import { PassmusterError } from '../errors.ts';
import { loadGates } from '../gates/load.ts';
import { loadMapping, problemLines } from '../mapping/load.ts';
import type { Profile } from '../model/profile.ts';
import { readIdMap } from '../read/id-map.ts';
import { devicePseudonyms, maskedPath, maskedText } from '../read/pseudonyms.ts';
import { loadWaivers, throwProblems } from '../waivers/load.ts';
import { GrantedWaivers } from '../waivers/match.ts';
import { policyProblems } from '../waivers/policy.ts';
import type { PackRun, SuppliedRole } from './manifest.ts';

export interface NamedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface LoadContext {
  readonly identityKey: string;
  readonly run: PackRun;
  readonly asOf: string;
  readonly profiles: readonly Profile[];
  /** What a mapping may override. */
  readonly sourceIds: readonly string[];
}

type Part = Partial<AuditOptions>;
type Loader = (files: readonly NamedFile[], context: LoadContext) => Promise<Part> | Part;

/** What each kind of file becomes; files of apps come before all others, since these name them. */
export const loaders: Readonly<Record<Exclude<SuppliedRole, 'apps'>, Loader>> = {
  mapping(files, { sourceIds }) {
    const mappings = files.map(({ name, bytes }) => {
      const { mapping, problems } = loadMapping(bytes, sourceIds);
      if (mapping !== undefined) return mapping;
      throw new PassmusterError('mapping-invalid', problemLines(name, problems).join('\n'));
    });
    return { mappings };
  },
  async 'id-map'(files, { identityKey }) {
    const lists = await Promise.all(files.map(({ name, bytes }) => readIdMap(bytes, name, identityKey)));
    return { same: lists.flat() };
  },
  'trust-root'(files) {
    return { trust: { roots: files.map(({ bytes }) => Buffer.from(bytes).toString('latin1')) } };
  },
  async attestations(files, { asOf, run, identityKey }) {
    const loaded = await loadAttestations(files, { asOf });
    const { evidence, pseudonymKey } = run;
    return {
      attestations: new StatedRecords(loaded, {
        ...(pseudonymKey === undefined ? {} : { pseudonymOf: devicePseudonyms(identityKey) }),
        ...(evidence === undefined ? {} : { evidence }),
      }),
    };
  },
  waivers(files, { asOf, run, identityKey, profiles }) {
    const loaded = loadWaivers(files, asOf);
    throwProblems(policyProblems(loaded, profiles));
    const { waiversExpiringWithin: expiringWithin = 0, pseudonymKey } = run;
    const pseudonyms = {
      of: devicePseudonyms(identityKey),
      mask: maskedText(identityKey),
      path: maskedPath(identityKey),
    };
    return {
      waivers: new GrantedWaivers(loaded, {
        asOf,
        profiles,
        expiringWithin,
        ...(pseudonymKey === undefined ? {} : { pseudonyms }),
      }),
    };
  },
  gates([file], { run, profiles }) {
    if (file === undefined) return {};
    const ids = profiles.map(({ id }) => id);
    return { gate: { ...run.gate, thresholds: loadGates(file.name, file.bytes, ids) } };
  },
};
