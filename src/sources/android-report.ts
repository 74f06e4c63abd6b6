/** The main text of a bugreport, or the output of `dumpsys`: gone through once, in a bundle or alone. */
import { moment } from '../artifacts/android/clock.ts';
import type { Located, Parsed } from '../artifacts/android/dump.ts';
import type { PackageDump } from '../artifacts/android/package.ts';
import type { AndroidDocuments } from '../artifacts/android/phone.ts';
import { type AndroidReport, ReportReader, type ReportSection } from '../artifacts/android/report.ts';
import { dumpLines } from '../formats/dump-lines.ts';
import type { Notice } from '../model/notice.ts';
import { noticesOf } from './android-files.ts';

export async function readReport(
  chunks: AsyncIterable<Uint8Array>,
  documents: AndroidDocuments,
  entry?: string,
): Promise<AndroidReport> {
  const reader = new ReportReader(documents, entry);
  let isTorn = false;
  for await (const { first, lines, cut } of dumpLines(chunks)) {
    isTorn = cut === true;
    let number = first;
    for (const line of lines) {
      reader.line(line, number);
      number += 1;
    }
  }
  const report = reader.end();
  return isTorn ? { ...report, isCut: true } : report;
}

/** What is to be said of the sections, after parts of a service that also stands whole were taken out of the documents. */
export function settled(
  { sections, isCut }: AndroidReport,
  documents: AndroidDocuments,
  place: string,
): Notice[] {
  const { packages, ...others } = documents;
  for (const list of Object.values(others)) onlyWhole(list);
  if (isContained(packages)) onlyWhole(packages);
  const isKept = packages.some(({ document }) => document.broken);
  const isWhole = ({ parsed }: ReportSection) => !parsed.broken;
  const cut: Notice = {
    code: 'section-incomplete',
    message: 'The text does not end as it should: what follows is missing.',
    locator: place,
  };
  const own = sections.flatMap((section) => {
    const twins = sections.filter(({ service }) => service === section.service);
    const isReplaced = !isWhole(section) && twins.some(isWhole);
    if (isReplaced && !(section.service === 'package' && isKept)) return [];
    return noticesOf(`${place}: ${section.service}, line ${section.line}`, section.parsed);
  });
  return isCut ? [...own, cut] : own;
}

/**
 * Whether a whole list has all that the parts have. Else the version of an app, which is any text, may have ended the phone's own list
 * and begun another.
 */
function isContained(packages: readonly Located<PackageDump>[]): boolean {
  const names = ({ document }: Located<PackageDump>) => new Set(document.packages.map(({ name }) => name));
  const whole = packages.filter(({ document }) => !document.broken).map(names);
  const parts = packages.filter(({ document }) => document.broken).map(names);
  return parts.every((part) => whole.every((list) => [...part].every((name) => list.has(name))));
}

/** A service is dumped in parts when the phone is short of time, and then once more. */
function onlyWhole(list: Located<Parsed>[]): void {
  const whole = list.filter(({ document }) => !document.broken);
  if (whole.length > 0 && whole.length < list.length) list.splice(0, list.length, ...whole);
}

export const startOf = ({ started }: AndroidReport, documents: AndroidDocuments): string | undefined =>
  started === undefined ? undefined : moment(started, documents);
