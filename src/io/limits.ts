/**
 * Every limit on what is read, in one place. Nothing inside an input or an audit profile can raise one; the operator can,
 * with --limit, and the report names the values in force.
 * Starting values: the operator's machine must survive the worst file someone can craft.
 */
export const limits = {
  /** Nesting of a document, counted before descending. */
  documentDepth: 512,
  /** First bytes of an input that detection may look at. */
  headBytes: 256 * 1024,
  /** A document that is read whole: profiles, policies. */
  documentBytes: 64 * 1024 * 1024,
  /** A property list in XML. */
  plistXmlBytes: 16 * 1024 * 1024,
  /** Other XML, text or Android's binary form: two bytes can make an element that takes a hundred times as much memory. */
  xmlCharacters: 8 * 1024 * 1024,
  xmlElements: 500_000,
  /** YAML of an export; a word of it takes as much memory as an element of XML. */
  yamlCharacters: 8 * 1024 * 1024,
  /** Its words, signs and blanks. */
  yamlTokens: 1_000_000,
  /** Attributes of one element. */
  xmlAttributes: 256,
  /** One element of a streamed array or one line: a device record. */
  recordBytes: 16 * 1024 * 1024,
  /** An audit profile. */
  profileBytes: 1024 * 1024,
  /** One string or data value, characters or bytes. */
  stringLength: 16 * 1024 * 1024,
  /** One key, characters. */
  keyLength: 1024,
  /** Digits of one number. */
  numberLength: 4096,
  /** One record of a CSV file, characters with its quotes; far above what a device needs. */
  csvRecord: 1024 * 1024,
  /** Cells of one CSV record: as many as a spreadsheet has columns. */
  csvCells: 16_384,
  /** Lines above the header of a CSV file. */
  csvPreamble: 20,
  /** Rows read from one database that is not ours, over all its tables. */
  sqliteRows: 5_000_000,
  /** Seconds spent inside such a database. */
  sqliteSeconds: 30,
  /** Findings that lint lists of one document; more are counted. */
  lintFindings: 10_000,
  /** Objects of a binary property list after references are expanded. */
  plistNodes: 1_000_000,
  /** Elements of one ASN.1 structure; a large signed file in pieces of 1 KiB stays below. */
  asn1Elements: 100_000,
  cmsSigners: 16,
  cmsCertificates: 64,
  /** A signed file inside a signed file. */
  cmsNesting: 2,
  /** Configuration profiles read out of one other document, and documents in documents on the way to them. */
  embeddedProfiles: 1000,
  embeddedNesting: 2,
  /** Entries of one archive, with those of the archives in it. */
  archiveEntries: 200_000,
  /** One entry; a larger one is not opened. */
  archiveEntryBytes: 1024 * 1024 * 1024,
  /** All bytes that come out of one archive, with those of the archives in it. */
  archiveTotalBytes: 20 * 1024 * 1024 * 1024,
  /** Bytes out for one byte in, counted once more than `archiveRatioFrom` bytes came out. */
  archiveRatio: 200,
  archiveRatioFrom: 10 * 1024 * 1024,
  /** Name of an entry, characters. */
  archiveNameLength: 4096,
  /** An extended header of a tar. */
  archiveHeaderBytes: 1024 * 1024,
  /** Archives in archives: this many levels are opened. */
  archiveNesting: 3,
  /** One file that the reader of a backup or a diagnostic archive asks for. */
  bundleFileBytes: 64 * 1024 * 1024,
  /** A database that is copied for reading. */
  bundleCopyBytes: 2 * 1024 * 1024 * 1024,
  /** Files of a bundle that are held while its archive is gone through. */
  bundleHeldBytes: 256 * 1024 * 1024,
  /** Lists of devices that are larger together are read by several threads. */
  fleetBytes: 16 * 1024 * 1024,
  /** Bytes of such a list that a thread takes at once; the report does not depend on it. */
  fleetBlockBytes: 1024 * 1024,
  /** The reading child: heap, all private memory, and wall clock with an allowance for size. */
  childHeapMiB: 512,
  childDataBytes: 1536 * 1024 * 1024,
  childSeconds: 30,
  childBytesPerSecond: 10 * 1024 * 1024,
};

export type Limits = Readonly<typeof limits>;
export type LimitName = keyof Limits;

export function isLimitName(name: string): name is LimitName {
  return Object.hasOwn(limits, name);
}

/** Puts values in force before anything is read; a reading child is given the same. */
export function setLimits(values: Partial<Limits>): void {
  Object.assign(limits, values);
}
