import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand, outputFlags, terminalOptions } from '../cli/base-command.ts';
import { fileNamed, isRun, lookFlags, runNamed, withStore } from '../cli/history.ts';
import type { ExitCode } from '../cli/launch.ts';
import { writeChunks, writeFileWhole, writeOut } from '../cli/write-out.ts';
import { compare, type Compared } from '../diff/compare.ts';
import { PassmusterError } from '../errors.ts';
import { diffFormats, diffRenderer } from '../report/diff/registry.ts';

export default class Diff extends BaseCommand {
  static override summary = 'What changed between two reports, and what it comes from.';
  static override description = `Compares saved reports, or runs of a history. A finding is the same when rule, subject and scope are; each pair has one class. Differences stand together by what they come from: an edited line of a policy is one line here, however many phones it reaches. What an export writes for nothing (null, an empty list, an empty text) makes no difference.

Exit codes
- 0: compared
- 1: with --fail-on-new: something fails that did not fail before, or fails and cannot be compared
- 2: wrong use, or a file that is no report`;
  static override examples = [
    '<%= config.bin %> diff monday.json tuesday.json',
    {
      description: 'The last two runs of a history',
      command: '<%= config.bin %> diff --store passmuster.db',
    },
    {
      description: 'A run against the last one, phone by phone',
      command: '<%= config.bin %> diff 12 last --store passmuster.db --details',
    },
    {
      description: 'A comment for a pull request; fails when something new fails',
      command: '<%= config.bin %> diff main.json branch.json -f markdown --fail-on-new',
    },
  ];
  static override args = {
    before: Args.string({
      description: 'report.json; with --store also the number of a run, last, or previous (default)',
    }),
    after: Args.string({ description: 'the same; with --store the default is last' }),
  };
  static override flags = {
    ...lookFlags,
    format: Flags.option({
      char: 'f',
      options: diffFormats,
      default: 'table' as const,
      description: 'table for a terminal, json (schemas/diff.schema.json), csv (a row a finding), markdown',
    })(),
    output: Flags.string({ char: 'o', helpValue: 'FILE', description: 'write to a file' }),
    details: Flags.boolean({ description: 'tell every finding with the evidence of both sides' }),
    'fail-on-new': Flags.boolean({ description: 'exit 1 when something fails that did not fail before' }),
    'gate-advisory': Flags.boolean({
      description: 'let fails of advisory profiles count for --fail-on-new too',
    }),
    ...outputFlags,
  };

  override async run(): Promise<ExitCode> {
    const { args, flags } = await this.parse(Diff);
    const { store } = flags;
    const names =
      store === undefined ? [args.before, args.after] : [args.before ?? 'previous', args.after ?? 'last'];
    const [before, after] = await this.#reports(names, flags);
    const diff = compare(before, after, { gateAdvisory: flags['gate-advisory'] });
    const render = await diffRenderer(flags.format);
    const chunks = render(diff, { ...terminalOptions(flags), details: flags.details });
    if (flags.output !== undefined) await writeFileWhole(flags.output, chunks);
    else if (flags.quiet) await writeOut(`${diff.gating} new\n`);
    else await writeChunks(chunks);
    return flags['fail-on-new'] && diff.gating > 0 ? 1 : 0;
  }

  async #reports(
    names: readonly (string | undefined)[],
    { store, series }: { readonly store?: string | undefined; readonly series?: string | undefined },
  ): Promise<[Compared, Compared]> {
    const [first, second] = names;
    if (first === undefined || second === undefined)
      throw new PassmusterError(
        'usage',
        'Name two reports, or a history: passmuster diff A.json B.json, passmuster diff --store FILE.',
      );
    const of = async (name: string): Promise<Compared> => {
      if (store === undefined || !isRun(name)) return fileNamed(name);
      return withStore(store, { readOnly: true }, async (opened) => {
        const { run } = await runNamed(opened, name, { series });
        return { name: `run ${run}`, report: await opened.load(run) };
      });
    };
    return [await of(first), await of(second)];
  }
}
