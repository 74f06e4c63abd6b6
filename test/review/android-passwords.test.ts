/** On a personally owned phone what a policy asks of the length of the phone's own passcode is not applied (Android 12 and later). */
import { expect, it } from 'vitest';
import { judgeAll } from './support.ts';
import { readText } from './support-read.ts';

const length = { setting: 'passcode.minimumLength', is: [{ operator: 'atLeast', options: 8 }] } as const;

async function outcome(ownership: string, mode: string): Promise<string | undefined> {
  const report = {
    name: 'enterprises/LC1/devices/d1',
    managementMode: mode,
    ownership,
    lastStatusReportTime: '2026-11-20T10:00:00Z',
    appliedPasswordPolicies: [
      { passwordScope: 'SCOPE_DEVICE', passwordQuality: 'NUMERIC_COMPLEX', passwordMinimumLength: 8 },
    ],
  };
  const { subjects } = await readText(JSON.stringify(report));
  const [found] = subjects;
  if (found === undefined) throw new Error('no device');
  return judgeAll({ expression: length }, found.observations, found.subject)[0]?.outcome;
}

it('passes where the length is applied, and nowhere else', async () => {
  expect(await outcome('COMPANY_OWNED', 'DEVICE_OWNER')).toBe('pass');
  expect(await outcome('COMPANY_OWNED', 'PROFILE_OWNER')).toBe('pass');
  expect(await outcome('PERSONALLY_OWNED', 'PROFILE_OWNER')).toBe('not-applicable');
  expect(await outcome('OWNERSHIP_UNSPECIFIED', 'PROFILE_OWNER')).toBe('unknown');
});
