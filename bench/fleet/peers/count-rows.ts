/**
 * The peer of the table rows: papaparse in step mode, counting.
 *
 *   node bench/fleet/peers/count-rows.ts FILE
 */
import { createReadStream } from 'node:fs';
import Papa from 'papaparse';

let rows = 0;
// Pieces of 64 KiB, the default of streams: with larger ones papaparse is slower.
Papa.parse(createReadStream(process.argv[2] ?? '', { encoding: 'utf8' }), {
  step: () => {
    rows += 1;
  },
  complete: () => process.stdout.write(`${rows}\n`),
});
