/**
 * Benchmarks in XCCDF (NIST IR 7275: 1.1.4 and 1.2), as DISA publishes its guides: groups, each with a rule, whose check is a text
 * for people. What a file names elsewhere (style sheets, check references) is never fetched.
 */
import { PassmusterError } from '../../errors.ts';
import { decodeText } from '../../formats/text.ts';
import { readXml } from '../../formats/xml.ts';
import { plainText, type XmlElement } from '../../formats/xml-element.ts';
import { openPath } from '../../io/files.ts';
import { limits } from '../../io/limits.ts';

export interface XccdfRule {
  /** Of the group: `V-267431`. */
  readonly group: string;
  /** The public number: `GOOG-15-006000`. */
  readonly number: string;
  readonly title: string;
  /** `high`, `medium`, `low`. */
  readonly severity: string;
  /** Numbers of the Control Correlation Identifiers. */
  readonly cci: readonly string[];
  readonly check: string;
}

export interface Benchmark {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  /** `Release: 2 Benchmark Date: 30 Jan 2025`. */
  readonly release: string;
  readonly rules: readonly XccdfRule[];
}

const namespaces: readonly string[] = [
  'http://checklists.nist.gov/xccdf/1.1',
  'http://checklists.nist.gov/xccdf/1.2',
];

/** @throws PassmusterError path-unreadable, and as `readBenchmark` with the name of the file */
export async function readBenchmarkFile(path: string): Promise<Benchmark> {
  const input = await openPath({ kind: 'file', path, name: path }).catch(() => {
    throw new PassmusterError('path-unreadable', `The file ${path} cannot be opened.`);
  });
  const { text } = decodeText(await input.bytes(limits.documentBytes));
  try {
    return await readBenchmark(text);
  } catch (error) {
    if (!(error instanceof PassmusterError)) throw error;
    const line = error.place.line === undefined ? '' : `:${error.place.line}`;
    throw new PassmusterError('profile-invalid', `${path}${line}: ${error.message}`);
  }
}

/** @throws PassmusterError as `readXml`; profile-invalid: the document is no benchmark */
export async function readBenchmark(text: string): Promise<Benchmark> {
  const root = await readXml(text, { allowStylesheet: true });
  const [, prefix = ''] = /^(?:(.+):)?Benchmark$/.exec(root.name) ?? [];
  const namespace = root.attributes.get(prefix === '' ? 'xmlns' : `xmlns:${prefix}`);
  if (!/^(.+:)?Benchmark$/.test(root.name) || namespace === undefined || !namespaces.includes(namespace))
    throw new PassmusterError('profile-invalid', 'The document is no XCCDF benchmark (1.1 or 1.2).');
  const reader = new Reader(prefix === '' ? '' : `${prefix}:`);
  const releases = reader
    .all(root, 'plain-text')
    .filter((one) => one.attributes.get('id') === 'release-info');
  return {
    id: root.attributes.get('id') ?? '',
    title: reader.text(root, 'title'),
    version: reader.text(root, 'version'),
    release: releases.map(plainText).join(' ').trim(),
    rules: reader.all(root, 'Group').flatMap((group) => reader.rulesOf(group)),
  };
}

class Reader {
  readonly #prefix: string;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  rulesOf(group: XmlElement): XccdfRule[] {
    const nested = this.all(group, 'Group').flatMap((inner) => this.rulesOf(inner));
    const own = this.all(group, 'Rule').map((rule): XccdfRule => {
      const checks = this.all(rule, 'check').map((check) => this.text(check, 'check-content'));
      const idents = this.all(rule, 'ident').map((ident) => plainText(ident).trim());
      return {
        group: group.attributes.get('id') ?? '',
        number: this.text(rule, 'version'),
        title: this.text(rule, 'title'),
        severity: rule.attributes.get('severity') ?? '',
        cci: idents.filter((ident) => /^CCI-\d+$/.test(ident)),
        // The guides write both kinds of quotation marks.
        check: checks.join('\n').replaceAll(/[“”]/g, '"'),
      };
    });
    return [...own, ...nested];
  }

  all({ children }: XmlElement, name: string): XmlElement[] {
    return children.flatMap((child) =>
      typeof child !== 'string' && child.name === this.#prefix + name ? [child] : [],
    );
  }

  /** Of the first child of the name; nothing where there is none. */
  text(element: XmlElement, name: string): string {
    const [first] = this.all(element, name);
    return first === undefined ? '' : plainText(first).trim();
  }
}
