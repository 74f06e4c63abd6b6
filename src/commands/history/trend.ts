import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../cli/base-command.ts';
import { defaultSeries, lookFlags, withStore } from '../../cli/history.ts';
import type { ExitCode } from '../../cli/launch.ts';
import { type Columns, listed, listFormats } from '../../cli/runs.ts';
import { writeOut } from '../../cli/write-out.ts';
import { PassmusterError } from '../../errors.ts';
import { severities } from '../../model/profile.ts';
import { platforms, subjectKinds } from '../../model/subject.ts';
import {
  type CountedRun,
  groupLabelsOf,
  type TrendBy,
  type TrendFilter,
  trendParts,
  type TrendRow,
  trendRows,
} from '../../store/trend.ts';

const columns: Columns<TrendRow> = {
  run: ({ run }) => run,
  as_of: ({ asOf }) => asOf,
  part: ({ part }) => part,
  score: ({ score }) => score,
  coverage: ({ coverage }) => coverage,
  without_waivers: ({ scoreWithoutWaivers }) => scoreWithoutWaivers,
  pass: ({ outcomes }) => outcomes.pass,
  fail: ({ outcomes }) => outcomes.fail,
  unknown: ({ outcomes }) => outcomes.unknown,
  not_applicable: ({ outcomes }) => outcomes['not-applicable'],
  waived: ({ outcomes }) => outcomes.waived,
  error: ({ outcomes }) => outcomes.error,
};

export default class HistoryTrend extends BaseCommand {
  static override summary = 'Score, coverage and counts over time.';
  static override description = `Of everything, or of a part: filters restrict what is counted, and --by gives a line for each profile, rule, platform, severity, kind of subject, or value of a label. The score of a part weighs rules by their severity.`;
  static override examples = [
    '<%= config.bin %> history trend --store passmuster.db',
    '<%= config.bin %> history trend --store passmuster.db --by platform --last 7',
    {
      description: 'One rule in the iPhones, for a spreadsheet',
      command:
        '<%= config.bin %> history trend --store passmuster.db --rule passcode-length --platform ios -f csv',
    },
    {
      description: 'The groups that the management system names in the label "group"',
      command: '<%= config.bin %> history trend --store passmuster.db --by label:group',
    },
    '<%= config.bin %> history trend --store passmuster.db --group "group=Field team"',
  ];
  static override flags = {
    ...lookFlags,
    by: Flags.string({ helpValue: 'PART', description: `${trendParts.join(', ')}, or label:NAME` }),
    profile: Flags.string({ char: 'p', helpValue: 'ID', description: 'of this audit profile' }),
    rule: Flags.string({ helpValue: 'ID', description: 'of this rule' }),
    platform: Flags.option({ options: platforms, description: 'of this platform' })(),
    severity: Flags.option({ options: severities, description: 'of this severity' })(),
    kind: Flags.option({ options: subjectKinds, description: 'of devices, or of policies' })(),
    group: Flags.string({ helpValue: 'NAME=VALUE', description: 'of subjects whose label has this value' }),
    since: Flags.string({ helpValue: 'DAY', description: 'runs as of this day and later' }),
    last: Flags.integer({ min: 1, helpValue: 'N', description: 'the last runs only' }),
    format: Flags.option({
      char: 'f',
      options: listFormats,
      default: 'table' as const,
      description: 'table, csv, json',
    })(),
  };

  override async run(): Promise<ExitCode> {
    const { flags } = await this.parse(HistoryTrend);
    const filter = filterOf(flags);
    const by = byOf(flags.by);
    if (filter.rule !== undefined && (filter.group !== undefined || typeof by === 'object'))
      throw new PassmusterError(
        'usage',
        'The history counts by rule and by group, not by both; leave one out. The reports have both: history show RUN -f csv.',
      );
    const { series = defaultSeries, since = '', last } = flags;
    const runs = await withStore(flags.store, { readOnly: true }, async (store): Promise<CountedRun[]> => {
      const all = await store.runs();
      const own = all.filter((run) => run.series === series && run.asOf >= since).slice(-(last ?? Infinity));
      const figures = await store.figures(own.map(({ run }) => run));
      return own.map((run) => ({ run, figures: figures.get(run.run) ?? { rules: [], groups: [] } }));
    });
    requireLabel(runs, filter, by);
    await writeOut(listed(trendRows(runs, filter, by), columns, flags.format));
    return 0;
  }
}

function filterOf({
  profile,
  rule,
  platform,
  severity,
  kind,
  group,
}: Readonly<Record<string, unknown>>): TrendFilter {
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  const named = text(group);
  const at = named?.indexOf('=') ?? -1;
  if (named !== undefined && at < 1)
    throw new PassmusterError(
      'usage',
      `--group takes the name of a label and its value (group=Field team), not ${named}.`,
    );
  return {
    profile: text(profile),
    rule: text(rule),
    platform: text(platform),
    severity: text(severity),
    kind: text(kind),
    group: named === undefined ? undefined : { label: named.slice(0, at), value: named.slice(at + 1) },
  };
}

function byOf(given: string | undefined): TrendBy | undefined {
  if (given === undefined) return undefined;
  if (given.startsWith('label:')) return { label: given.slice('label:'.length) };
  const part = trendParts.find((one) => one === given);
  if (part === undefined)
    throw new PassmusterError('usage', `--by takes ${trendParts.join(', ')}, or label:NAME, not ${given}.`);
  return part;
}

/** A label that no run counts by is a mistake of the one who asks, not a group without findings. */
function requireLabel(runs: readonly CountedRun[], { group }: TrendFilter, by: TrendBy | undefined): void {
  const label = typeof by === 'object' ? by.label : group?.label;
  if (label === undefined) return;
  const known = [...new Set(runs.flatMap(({ figures }) => groupLabelsOf(figures)))];
  if (!known.includes(label))
    throw new PassmusterError(
      'usage',
      `No run counts by the label ${label}; they count by ${known.join(', ') || 'none'}. A label of more than 50 values makes no groups.`,
    );
}
