/**
 * iosCustomConfiguration: a configuration profile as Base64. What it demands is demanded by the policy; the witness is the
 * file of the policy, with the place in the profile. Source of the names: Microsoft Graph, iosCustomConfiguration (v1.0).
 */
import { undecidedAll } from '../../artifacts/apple/doubt.ts';
import { readAppleProfile } from '../../artifacts/apple/profile.ts';
import type { MapReading, MapSite } from '../../artifacts/observe-map.ts';
import { PassmusterError } from '../../errors.ts';
import type { MapNode, TreeNode } from '../../formats/node.ts';
import type { ReadContext } from '../define.ts';
import { bytesOf } from './base64.ts';
import { type PolicyType, property } from './map-rows.ts';

const key = 'payload';

function readPayload(policy: MapNode, site: MapSite, context: ReadContext): MapReading {
  const node = property(policy, key);
  const bytes = node === 'repeated' ? undefined : bytesOf(node);
  const line = (node === 'repeated' ? undefined : node?.line) ?? policy.line;
  const unreadable = (message: string): MapReading => ({
    observations: [undecidedAll('unreadable', site, { locator: site.locate(key), line })],
    notices: [{ code: 'record-unreadable', message, locator: site.locate(key), line }],
  });
  if (node === undefined || isEmpty(node))
    return unreadable('The policy is to bring a configuration profile, and holds none.');
  if (bytes === undefined) return unreadable('The payload of the policy is not Base64.');
  const { input, layer, extras } = site;
  try {
    const reading = readAppleProfile(bytes, { ...context, input, layer, ...(extras ? { extras } : {}) });
    return placed(reading, site.locate(key), line);
  } catch (error) {
    if (!(error instanceof PassmusterError)) throw error;
    return unreadable(
      `The payload of the policy is no configuration profile that can be read (${error.code}).`,
    );
  }
}

const isEmpty = (node: TreeNode | 'repeated'): boolean =>
  node !== 'repeated' && (node.type === 'null' || (node.type === 'string' && node.value === ''));

/** Lines of the profile cannot be opened in the file: the line is that of the payload. */
function placed(
  { observations, notices }: ReturnType<typeof readAppleProfile>,
  place: string,
  line: number,
): MapReading {
  return {
    observations: observations.map((one) => ({
      ...one,
      evidence: { ...one.evidence, locator: `${place}: ${one.evidence.locator}`, line },
    })),
    notices: notices.map((one) => ({
      ...one,
      locator: one.locator === undefined ? place : `${place}: ${one.locator}`,
      line,
    })),
  };
}

export const iosCustom: PolicyType = {
  platform: 'ios',
  names: [],
  marks: [],
  parts: () => [],
  extra: readPayload,
};
