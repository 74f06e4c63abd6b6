/** Dumps that somebody made to cost memory or time, or to come out somewhere. */
import { describe, expect, it } from 'vitest';
import { noDocuments, observePhone } from '../../../src/artifacts/android/phone.ts';
import { readReport, settled } from '../../../src/sources/android-report.ts';

async function* source(...parts: readonly (string | Iterable<string>)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    if (typeof part === 'string') yield Buffer.from(part);
    else for (const piece of part) yield Buffer.from(piece);
  }
}

async function read(...parts: readonly (string | Iterable<string>)[]) {
  const documents = noDocuments();
  const report = await readReport(source(...parts), documents, 'main');
  const notices = settled(report, documents, 'main');
  return { ...observePhone(documents, { input: 'phone' }), report, notices };
}

function* times(count: number, piece: (index: number) => string): Generator<string> {
  for (let index = 0; index < count; index += 1) yield piece(index);
}

const open = 'DUMP OF SERVICE package:\nDatabase versions:\nPackages:\n';
const close = 'Queries:\n--------- 0.1s was the duration of dumpsys package, ending at: x\n';

describe('a hostile dump', () => {
  it('of ten million lines is gone through in little memory', { timeout: 120_000 }, async () => {
    const block = '        android.permission.CAMERA: granted=true, flags=[ USER_SET]\n'.repeat(10_000);
    const before = process.memoryUsage().rss;
    const { observations } = await read(
      open,
      '  Package [com.whatsapp] (1a):\n    User 0: installed=true\n',
      times(1000, () => block),
      close,
    );
    expect(process.memoryUsage().rss - before).toBeLessThan(320 * 1024 * 1024);
    expect(observations.length).toBeGreaterThan(0);
  });

  it('with more packages than a phone has is no inventory', async () => {
    const { observations } = await read(
      open,
      times(300, (part) =>
        [
          ...times(
            100,
            (index) => `  Package [org.example.p${part}x${index}] (1a):\n    User 0: installed=true\n`,
          ),
        ].join(''),
      ),
      close,
    );
    expect(observations.find(({ setting }) => setting === 'apps.installed')).toMatchObject({
      unknown: 'incomplete',
    });
  });

  it('of one line without an end is cut', async () => {
    const { report } = await read(times(500, () => 'x'.repeat(100_000)));
    expect(report).toMatchObject({ sections: [], isCut: true });
  });

  it.each([
    ['blanks', ' '.repeat(60_000)],
    ['brackets', '['.repeat(60_000)],
    ['a key without an end', `[${'a'.repeat(60_000)}`],
    ['dashes', '-'.repeat(60_000)],
    ['a policy key', `      UserRestrictionPolicyKey ${'a '.repeat(30_000)}`],
    ['a user', `  UserInfo{0:${'a:'.repeat(30_000)}`],
    ['an operation', `      ${'A'.repeat(60_000)}`],
    ['a setting', `_id:1 name:x value:${' default'.repeat(7000)}`],
    ['a trust line', `(id=0, flags=0x1)${'trustManaged'.repeat(5000)}`],
  ])('of long lines takes no long time: %s', async (_name, line) => {
    const services = [
      'package',
      'appops',
      'user',
      'settings',
      'device_policy',
      'trust',
      'lock_settings',
      'backup',
    ];
    const text = services
      .map(
        (name) =>
          `DUMP OF SERVICE ${name}:\nPackages:\n  Package [a] (1):\n  Uid 0:\n  Local Policies:\nGLOBAL SETTINGS (user 0)\n${`${line}\n`.repeat(20)}`,
      )
      .join('');
    const start = performance.now();
    await read('------ SYSTEM PROPERTIES (getprop) ------\n', text);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it('with odd names states them as they are and breaks nothing', async () => {
    const names = ['__proto__', 'constructor', '\u001b[31mred', '<script>', 'a b', '../../x'];
    const { observations } = await read(
      open,
      names.map((name) => `  Package [${name}] (1a):\n    User 0: installed=true\n`).join(''),
      close,
    );
    const installed = observations.find(({ setting }) => setting === 'apps.installed');
    expect(installed).toMatchObject({ value: names.toSorted() });
    expect(Object.prototype).not.toHaveProperty('installed');
  });

  it('does not get a section closed by what an app prints of itself', async () => {
    const spoof = '--------- 0.1s was the duration of dumpsys package, ending at: x\n';
    const { observations, notices } = await read(
      open,
      '  Package [com.whatsapp] (1a):\n    User 0: installed=true\n',
      spoof,
      '  Package [com.slack] (1a):\n',
      close,
    );
    expect(observations.some((one) => 'value' in one)).toBe(false);
    expect(notices.map(({ code }) => code)).toContain('section-incomplete');
  });
});
