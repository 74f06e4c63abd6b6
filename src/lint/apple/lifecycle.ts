/** PM16xx: how long a profile stays, and who can take it off. */
import { itemsOf, type MapNode, memberOf, stringOf, type TreeNode } from '../../formats/node.ts';
import type { LintContext } from '../define.ts';
import type { Findings } from '../findings.ts';

export function lifecycle(profile: MapNode, { asOf, target }: LintContext, findings: Findings): void {
  const at = (key: string) => ({ locator: key, line: profile.entries.get(key)?.line ?? 0 });
  const removal = profile.entries.get('RemovalDate');
  if (removal?.type === 'date') {
    const day = removal.value.slice(0, 10);
    if (removal.value < asOf)
      findings.add('PM1601', `The profile removed itself on ${day}.`, at('RemovalDate'));
    else findings.add('PM1602', `The profile removes itself on ${day}.`, at('RemovalDate'));
  }
  const duration = profile.entries.get('DurationUntilRemoval');
  if (duration?.type === 'integer' || duration?.type === 'real')
    findings.add(
      'PM1602',
      `The profile removes itself ${spanOf(Number(duration.value))} after it was installed.`,
      at('DurationUntilRemoval'),
    );
  const expiry = profile.entries.get('PayloadExpirationDate');
  if (expiry?.type === 'date' && expiry.value < asOf)
    findings.add(
      'PM1603',
      `The profile expired on ${expiry.value.slice(0, 10)}.`,
      at('PayloadExpirationDate'),
    );
  const isManaged = target.enrolment !== undefined && target.enrolment !== 'local';
  removability(profile, findings, isManaged);
}

function spanOf(seconds: number): string {
  const days = seconds / 86_400;
  if (days >= 2) return `${Math.round(days)} days`;
  return seconds >= 7200 ? `${Math.round(seconds / 3600)} hours` : `${Math.round(seconds)} seconds`;
}

const passwordType = 'com.apple.profileRemovalPassword';

function removability(profile: MapNode, findings: Findings, isManaged: boolean): void {
  const payload = itemsOf(memberOf(profile, 'PayloadContent')).find(
    (node) => stringOf(memberOf(node, 'PayloadType')) === passwordType,
  );
  const isLocked = isTrue(memberOf(profile, 'PayloadRemovalDisallowed'));
  const claims = profile.entries.get('HasRemovalPasscode');
  const isHiddenInside = profile.entries.has('EncryptedPayloadContent');
  if (isTrue(claims) && payload === undefined && !isHiddenInside)
    findings.add('PM1605', `HasRemovalPasscode is true, and there is no payload ${passwordType}.`, {
      locator: 'HasRemovalPasscode',
      line: claims?.line ?? 0,
    });
  if (payload !== undefined && memberOf(payload, 'RemovalPassword') === undefined)
    findings.add('PM1605', `The payload ${passwordType} has no RemovalPassword.`, {
      locator: 'PayloadContent',
      line: payload.line,
    });
  if (isLocked || isManaged || payload !== undefined || isHiddenInside) return;
  findings.add('PM1604', 'A user who installed the profile may remove it at any time.', {
    locator: 'PayloadRemovalDisallowed',
    line: memberOf(profile, 'PayloadRemovalDisallowed')?.line ?? profile.line,
  });
}

const isTrue = (node: TreeNode | undefined): boolean => node?.type === 'boolean' && node.value;
