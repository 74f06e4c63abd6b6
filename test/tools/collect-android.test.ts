/** The script an analyst runs, against an adb that is made up: it works in a POSIX shell, keeps no name, and its folder is audited. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readPaths } from '../../src/read/paths.ts';
import { androidPhone, releases } from '../../tools/fixtures/android-dumps.ts';
import { canaries } from '../../tools/fixtures/android/releases.ts';

const script = join(import.meta.dirname, '..', '..', 'tools', 'collect-android.sh');
const folder = mkdtempSync(join(tmpdir(), 'passmuster-collect-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const hasShell = existsSync('/bin/sh');
const whole = join(import.meta.dirname, '..', 'fixtures', 'android', 'android-14');
const release = releases.find(({ name }) => name === '14');

/** An adb that prints the files of a made-up phone, with the line ends of older versions. */
function madeUpAdb(): string {
  if (release === undefined) throw new Error('no release');
  const bin = join(folder, 'bin');
  mkdirSync(join(bin, 'out'), { recursive: true });
  for (const [name, text] of Object.entries(androidPhone(release)))
    writeFileSync(
      join(bin, 'out', name),
      text.replace(/^# passmuster-end 0\n/m, '').replaceAll('\n', '\r\n'),
    );
  const adb = `#!/bin/sh
out="$(dirname "$0")/out"
shift
case "$1" in
true) exit 0 ;;
getprop) cat "$out/getprop.txt" ;;
settings) cat "$out/settings_$3.txt" ;;
dumpsys) if [ -f "$out/dumpsys_$2.txt" ]; then cat "$out/dumpsys_$2.txt"; else echo "Can't find service: $2"; exit 1; fi ;;
esac
`;
  writeFileSync(join(bin, 'adb'), adb);
  chmodSync(join(bin, 'adb'), 0o755);
  return bin;
}

/** All that is said of the phone, without the places. */
async function claimsOf(path: string): Promise<string[]> {
  const claims: string[] = [];
  for await (const event of readPaths([path], { asOf: '2099-01-01T00:00:00Z' })) {
    if (event.kind === 'input') expect(event.record.status).toBe('read');
    else
      for (const { evidence, collected: _when, ...claim } of event.observations)
        claims.push(JSON.stringify({ ...claim, value: evidence.value?.replaceAll(/line \d+/g, 'line') }));
  }
  return claims;
}

function collect(target: string, path = `${madeUpAdb()}:${process.env['PATH']}`) {
  return spawnSync('/bin/sh', [script, target], { encoding: 'utf8', env: { PATH: path } });
}

describe.skipIf(!hasShell)('tools/collect-android.sh', () => {
  it('collects a folder that is audited, without a name in it', async () => {
    const target = join(folder, 'phone');
    const done = collect(target);
    expect(done.stderr).toContain('next: passmuster audit');
    expect(done.status).toBe(0);
    const text = readdirSync(target)
      .map((name) => readFileSync(join(target, name), 'utf8'))
      .join('\n');
    for (const canary of Object.values(canaries)) expect(text).not.toContain(canary);
    expect(text).not.toMatch(/Access:|Reject:|\r/);
    const collected = await claimsOf(target);
    expect(collected.length).toBeGreaterThan(90);
    // What the filters leave out is nothing that is read. One row stands in doubt only beside a line that they leave out.
    const doubted = (claim: string) => claim.includes('"location.services.enabled"');
    const expected = await claimsOf(whole);
    expect(collected.filter((one) => !doubted(one))).toEqual(expected.filter((one) => !doubted(one)));
  });

  it('overwrites nothing, and says when there is no phone', () => {
    mkdirSync(join(folder, 'there'));
    expect(collect(join(folder, 'there')).status).toBe(2);
    const none = collect(join(folder, 'none'), '/usr/bin:/bin');
    expect(none.status).toBe(1);
    expect(none.stderr).toContain('adb reaches no phone');
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });
});
