/**
 * Reads standard input with one reader and tells what that came to: node bench/formats-child.ts READER < FILE.
 * A process of its own, so that its peak of memory is that of this reader and this input.
 */
import { PassmusterError } from '../src/errors.ts';

/** Time of the processor, so that a busy machine tells the same. */
export interface ReadingCost {
  /** The code of the refusal, or `accepted`. */
  readonly code: string;
  readonly milliseconds: number;
  readonly peakMiB: number;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

async function readAll<T>(items: AsyncIterable<T>, read: (item: T) => Promise<void>): Promise<void> {
  for await (const item of items) await read(item);
}

/** Each reader with its module, which is loaded before the clock starts. */
const readers = {
  'plist-xml': async () => {
    const { readPlistXml } = await import('../src/formats/plist-xml.ts');
    return (bytes: Uint8Array) => readPlistXml(text(bytes));
  },
  bplist: async () => (await import('../src/formats/bplist.ts')).readBplist,
  json: async () => {
    const { parseJson } = await import('../src/formats/json.ts');
    return (bytes: Uint8Array) => parseJson(text(bytes));
  },
  xml: async () => {
    const { readXml } = await import('../src/formats/xml.ts');
    return (bytes: Uint8Array) => readXml(text(bytes));
  },
  cms: async () => (await import('../src/formats/cms.ts')).openSigned,
  yaml: async () => {
    const { readYaml } = await import('../src/formats/yaml.ts');
    return (bytes: Uint8Array) => readYaml(text(bytes), 'profile-invalid');
  },
  csv: async () => {
    const { readCsv } = await import('../src/formats/csv.ts');
    return (bytes: Uint8Array) => readAll(readCsv(once(bytes)), async () => undefined);
  },
  gzip: async () => {
    const { indexArchive } = await import('../src/io/archive/index.ts');
    const { memoryBytes } = await import('../src/io/archive/bytes.ts');
    return async (bytes: Uint8Array) => {
      const archive = await indexArchive({ name: 'a', kind: 'gzip', bytes: memoryBytes(bytes) });
      await readAll(archive.files(), async (entry) => {
        if (entry.kind === 'file') await readAll(entry.input.stream(), async () => undefined);
      });
    };
  },
} satisfies Record<string, () => Promise<(bytes: Uint8Array) => unknown>>;

export type BenchReader = keyof typeof readers;

async function cost(reader: BenchReader, bytes: Uint8Array): Promise<ReadingCost> {
  const read = await readers[reader]();
  const start = process.cpuUsage();
  let code = 'accepted';
  try {
    await read(bytes);
  } catch (error) {
    code = error instanceof PassmusterError ? error.code : String(error);
  }
  const { user, system } = process.cpuUsage(start);
  const peakMiB = process.resourceUsage().maxRSS / 1024;
  return { code, milliseconds: (user + system) / 1000, peakMiB };
}

if (import.meta.main) {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  const result = await cost(process.argv[2] as BenchReader, new Uint8Array(Buffer.concat(chunks)));
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
