/** Numbers that a rule of the macOS Security Compliance Project answers to, as `controls` and references. */
import type { Controls, Reference } from '../../model/profile.ts';
import type { Numbers } from './mscp-rule.ts';

/** Catalogues that findings can be grouped by. */
const frameworks = { '800-53r5': 'nist-800-53r5', cci: 'cci', disa_stig: 'disa-stig' } as const;

/** The others, as a reader knows them. */
const titles: Readonly<Record<string, string>> = {
  'cis-controls': 'CIS Controls v8',
  cce: 'CCE',
  cmmc: 'CMMC',
  indigo: 'BSI indigo',
  bio: 'BIO',
  sfr: 'SFR',
  srg: 'SRG',
};

export function controlsOf(numbers: Numbers): Controls | undefined {
  const plain = Object.entries(frameworks).flatMap(([name, framework]) => {
    const list = numbers[name] ?? [];
    return list.length === 0 ? [] : [[framework, list] as const];
  });
  // "2.4.4 (level 1 - End-User Owned Devices)": the number, without the words.
  const cis = [...new Set((numbers['cis'] ?? []).flatMap((one) => /^\d+(\.\d+)*/.exec(one)?.[0] ?? []))];
  const all = [...(cis.length === 0 ? [] : [['cis', cis] as const]), ...plain];
  return all.length === 0 ? undefined : Object.fromEntries(all);
}

export function referencesOf(id: string, numbers: Numbers): Reference[] {
  const others = Object.entries(titles).flatMap(([name, title]) => {
    const list = numbers[name] ?? [];
    return list.length === 0 ? [] : [{ title: `${title}: ${list.join(', ')}` }];
  });
  return [{ title: `macOS Security Compliance Project, ${id}` }, ...others];
}
