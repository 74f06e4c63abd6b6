/**
 * What the strict readers cost against the packages one would take instead, and what bombs come to:
 * node bench/formats.ts [runs]. Reader and peer alternate on the same document, so that a machine that slows down slows
 * both. PASSMUSTER_CORPUS may name a folder of further profiles.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { build, buildBinary, parse, type PlistValue } from 'plist';
import { readBplist } from '../src/formats/bplist.ts';
import { PassmusterError } from '../src/errors.ts';
import { parseJson } from '../src/formats/json.ts';
import { readPlistXml } from '../src/formats/plist-xml.ts';
import { decodeText } from '../src/formats/text.ts';
import { bombs, defuse } from './formats-bombs.ts';

const runs = Number(process.argv[2] ?? 15);
const root = join(import.meta.dirname, '..');
const say = (line: string) => process.stdout.write(`${line}\n`);

/** Refusal within two seconds of the processor and 256 MiB. */
const bombBars = { milliseconds: 2000, peakMiB: 256 };

function filesBelow(folder: string, ending: string): Uint8Array[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ending))
    .sort()
    .map((path) => new Uint8Array(readFileSync(join(folder, path))));
}

/** Profiles in XML that our reader takes. */
function profileTexts(): string[] {
  const corpus = process.env['PASSMUSTER_CORPUS'];
  const folders = [join(root, 'examples', 'fleet', 'apple'), ...(corpus === undefined ? [] : [corpus])];
  const stored = folders
    .flatMap((folder) => filesBelow(folder, '.mobileconfig'))
    .flatMap((bytes) => {
      try {
        const { text } = decodeText(bytes);
        readPlistXml(text);
        return [text];
      } catch (error) {
        if (error instanceof PassmusterError) return [];
        throw error;
      }
    });
  return [...stored, ...[20, 100, 500, 2000].map((keys) => build(syntheticProfile(keys)))];
}

/** A profile of as many keys, of every kind of value, in payloads of twenty. */
function syntheticProfile(keys: number): PlistValue {
  const values = (at: number): PlistValue[] => [
    at % 2 === 0,
    at,
    `A text of the usual length, number ${at}`,
    at + 0.5,
    [`com.example.app${at}`, 'com.example.other'],
    Uint8Array.from({ length: 64 }, (_byte, index) => index),
    new Date(at * 1000),
  ];
  const payloads = Array.from({ length: Math.ceil(keys / 20) }, (_payload, payload) =>
    Object.fromEntries(
      Array.from({ length: 20 }, (_key, key) => [
        `allowSomething${key}`,
        values(payload * 20 + key)[key % 7] ?? 0,
      ]),
    ),
  );
  return { PayloadType: 'Configuration', PayloadIdentifier: 'example.synthetic', PayloadContent: payloads };
}

interface Contest {
  readonly name: string;
  readonly documents: readonly {
    readonly bytes: number;
    readonly ours: () => unknown;
    readonly theirs: () => unknown;
  }[];
  /** How much of the peer's time ours may take; undefined: recorded only. */
  readonly bar?: number;
}

/** Milliseconds of the fastest half of the runs, on the average: the slow half is the machine's, not the reader's. */
function typical(times: readonly number[]): number {
  const fast = times.toSorted((a, b) => a - b).slice(0, Math.ceil(times.length / 2));
  return fast.reduce((sum, time) => sum + time, 0) / fast.length;
}

function timeOf(read: () => unknown): number {
  const start = process.hrtime.bigint();
  read();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

/** True when the bar is kept. */
function run({ name, documents, bar }: Contest): boolean {
  let [ours, theirs, bytes] = [0, 0, 0];
  for (const document of documents) {
    const times: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] };
    for (let round = 0; round < runs + 3; round += 1) {
      const pair = [timeOf(document.ours), timeOf(document.theirs)] as const;
      if (round < 3) continue; // the first rounds warm the compiler
      times.ours.push(pair[0]);
      times.theirs.push(pair[1]);
    }
    ours += typical(times.ours);
    theirs += typical(times.theirs);
    bytes += document.bytes;
  }
  const ratio = ours / theirs;
  const kept = bar === undefined || ratio <= bar;
  const speed = (time: number) => `${(bytes / 1024 / 1024 / (time / 1000)).toFixed(1)} MiB/s`;
  const wanted = bar === undefined ? 'no bar' : `bar ${bar}${kept ? '' : ' MISSED'}`;
  say(
    `${name.padEnd(34)} ${documents.length} documents, ${(bytes / 1024).toFixed(0)} KiB: ${speed(ours)} against ${speed(theirs)}, ratio ${ratio.toFixed(2)} (${wanted})`,
  );
  return kept;
}

async function contests(): Promise<Contest[]> {
  const texts = profileTexts();
  const binaries = texts.map((text) => Buffer.from(buildBinary(parse(text))));
  const json = filesBelow(join(root, 'examples', 'fleet'), '.json').map((bytes) => decodeText(bytes).text);
  json.push(
    JSON.stringify(json.flatMap((text) => Array.from({ length: 50 }, () => JSON.parse(text) as unknown))),
  );
  // No dependency of the program: where it is not installed the comparison is left out.
  const peer = await import('bplist-parser').catch(() => undefined);
  if (peer === undefined) say('bplist-parser is not installed: its comparison is left out');
  const xml = {
    name: 'XML property lists, plist 5',
    bar: 0.3,
    documents: texts.map((text) => ({
      bytes: text.length,
      ours: () => readPlistXml(text),
      theirs: () => parse(text),
    })),
  };
  const binary = {
    name: 'binary property lists, bplist-parser',
    bar: 1,
    documents: binaries.map((bytes) => ({
      bytes: bytes.length,
      ours: () => readBplist(bytes),
      theirs: () => peer?.parseBuffer(bytes),
    })),
  };
  const strict = {
    name: 'JSON, JSON.parse',
    documents: json.map((text) => ({
      bytes: text.length,
      ours: () => parseJson(text),
      theirs: (): unknown => JSON.parse(text),
    })),
  };
  return [xml, ...(peer === undefined ? [] : [binary]), strict];
}

/** True when every bomb is refused within the bars. */
function runBombs(): boolean {
  let kept = true;
  for (const [name, bomb] of Object.entries(bombs)) {
    const { code, bytes, milliseconds, peakMiB } = defuse(bomb);
    const fits =
      code !== 'accepted' &&
      milliseconds <= bombBars.milliseconds &&
      peakMiB <= bombBars.peakMiB &&
      !code.includes(' ');
    kept &&= fits;
    say(
      `${name.padEnd(40)} ${String(bytes).padStart(9)} bytes  ${code.padEnd(18)} ${milliseconds.toFixed(0).padStart(5)} ms  ${peakMiB.toFixed(0).padStart(4)} MiB${fits ? '' : '  MISSED'}`,
    );
  }
  return kept;
}

say(
  `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown'}`,
);
const results = (await contests()).map(run);
results.push(runBombs());
process.exitCode = results.includes(false) ? 1 : 0;
