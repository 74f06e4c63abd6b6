/** Where a report goes: --format FMT[=FILE] and --output. All files of a run come from the one report. */
import { PassmusterError } from '../errors.ts';
import type { Report } from '../model/report.ts';
import { nearest } from '../profiles/nearest.ts';
import type { RenderOptions } from '../report/define.ts';
import { findReporter, reporterIds } from '../report/registry.ts';
import { writeChunks, writeFileWhole, writeOut } from './write-out.ts';

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
    if (!reporterIds.includes(format)) {
      const near = nearest(format, reporterIds);
      throw new PassmusterError(
        'usage',
        `There is no format ${format}; ${near === undefined ? `known are ${reporterIds.join(', ')}` : `did you mean ${near}?`}`,
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
  return outputs;
}

/** Files first, then standard output: with no format for it, the terminal summary; with -q only the gates. */
export async function writeReport(
  report: Report,
  outputs: readonly Output[],
  options: RenderOptions & { quiet: boolean },
): Promise<void> {
  const written: string[] = [];
  for (const { format, file } of outputs) {
    if (file === undefined) continue;
    await writeFileWhole(file, await rendered(report, format, options));
    written.push(file);
  }
  const toScreen = outputs.find((output) => output.file === undefined);
  if (toScreen) return writeChunks(await rendered(report, toScreen.format, options));
  if (options.quiet)
    return writeOut(
      report.gates
        .filter(({ met }) => !met)
        .map(({ gate, detail }) => `gate ${gate}: not met, ${detail}\n`)
        .join('') || 'gates met\n',
    );
  await writeChunks(await rendered(report, 'terminal', options));
  if (written.length > 0) await writeOut(`wrote     ${written.join('  ')}\n`);
}

async function rendered(report: Report, format: string, options: RenderOptions): Promise<Iterable<string>> {
  const reporter = await findReporter(format);
  if (reporter === undefined) throw new PassmusterError('usage', `There is no format ${format}.`);
  return reporter.render(report, options);
}
