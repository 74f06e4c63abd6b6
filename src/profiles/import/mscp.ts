/**
 * A baseline of the macOS Security Compliance Project (NIST and others, CC BY 4.0) for iOS, iPadOS or visionOS as an audit
 * profile. The project writes configuration profiles and checks no phone; here each key becomes what an auditor asks for.
 */
import { PassmusterError } from '../../errors.ts';
import type { ParameterFile, RuleFile } from '../file.ts';
import { nearest } from '../nearest.ts';
import type { Checkout } from './checkout.ts';
import { convertRule, type Trait } from './mscp-convert.ts';
import { isSameVersion, readRule, type Target } from './mscp-rule.ts';
import { mapAt, textAt, textsAt } from './plain.ts';
import { type Imported, kebab, oneLine, oneLineOr, type Told } from './result.ts';

/** @param name of the baseline's file. @throws PassmusterError profile-invalid: the baseline is for other devices */
export function importMscp(checkout: Checkout, name: string): Imported {
  const target = targetOf(checkout);
  const baseline = name.replace(/_(ios|visionos)_[\d.]+$/i, '');
  const rules: RuleFile[] = [];
  const parameters: Record<string, ParameterFile> = {};
  const judged: string[] = [];
  const stated: Told[] = [];
  const left: Told[] = [];
  const corrected: Told[] = [];
  const traits = new Map<Trait, string[]>();
  for (const [id, section] of checkout.sections) {
    const file = checkout.rules.get(id);
    if (file === undefined) {
      const near = nearest(id, checkout.names);
      const words = `the checkout has no file for it${near === undefined ? '' : `; there is ${near}`}`;
      left.push({ rule: id, words });
      continue;
    }
    const converted = convertRule(readRule(file, id, target), {
      target,
      baseline,
      section,
      isTaken: (parameter) => Object.hasOwn(parameters, parameter),
    });
    for (const words of converted.corrected) corrected.push({ rule: id, words });
    for (const trait of converted.traits) traits.set(trait, [...(traits.get(trait) ?? []), id]);
    if (converted.kind === 'judged') judged.push(id);
    else (converted.kind === 'stated' ? stated : left).push({ rule: id, words: converted.why });
    if (converted.rule !== undefined) rules.push(converted.rule);
    Object.assign(parameters, converted.parameters);
  }
  const release = [target.os, target.version].filter(Boolean).join(' ');
  const title = oneLineOr(textAt(checkout.baseline.value, 'title') ?? '', `${release}, ${name}`);
  const profile = {
    id: kebab(`mscp ${target.os} ${(target.version ?? '').replace(/\..*$/, '')} ${baseline}`),
    title,
    version: oneLineOr(textAt(checkout.version?.value, 'version') ?? '', release),
    description: descriptionOf(name, release),
    parameters,
    rules,
  };
  return { profile, judged, stated, left, corrected, remarks: remarksOf(traits, title) };
}

/** The system that the baseline is for: it says so itself, or the branch does. */
function targetOf({ baseline, version, rules }: Checkout): Target {
  const values = textAt(baseline.value, 'parent_values') ?? 'recommended';
  const platform = mapAt(baseline.value, 'platform');
  const [own = textAt(version?.value, 'platform') ?? ''] = textsAt(platform, 'os');
  const first = [...rules.values()].find((file) => file !== undefined)?.value;
  const os = osOf(own) ?? (['iOS', 'visionOS'] as const).find((one) => textsAt(first, one).length > 0);
  if (os === undefined)
    throw new PassmusterError(
      'profile-invalid',
      `${baseline.place} is for ${own === '' ? 'a system that it does not name' : oneLine(own)}; iOS, iPadOS and visionOS are judged.`,
    );
  const [release] = [
    ...textsAt(platform, 'version'),
    ...textsAt(version?.value, 'os'),
    ...textsAt(first, os),
  ];
  return { os, values, ...(release === undefined ? {} : { version: full(release) }) };
}

function osOf(name: string): Target['os'] | undefined {
  if (/^(ios|ipados)/i.test(name)) return 'iOS';
  return /^visionos/i.test(name) ? 'visionOS' : undefined;
}

/** Unquoted, `26.0` is the number 26. */
const full = (release: string): string =>
  isSameVersion(release, `${release}.0`) ? `${release.replace(/\.0$/, '')}.0` : release;

const descriptionOf = (name: string, release: string): string =>
  [
    `Imported by Passmuster from the baseline ${name} (${release}) of the macOS Security Compliance Project`,
    '(github.com/usnistgov/macos_security, CC BY 4.0). Titles and numbers are of the project; changed are:',
    'equal values became what is at least or at most asked for, defined values became parameters, rules that no',
    'evidence can show ask for a statement, and known errors were not taken over (see the comments above).',
  ].join(' ');

const traitWords: Readonly<Record<Trait, string>> = {
  'no-severity': 'no severity in the guide, medium is our proposal',
  'supervision-differs': 'another need of supervision than in Apple’s schema, which counts',
  'other-accounts': 'about Exchange with keys of IMAP and POP accounts, which are judged',
  'apple-default': 'what a phone does by default, which a policy without the key does not show',
  'no-direction': 'a number of which no direction is known, compared as equal',
};

function remarksOf(traits: ReadonlyMap<Trait, readonly string[]>, title: string): string[] {
  const draft = /\bdraft\b/i.test(title) ? ['the baseline follows a draft of its benchmark'] : [];
  const found = [...traits].map(([trait, ids]) => `${traitWords[trait]} (${ids.length}): ${ids.join(', ')}`);
  return [...draft, ...found.sort()];
}
