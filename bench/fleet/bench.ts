/**
 * Whole fleets against what parses the same bytes and does nothing else: npm run bench -- [option …]
 * Prints the table, and writes it to bench/RESULTS.md and docs/scale.md when no row was left out. Needs a build.
 */
import { fleetsIn } from './fleets.ts';
import { knowsJobs, measure } from './measurements.ts';
import { type Options, optionsOf, usage } from './options.ts';
import { machine, tableOf, writeSection } from './results.ts';
import { rowIds } from './rows.ts';
import { figuresOf, writeFigures } from './scale.ts';

const say = (what: string): void => void process.stderr.write(`bench: ${what}\n`);

async function bench(options: Options): Promise<void> {
  const hasJobs = knowsJobs();
  const fleets = fleetsIn(options.folder, options.seed, say);
  try {
    const results = await measure({ options, fleets, say, hasJobs });
    const remarks = [
      `${machine()}.`,
      `${new Date().toISOString().slice(0, 10)}; rounds in which the programs take turns: ${options.rounds}; the middle ratio of one round counts.`,
      ...(hasJobs ? [] : ['`passmuster audit` has no `--jobs` yet: all rows are of one process.']),
      ...(options.discard ? ['Findings were written to `/dev/null`.'] : []),
    ];
    const body = `${remarks.join('\n')}\n\n${tableOf(results)}\n`;
    process.stdout.write(body);
    if (options.only.length === rowIds.length) {
      writeSection(body);
      writeFigures(figuresOf(results, remarks.join('\n')));
    } else say('not written to bench/RESULTS.md and docs/scale.md, because rows are missing');
  } finally {
    fleets.remove();
  }
}

try {
  await bench(optionsOf(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  process.exitCode = 2;
}
