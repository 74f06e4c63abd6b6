/**
 * A text that holds the dumps of many services one after the other: the main file of a bugreport (dumpstate) or the output of
 * `dumpsys`. It is gone through once; each section's lines go to the reader of its document, the others are passed over unseen.
 * Headings: Android platform, frameworks/native/cmds/dumpstate and dumpsys.
 */
import type { Ending, Parsed } from './dump.ts';
import type { AndroidDocuments } from './phone.ts';
import { isRead, openDocument, type OpenDocument } from './services.ts';

export interface ReportSection {
  readonly service: string;
  readonly line: number;
  readonly parsed: Parsed;
}

export interface AndroidReport {
  /** Local time of the first header. */
  readonly started: string | undefined;
  readonly sections: readonly ReportSection[];
  /** What should follow is not there: it ends inside a service, or a bugreport does not end as dumpstate ends it. */
  readonly isCut: boolean;
}

/** A service can stand twice: a part for those that matter most, then all. */
const serviceStart = /^DUMP OF SERVICE (?:(?:CRITICAL|HIGH|NORMAL) )?(\S{1,100}):$/;
const serviceEnd = /^-{3,20} [\d.]{1,12}s was the duration of dumpsys (\S{1,100}?),/;
const header = /^== dumpstate: (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)/;
const failure =
  /^\*\*\* (?:SERVICE '[^']{1,100}' (?:DUMP TIMEOUT|.* EXPIRED)|command '.{1,200}' (?:timed out|failed))/;

const [equals, dash, letterD, star] = ['=', '-', 'D', '*'].map((character) => character.charCodeAt(0));

export class ReportReader {
  readonly #documents: AndroidDocuments;
  readonly #entry: string | undefined;
  readonly #sections: ReportSection[] = [];
  #open: { service: string; line: number; document: OpenDocument; isBroken: boolean } | undefined;
  #started: string | undefined;
  /** Inside a service, be it one that is read or not. */
  #isInside = false;
  #isDone = false;
  /** From Android 8 on the end of each service is written: one whose end is not breaks off. */
  #hasEnds = false;
  /** `dumpsys` names first what it will dump: what then does not come is missing. */
  #announcing = false;
  readonly #missing = new Set<string>();

  constructor(documents: AndroidDocuments, entry?: string) {
    this.#documents = documents;
    this.#entry = entry;
  }

  line(text: string, number: number): void {
    const first = text.charCodeAt(0);
    if (first === dash || first === letterD || first === equals || first === star) {
      if (this.#heading(text, number)) return;
    }
    if (this.#announcing || text === 'Currently running services:') this.#announced(text);
    this.#open?.document.line(text, number);
  }

  #announced(text: string): void {
    const service = /^ {2}(\S{1,100})$/.exec(text)?.[1];
    this.#announcing = service !== undefined || text.endsWith(':');
    if (service !== undefined && isRead(service)) this.#missing.add(service);
  }

  /** A section that is open then breaks off. */
  end(): AndroidReport {
    this.#close('cut');
    const isCut = this.#isInside || this.#missing.size > 0 || (this.#started !== undefined && !this.#isDone);
    return { started: this.#started, sections: this.#sections, isCut };
  }

  #heading(text: string, number: number): boolean {
    if (text.startsWith('DUMP OF SERVICE ')) {
      const service = serviceStart.exec(text)?.[1];
      if (service === undefined) return false;
      this.#start(service, number);
      this.#isInside = true;
    } else if (text.startsWith('== dumpstate: ')) {
      this.#started ??= header.exec(text)?.[1];
      this.#isDone = text.startsWith('== dumpstate: done');
    } else if (text.startsWith('------')) return this.#divider(text, number);
    else if (text.startsWith('*** ') && failure.test(text) && this.#open !== undefined)
      this.#open.isBroken = true;
    else return false;
    return true;
  }

  /** `------ SYSTEM PROPERTIES (getprop) ------`, a duration, or the line of dashes above a service. */
  #divider(text: string, number: number): boolean {
    const ended = serviceEnd.exec(text)?.[1];
    if (ended !== undefined) {
      this.#isInside = false;
      this.#hasEnds = true;
      if (ended === this.#open?.service) this.#close('marked');
      return true;
    }
    if (!text.startsWith('------ ') || !text.endsWith(' ------')) return /^-+$/.test(text);
    this.#isInside = false;
    this.#passOver();
    if (text.startsWith('------ SYSTEM PROPERTIES (')) this.#start('getprop', number);
    return true;
  }

  #start(service: string, line: number): void {
    this.#passOver();
    this.#missing.delete(service);
    const document = openDocument(service, this.#documents, this.#entry);
    this.#open = document && { service, line, document, isBroken: false };
  }

  /** Something else begins. */
  #passOver(): void {
    this.#close(this.#hasEnds && this.#open?.service !== 'getprop' ? 'cut' : 'marked');
  }

  #close(ending: Ending): void {
    const open = this.#open;
    this.#open = undefined;
    if (open === undefined) return;
    const parsed = open.document.end(open.isBroken ? 'cut' : ending);
    this.#sections.push({ service: open.service, line: open.line, parsed });
  }
}
