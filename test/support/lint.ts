/** Small profiles, and lint over bytes in memory. */
import { inputOf } from '../../src/io/input.ts';
import type { LintContext, LintReport } from '../../src/lint/define.ts';
import { lintOpened } from '../../src/lint/opened.ts';
import { plistXml } from './plist.ts';

export const asOf = '2026-11-20T23:59:59Z';

const uuid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

export function payloadXml(type: string, body: string, number = 1): string {
  return `<dict><key>PayloadType</key><string>${type}</string><key>PayloadVersion</key><integer>1</integer>
<key>PayloadIdentifier</key><string>example.${number}</string><key>PayloadUUID</key><string>${uuid(number)}</string>
${body}</dict>`;
}

/** @param inside PayloadContent or what stands in its place */
export function profileXml(inside: string): string {
  return plistXml(`<dict><key>PayloadType</key><string>Configuration</string><key>PayloadVersion</key><integer>1</integer>
<key>PayloadIdentifier</key><string>example</string><key>PayloadUUID</key><string>${uuid(0)}</string>
${inside}</dict>`);
}

export const withPayloads = (...payloads: readonly string[]): string =>
  profileXml(`<key>PayloadContent</key><array>${payloads.join('\n')}</array>`);

export async function lintBytes(
  content: Uint8Array | string,
  context: Partial<LintContext> = {},
  name = 'a.mobileconfig',
): Promise<LintReport> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return lintOpened(await inputOf(name, bytes), { asOf, target: {}, ...context });
}

export const codesOf = ({ findings }: LintReport): string[] => findings.map(({ code }) => code);
