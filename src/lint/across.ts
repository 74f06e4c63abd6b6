/** Checks over all documents of a run: names that clash, payloads that a phone takes once, settings that differ. */
import { codePages, type LintCode } from './codes.ts';
import type { LintFinding, LintLevel, LintPlace, LintReport } from './define.ts';
import { named, quoted } from './text.ts';

/** The findings that only several documents together have, by the path of the document they are shown at. */
export function acrossFindings(reports: readonly LintReport[]): Map<string, LintFinding[]> {
  const found = new Map<string, LintFinding[]>();
  const add: Add = (code, message, input, { locator, line }, level) => {
    const finding: LintFinding = {
      code,
      level: level ?? codePages[code].level,
      message,
      input,
      locator,
      ...(line === undefined ? {} : { line }),
    };
    const list = found.get(input);
    if (list === undefined) found.set(input, [finding]);
    else list.push(finding);
  };
  identifiers(reports, add);
  uuids(reports, add);
  singletons(reports, add);
  conflicts(reports, add);
  return found;
}

type Add = (code: LintCode, message: string, input: string, place: LintPlace, level?: LintLevel) => void;

/** Where something stood first. */
interface First extends LintPlace {
  readonly input: string;
}

const placeText = ({ input, line, locator }: First): string =>
  `${named(input)}${line === undefined ? '' : `:${line}`} (${named(locator)})`;

function identifiers(reports: readonly LintReport[], add: Add): void {
  const firsts = new Map<string, First>();
  for (const { path, traits } of reports) {
    const own = traits?.identifier;
    if (own === undefined) continue;
    const first = firsts.get(own.value);
    if (first === undefined) firsts.set(own.value, { ...own, input: path });
    else
      add('PM1206', `The identifier ${quoted(own.value)} is also that of ${named(first.input)}.`, path, own);
  }
}

/** Inside one profile a shared UUID has a code of its own. */
function uuids(reports: readonly LintReport[], add: Add): void {
  const firsts = new Map<string, First>();
  for (const { path, traits } of reports)
    for (const own of traits?.uuids ?? []) {
      const key = own.value.toLowerCase();
      const first = firsts.get(key);
      if (first === undefined) firsts.set(key, { ...own, input: path });
      else if (first.input !== path)
        add('PM1207', `The UUID ${quoted(own.value)} also stands at ${placeText(first)}.`, path, own);
    }
}

function singletons(reports: readonly LintReport[], add: Add): void {
  const firsts = new Map<string, First>();
  for (const { path, traits } of reports)
    for (const own of traits?.singletons ?? []) {
      const first = firsts.get(own.type);
      if (first === undefined) firsts.set(own.type, { ...own, input: path });
      else if (first.input !== path)
        add(
          'PM1502',
          `A phone takes one payload ${named(own.type)}; there is another at ${placeText(first)}.`,
          path,
          own,
        );
    }
}

function conflicts(reports: readonly LintReport[], add: Add): void {
  const firsts = new Map<string, First & { readonly shown: string }>();
  for (const { path, traits } of reports)
    for (const own of traits?.settings ?? []) {
      const first = firsts.get(own.setting);
      if (first === undefined) firsts.set(own.setting, { ...own, input: path });
      else if (first.shown !== own.shown) {
        const level = first.input === path ? undefined : 'note';
        const message = `${named(own.key)} is ${own.shown} here and ${first.shown} at ${placeText(first)}.`;
        add('PM1503', message, path, own, level);
      }
    }
}
