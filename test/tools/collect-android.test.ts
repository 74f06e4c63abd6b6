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
import { readDump } from '../../src/artifacts/android/dump.ts';
import { policyReader } from '../../src/artifacts/android/policy.ts';
import { openDocument } from '../../src/artifacts/android/services.ts';
import { usersReader } from '../../src/artifacts/android/users.ts';
import { noDocuments, observePhone } from '../../src/artifacts/android/phone.ts';
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

  /** One file of a phone whose commands print what is given. */
  function collected(name: string, text: string | Uint8Array, target = join(folder, `one-${name}`)): string {
    const bin = madeUpAdb();
    writeFileSync(join(bin, 'out', name), text);
    rmSync(target, { recursive: true, force: true });
    expect(collect(target, `${bin}:${process.env['PATH']}`).status).toBe(0);
    return readFileSync(join(target, name), 'utf8');
  }

  it('keeps every restriction, and no line of a user that it does not know', () => {
    const text = `Current user: 0
Users:
  UserInfo{0:Canary Ann
Bee:c13} serialNo=0
    Type: android.os.usertype.full.SYSTEM
    Last logged in: +3h2m ago
    Account name: Canary Ann
    Effective restrictions:
      no_modify_accounts
      no_config_vpn
    Odd list:
      no_usb_file_transfer
  Device owner id:0
`;
    const kept = collected('dumpsys_user.txt', text.replace(' Ann\nBee', ' Ann: Bee'));
    expect(kept).toContain('      no_modify_accounts\n      no_config_vpn\n    -\n');
    expect(kept).toMatch(/UserInfo\{0:-:c13\}[\s\S]*Device owner id:0/);
    expect(kept).not.toMatch(/Canary|Bee|logged/);
    const torn = collected('dumpsys_user.txt', text);
    expect(torn).not.toMatch(/Canary|Bee/);
    expect(readDump(torn.split('\n'), usersReader()).broken).toBe(true);
  });

  it('keeps the key of every policy, so that none gets the value of another', () => {
    const key = (name: string, value: string) =>
      `    UserRestrictionPolicyKey userRestriction_${name}\n      Resolved Policy (MostRestrictive):\n        ${value}\n`;
    const text = `Current Device Policy Manager state:
  Device Owner:
    name=Canary Org
    isOrganizationOwnedDevice=true
  Enabled Device Admins (User 0, provisioningState: 3):
    com.example.dpc/.AdminReceiver:
      passwordQuality=0x30000
      mOrganizationId=Canary Org
      mFactoryResetProtectionPolicy:
        1234567canary
      mWifiSsidPolicy=[Canary Net]
      userRestrictions:
        no_modify_accounts
  Global Policies: 
${key('no_factory_reset', 'null')}${key('no_modify_accounts', 'BooleanPolicyValue { mValue= true }')}    WifiPolicyKey wifi
      Resolved Policy (MostRecent):
        StringPolicyValue { mValue= Canary Net }
  Encryption Status: per-user Canary
`;
    const kept = collected('dumpsys_device_policy.txt', text);
    expect(kept).not.toMatch(/canary/i);
    const { resolved, admins, organisationOwned } = readDump(kept.split('\n'), policyReader());
    expect(resolved.map((one) => [one.key, one.value])).toEqual([['no_modify_accounts', 'true']]);
    expect(admins.map(({ values, restrictions }) => [[...values.keys()], [...restrictions.keys()]])).toEqual([
      [['passwordQuality'], ['no_modify_accounts']],
    ]);
    expect(organisationOwned?.value).toBe(true);
  });

  it.each(releases.map((one) => [one.name, one] as const))(
    'changes no answer of Android %s',
    (_name, one) => {
      const phone = androidPhone(one);
      for (const service of ['user', 'device_policy']) {
        const name = `dumpsys_${service}.txt`;
        const text = (phone[name] ?? '').replace(/^# passmuster-end 0\n/m, '');
        const claims = (dump: string) => {
          const documents = noDocuments();
          const open = openDocument(service, documents);
          for (const [index, line] of dump.split('\n').entries()) open?.line(line, index);
          open?.end('marked');
          return observePhone(documents, { input: 'phone' }).observations;
        };
        expect(claims(collected(name, text))).toEqual(claims(text));
        expect(claims(text).length).toBeGreaterThan(2);
      }
    },
  );

  it('is not stopped by a byte that makes a text no text', () => {
    const lines = (count: number) => '  Uid u0a1:\n      CAMERA: mode=ignore\n'.repeat(count);
    const kept = collected('dumpsys_appops.txt', `${lines(4000)}    x\u0000y\n  Uid u0a2:\n`);
    expect(kept.slice(-40)).toContain('  Uid u0a2:\n# passmuster-end 0\n');
  });

  it('takes odd names of folders', () => {
    for (const name of ['-odd', 'a b', "it's $x"]) {
      const bin = madeUpAdb();
      const done = spawnSync('/bin/sh', [script, name], {
        encoding: 'utf8',
        cwd: folder,
        env: { PATH: `${bin}:${process.env['PATH']}` },
      });
      expect(done.stderr).not.toMatch(/option|not found/);
      expect(readdirSync(join(folder, name))).toContain('passmuster-collection.txt');
      expect(readdirSync(join(folder, name))).not.toContain('.raw');
    }
  });
});
