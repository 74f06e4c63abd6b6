import * as Args from '@oclif/core/args';
import { appEntries, catalogueLegend } from '../apps/catalogue.ts';
import type { AppEntry } from '../apps/entry.ts';
import { applyApps, appsFlag } from '../cli/apps.ts';
import { BaseCommand } from '../cli/base-command.ts';
import type { ExitCode } from '../cli/launch.ts';
import { table } from '../cli/table.ts';
import { writeOut } from '../cli/write-out.ts';
import { PassmusterError } from '../errors.ts';
import { nearest } from '../profiles/nearest.ts';

export default class Apps extends BaseCommand {
  static override summary = 'The messaging and social apps that rules can name.';
  static override description = `Without an id: a table. With one, a part of one, a bundle id or a package name: everything that is known of the app, with
how certain it is (A: vendor or maintained forensic tool, B: several independent sources, C: general knowledge, never decisive).

What an app can do explains findings; no setting of a phone is inferred from it.`;
  static override examples = [
    '<%= config.bin %> apps',
    '<%= config.bin %> apps whatsapp',
    '<%= config.bin %> apps org.thoughtcrime.securesms',
    { description: 'With apps of your own', command: '<%= config.bin %> apps --apps our-apps.yaml' },
  ];
  static override args = { id: Args.string({ description: 'id, a part of one, bundle id or package name' }) };
  static override flags = { apps: appsFlag };

  override async run(): Promise<ExitCode> {
    const { args, flags } = await this.parse(Apps);
    await applyApps(flags.apps);
    if (args.id === undefined) {
      await writeOut(table([['APP', 'KIND', 'NAME', 'STATUS'], ...appEntries.map(rowOf)]));
      return 0;
    }
    for (const entry of found(args.id)) await writeOut(described(entry));
    return 0;
  }
}

const rowOf = ({ id, kind, name, status }: AppEntry): string[] => [id, kind, name, status?.value ?? 'active'];

/** The app of this very id or native name, else those whose id holds the text. @throws PassmusterError usage */
function found(text: string): readonly AppEntry[] {
  const exact = appEntries.filter(
    ({ id, ios, android }) => id === text || [...ios, ...android].some((one) => one.id === text),
  );
  const some = exact.length > 0 ? exact : appEntries.filter(({ id }) => id.includes(text.toLowerCase()));
  if (some.length > 0) return some;
  const near = nearest(
    text,
    appEntries.map(({ id }) => id),
  );
  const hint =
    near === undefined ? '"passmuster apps" lists all; add your own with --apps' : `did you mean ${near}?`;
  throw new PassmusterError('usage', `The catalogue has no app ${text}; ${hint}`);
}

function described(entry: AppEntry): string {
  const {
    id,
    name,
    kind,
    aliases = [],
    ios,
    android,
    owner,
    notes,
    policyMentions = [],
    sources = [],
  } = entry;
  const ids = (list: AppEntry['ios']): string =>
    list.map((one) => `${one.id} (${one.certainty})`).join(', ') || 'none known';
  const property = (one: AppEntry['status']): string | undefined =>
    one &&
    [
      one.value,
      one.since && `since ${one.since}`,
      one.certainty && `(${one.certainty})`,
      one.note && `– ${one.note}`,
    ]
      .filter((part) => part !== undefined)
      .join(' ');
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['also called', aliases.join(', ') || undefined],
    ['bundle ids', ids(ios)],
    ['packages', ids(android)],
    ['owner', owner && `${owner.name}, ${owner.countries.join(' and ')} (${owner.certainty})`],
    ['status', property(entry.status)],
    ['end-to-end encryption', property(entry.e2eeDefault)],
    ['disappearing messages', property(entry.disappearingMessages)],
    ['encrypted backup', property(entry.encryptedBackup)],
    ['desktop client', property(entry.desktopClient)],
    ['named by', policyMentions.map(mention).join('; ') || undefined],
    ['notes', notes],
    ['sources', sources.join('; ') || undefined],
  ];
  const rows = lines.flatMap(([label, value]) => (value === undefined ? [] : [`  ${label}: ${value}\n`]));
  return `${id}\n  ${name} (${kind})\n${rows.join('')}\n`;
}

/** The title of a text that names apps. */
function mention(id: string): string {
  const titles = catalogueLegend['policyMentions'];
  return typeof titles === 'object' && !Array.isArray(titles)
    ? (Object.entries(titles).find(([key]) => key === id)?.[1] ?? id)
    : id;
}
