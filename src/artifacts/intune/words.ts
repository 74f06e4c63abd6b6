/** Words that Intune writes in its inventory, whatever the export. Source: Microsoft Graph, managedDevice and its enumerations. */
import { foldKey } from '../masking.ts';
import type { Platform } from '../../model/subject.ts';

/** Graph, managementState: what is neither managed nor plainly not is on its way, and says nothing. */
export const managementStates = {
  managed: true,
  discovered: null,
  retirePending: null,
  retireFailed: null,
  wipePending: null,
  wipeFailed: null,
  unhealthy: null,
  deletePending: null,
  retireIssued: null,
  wipeIssued: null,
  wipeCanceled: null,
  retireCanceled: null,
} as const;

/**
 * `iOS`, `iPadOS`, `Android` and what follows it: `AndroidForWork`, `Android (fully managed)`.
 * @param isOther whether a folded text that is none of these names another system
 */
export function platformNamed(
  system: string | undefined,
  model: string | undefined,
  isOther: (folded: string) => boolean,
): Platform | 'other' | 'unclear' {
  const text = (system ?? '').toLowerCase();
  if (text.startsWith('android')) return 'android';
  if (text.startsWith('ipados')) return 'ipados';
  if (text.startsWith('ios')) return model?.startsWith('iPad') === true ? 'ipados' : 'ios';
  const folded = foldKey(text);
  const isOurs = folded === '' || folded === 'unknown' || /^(android|ipados|ios)/.test(folded);
  return !isOurs && isOther(folded) ? 'other' : 'unclear';
}

/** Systems that Intune manages besides: in CSV another text in this place is of another column. */
const others = /^(win|mac|linux|chrome|tvos|visionos|watchos|unix|hololens|surfacehub|cloudpc)/;

export const isOtherSystem = (folded: string): boolean => others.test(folded);
