/** Files that are made to hurt: many keys, deep nesting, names with escape sequences. */
import { describe, expect, it } from 'vitest';
import { lintDocument, lintGateResults } from '../../src/lint/document.ts';
import { lintFormats, renderLint } from '../../src/lint/format/registry.ts';
import { asOf, codesOf, lintBytes, payloadXml, withPayloads } from '../support/lint.ts';

const restrictions = 'com.apple.applicationaccess';
const options = { width: 100, color: false, unicode: true, verbose: true };

describe('lint of hostile profiles', () => {
  it('of 100,000 unknown keys lists as many as the limit says and counts the rest', async () => {
    const keys = Array.from({ length: 100_000 }, (_, index) => `<key>allowCamera${index}</key><false/>`);
    const started = process.cpuUsage();
    const report = await lintBytes(withPayloads(payloadXml(restrictions, keys.join(''))));
    expect(report.findings).toHaveLength(10_000);
    expect(report.leftOut).toBeGreaterThanOrEqual(90_000);
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 1e6).toBeLessThan(10);
    const document = lintDocument([report], { version: '0', asOf, target: {} });
    expect(document.summary.complete).toBe(false);
  });

  it('of 20,000 payloads or 100,000 repeated keys comes back', async () => {
    const many = Array.from({ length: 20_000 }, (_, index) =>
      payloadXml(restrictions, '<key>allowCamera</key><false/>', index),
    );
    expect((await lintBytes(withPayloads(...many))).findings).toHaveLength(10_000);
    const again = '<key>allowCamera</key><false/>'.repeat(100_000);
    expect(codesOf(await lintBytes(withPayloads(payloadXml(restrictions, again))))).toContain('PM1101');
  });

  it('nested to the limit comes back, and beyond it is unreadable', async () => {
    const nested = (depth: number) =>
      `${'<dict><key>a</key>'.repeat(depth)}<true/>${'</dict>'.repeat(depth)}`;
    const body = (depth: number) => payloadXml(restrictions, `<key>deep</key>${nested(depth)}`);
    expect(codesOf(await lintBytes(withPayloads(body(400))))).toContain('PM1302');
    expect((await lintBytes(withPayloads(body(600)))).status).toBe('unreadable');
  });

  it('keeps control characters out of every format', async () => {
    const name = 'allow\u202eCamera\u009b31m';
    const body = `<key>${name}</key><false/><key>[x](http://a.example){0}</key><false/>`;
    const type = '\u009b2Jcom.apple';
    const report = await lintBytes(
      withPayloads(payloadXml(restrictions, body), payloadXml(type, '', 2)),
      {},
      `${name}.mobileconfig`,
    );
    const document = lintDocument([report], { version: '0', asOf, target: {} });
    for (const format of lintFormats) {
      const text = [...(await renderLint(format, document, lintGateResults(document, 'none'), options))].join(
        '',
      );
      const shown =
        format === 'text'
          ? text
          : JSON.stringify(
              JSON.parse(text).findings?.map(({ message }: { message: string }) => message) ?? 'sarif',
            );
      expect(shown, format).not.toMatch(/[\u202e\u009b\u001b]/);
    }
  });

  it('a message of SARIF has no link and no placeholder', async () => {
    const report = await lintBytes(
      withPayloads(payloadXml(restrictions, '<key>[x](http://a.example){0}</key><false/>')),
    );
    const document = lintDocument([report], { version: '0', asOf, target: {} });
    const text = [...(await renderLint('sarif', document, [], options))].join('');
    expect(text).toContain('\\\\[x\\\\](http://a.example){{0}}');
  });

  it('names of prototypes are names like others', async () => {
    const body = '<key>constructor</key><false/><key>toString</key><false/><key>hasOwnProperty</key><false/>';
    const report = await lintBytes(
      withPayloads(payloadXml(restrictions, body), payloadXml('constructor', '', 2)),
    );
    expect(codesOf(report).filter((code) => code === 'PM1302')).toHaveLength(3);
    expect(codesOf(report)).toContain('PM1301');
  });
});
