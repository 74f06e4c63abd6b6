import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../cli/base-command.ts';
import type { ExitCode } from '../../cli/launch.ts';
import { table } from '../../cli/table.ts';
import { writeOut } from '../../cli/write-out.ts';
import { PassmusterError } from '../../errors.ts';
import { findProfiles } from '../../profiles/find.ts';
import { nearest } from '../../profiles/nearest.ts';
import { harmless } from '../../report/words.ts';

export default class ProfileShow extends BaseCommand {
  static override summary = 'One audit profile: what it is derived from, and its rules.';
  static override examples = [
    '<%= config.bin %> profile show uk-ncsc-ios',
    '<%= config.bin %> profile show uk-ncsc-ios --rule host-pairing',
    '<%= config.bin %> profile show ./ours.yaml',
  ];
  static override args = {
    profile: Args.string({ description: 'built-in id or YAML file', required: true }),
  };

  static override flags = {
    rule: Flags.string({ helpValue: 'ID', description: 'one rule with its reason, remedy and references' }),
  };

  override async run(): Promise<ExitCode> {
    const { args, flags } = await this.parse(ProfileShow);
    if (flags.rule !== undefined) return this.#showRule(args.profile, flags.rule);
    for (const {
      id,
      version,
      title,
      description,
      sha256,
      base,
      changes,
      waivers,
      rules,
    } of await findProfiles([args.profile])) {
      await writeOut(
        `${harmless(title)}\n${id}, version ${harmless(version)}, sha256 ${sha256.slice(0, 12)}…\n\n`,
      );
      if (base) await writeOut(`tailored from ${base.id}, version ${harmless(base.version)}\n`);
      for (const { change, rationale } of changes ?? [])
        await writeOut(`  ${harmless(change)}: ${harmless(rationale)}\n`);
      if (base) await writeOut('\n');
      if (description) await writeOut(`${description.trim().split('\n').map(harmless).join('\n')}\n\n`);
      for (const [code, { title: words, needs, until }] of Object.entries(waivers?.reasons ?? {})) {
        const asks = [...needs, ...(until === undefined ? [] : [`an end by ${until}`])].join(', ');
        await writeOut(
          harmless(`waivers for ${code}: ${words}${asks === '' ? '' : `; needs ${asks}`}`) + '\n',
        );
      }
      if (waivers) await writeOut('\n');
      await writeOut(
        table([['SEVERITY', 'RULE', 'TITLE'], ...rules.map((rule) => [rule.severity, rule.id, rule.title])]),
      );
    }
    return 0;
  }

  async #showRule(profileId: string, id: string): Promise<ExitCode> {
    const [profile] = await findProfiles([profileId]);
    const rule = profile?.rules.find((one) => one.id === id);
    if (rule === undefined) {
      const near = nearest(id, profile?.rules.map((one) => one.id) ?? []);
      throw new PassmusterError(
        'usage',
        `The profile has no rule ${id}${near === undefined ? '.' : `; did you mean ${near}?`}`,
      );
    }
    const { title, severity, apps, enforced, attestable, rationale, remediation, references } = rule;
    const rows = [
      ['severity', severity],
      ['apps', apps?.join(', ')],
      ['enforced', enforced ? 'a policy must demand it' : undefined],
      [
        'stated',
        attestable && `${attestable.settings.join(', ')}, for at most ${attestable.maxAgeDays} days`,
      ],
      ['asks', attestable?.question],
      ['why', rationale?.trim()],
      ['how', remediation?.trim()],
      ...references.map((reference) => ['see', [reference.title, reference.url].filter(Boolean).join(' ')]),
    ].filter((row): row is [string, string] => row[1] !== undefined);
    await writeOut(`${harmless(title)}\n\n${table(rows)}`);
    return 0;
  }
}
