/** Where a report goes: --format FMT[=FILE] and --output. All files of a run come from the one report. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PassmusterError } from '../errors.ts';
import { bookParts } from '../formats/sheet-write.ts';
import { zipOf } from '../io/archive/zip-write.ts';
import type { Report } from '../model/report.ts';
import { nearest } from '../profiles/nearest.ts';
import type { RenderOptions, Reporter } from '../report/define.ts';
import { perSubject } from '../report/per-subject.ts';
import {
  fileFormatTitles,
  findBookReporter,
  findReporter,
  formatIds,
  reporterIds,
  reporterTitles,
} from '../report/registry.ts';
import { harmless } from '../report/words.ts';
import { writeChunks, writeFileWhole, writeOut } from './write-out.ts';

export const packFormat = 'pack';

/** Makes the evidence pack of a report. */
export type Packing = (report: Report) => Promise<Uint8Array>;

export interface Output {
  readonly format: string;
  /** Undefined: standard output. */
  readonly file: string | undefined;
}

/** @throws PassmusterError usage for unknown formats, or two formats for one standard output */
export function parseOutputs(formats: readonly string[] | undefined, file: string | undefined): Output[] {
  const outputs = (formats ?? []).map((text) => {
    const at = text.indexOf('=');
    const format = at < 0 ? text : text.slice(0, at);
    if (!formatIds.includes(format)) {
      const near = nearest(format, formatIds);
      throw new PassmusterError(
        'usage',
        `There is no format ${format}; ${near === undefined ? `known are ${formatIds.join(', ')}` : `did you mean ${near}?`}`,
      );
    }
    if (at === text.length - 1)
      throw new PassmusterError('usage', `--format ${text} names no file after the =.`);
    return { format, file: at < 0 ? undefined : text.slice(at + 1) };
  });
  if (file !== undefined) {
    if (outputs.length > 1 || outputs[0]?.file !== undefined)
      throw new PassmusterError('usage', '--output goes with a single --format without a file.');
    return [{ format: outputs[0]?.format ?? 'json', file }];
  }
  if (outputs.filter((output) => output.file === undefined).length > 1)
    throw new PassmusterError('usage', 'Two formats cannot share standard output; write --format FMT=FILE.');
  return named(outputs);
}

/** What is no text goes to no terminal and no pipe that expects lines. */
function named(outputs: Output[]): Output[] {
  const unnamed = outputs.find(({ format, file }) => file === undefined && !reporterIds.includes(format));
  if (unnamed === undefined) return outputs;
  throw new PassmusterError(
    'usage',
    `${unnamed.format} is no text; name a file: --format ${unnamed.format}=FILE.`,
  );
}

/** Files first, then standard output: with no format for it, the terminal summary; with -q only the gates. */
export async function writeReport(
  report: Report,
  outputs: readonly Output[],
  options: RenderOptions & {
    readonly quiet: boolean;
    /** Files that are there already. */
    readonly written?: readonly string[];
    readonly packing?: Packing | undefined;
  },
): Promise<void> {
  // Wrong use is found before the first file is written.
  const planned: Planned[] = [];
  for (const output of outputs)
    if (reporterIds.includes(output.format)) planned.push(await plan(report, output));
  const written = [...(options.written ?? [])];
  for (const { file, files, reporter } of planned) {
    if (file === undefined) continue;
    for (const one of files())
      await writeFileWhole(one.file, reporter.render(one.report, options), {
        isPublic: reporter.countsOnly === true,
      });
    written.push(file);
  }
  for (const { format, file } of outputs) {
    if (file === undefined || reporterIds.includes(format)) continue;
    await writeFileWhole(file, await bytesOf(format, report, options.packing));
    written.push(file);
  }
  const toScreen = planned.find(({ file }) => file === undefined);
  if (toScreen) return writeChunks(toScreen.reporter.render(report, options));
  if (options.quiet) return writeGates(report.gates);
  const screen = await reporterOf('terminal');
  await writeChunks(screen.render(report, options));
  if (written.length > 0) await writeOut(`wrote     ${written.join('  ')}\n`);
}

/** All that a quiet run says. */
export async function writeGates(gates: Report['gates']): Promise<void> {
  const missed = gates
    .filter(({ met }) => !met)
    .map(({ gate, detail }) => `gate ${harmless(gate)}: not met, ${harmless(detail)}\n`);
  await writeOut(missed.join('') || 'gates met\n');
}

interface Planned {
  readonly reporter: Reporter;
  /** As the user named it. */
  readonly file: string | undefined;
  readonly files: () => Iterable<{ file: string; report: Report }>;
}

/** @throws PassmusterError usage when a format of one subject would have to hold several */
async function plan(report: Report, { format, file }: Output): Promise<Planned> {
  const reporter = await reporterOf(format);
  const pattern = await patternOf(reporter, file);
  if (reporter.subjects === 'one' && pattern === undefined && report.subjects.length > 1)
    throw new PassmusterError(
      'usage',
      `${format} holds one subject and the report has ${report.subjects.length}; write -f ${format}=FOLDER/ or put {subject} into the name.`,
    );
  if (file === undefined) return { reporter, file, files: () => [] };
  if (pattern === undefined) return { reporter, file, files: () => [{ file, report }] };
  return {
    reporter,
    file: pattern,
    files: function* () {
      for (const one of perSubject(report))
        yield { file: pattern.replaceAll('{subject}', one.name), report: one.report };
    },
  };
}

/** The name with `{subject}` in it, for formats that can be split by subject. */
async function patternOf(
  { subjects, extension }: Reporter,
  file: string | undefined,
): Promise<string | undefined> {
  if (file === undefined || subjects === undefined) return undefined;
  if (file.includes('{subject}')) return file;
  const isFolder = file.endsWith('/') || (await stat(file).catch(() => undefined))?.isDirectory() === true;
  return isFolder ? join(file, `{subject}${extension}`) : undefined;
}

async function bytesOf(format: string, report: Report, packing: Packing | undefined): Promise<Uint8Array> {
  if (format === packFormat && packing !== undefined) return packing(report);
  const reporter = await findBookReporter(format);
  if (reporter !== undefined) return zipOf(bookParts(reporter.sheets(report)));
  throw new PassmusterError('usage', `There is no format ${format}.`);
}

async function reporterOf(format: string): Promise<Reporter> {
  const reporter = await findReporter(format);
  if (reporter === undefined) throw new PassmusterError('usage', `There is no format ${format}.`);
  return reporter;
}

/** For the descriptions of commands. */
export const formatsHelp = `Formats (docs/reports.md)
${Object.entries({ ...reporterTitles, ...fileFormatTitles })
  .map(([id, title]) => `- ${id}: ${title}`)
  .join('\n')}

hdf and cklb hold one subject: name a folder, or put {subject} into the name of the file. xccdf and arf can be split so too.`;
