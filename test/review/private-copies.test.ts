/** Databases of a phone are copied to be opened; however the run ends, the copies go. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';

const temporary = mkdtempSync(join(tmpdir(), 'passmuster-signals-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

/** Copies a database through the gate, says so, and waits to be ended. */
const script = (more: string) => `
  import { Gate } from '${join(import.meta.dirname, '../../src/read/gate.ts')}';
  import { OpenInput } from '${join(import.meta.dirname, '../../src/io/input.ts')}';
  const source = { allows: () => true };
  const container = {
    open: (path) => path.endsWith('-wal') ? undefined
      : OpenInput.open(path, (async function* () { yield new TextEncoder().encode('private'); })()),
  };
  ${more}
  await new Gate('phone', source, container).copy('TCC.db');
  console.log('copied');
  setInterval(() => undefined, 1000);
`;

async function endedBy(signal: NodeJS.Signals, more = ''): Promise<NodeJS.Signals | number | null> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script(more)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TMPDIR: temporary },
  });
  const ended = new Promise<NodeJS.Signals | number | null>((resolve) =>
    child.once('exit', (code, by) => resolve(by ?? code)),
  );
  try {
    await new Promise((resolve) => child.stdout.once('data', resolve));
    expect(readdirSync(temporary)).toHaveLength(1);
    child.kill(signal);
    return await ended;
  } finally {
    child.kill('SIGKILL');
  }
}

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('by %s', async (signal) => {
  expect(await endedBy(signal)).toBe(signal);
  expect(readdirSync(temporary)).toEqual([]);
});

it('by a signal that the program answers itself', async () => {
  expect(await endedBy('SIGTERM', "process.on('SIGTERM', () => process.exit(7));")).toBe(7);
  expect(readdirSync(temporary)).toEqual([]);
});
