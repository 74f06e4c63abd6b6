/** A folder or an archive that is one piece of evidence: a backup, a diagnostic archive. Its reader asks for files by name. */

export interface Bundle {
  /** As the user sees it. */
  readonly name: string;
  /**
   * The content of one file, undefined where there is none. Only what the source's `allows` names is ever opened.
   * @throws PassmusterError input-too-large, and the codes of a damaged archive
   */
  bytes(path: string): Promise<Uint8Array | undefined>;
  /** Path of a private copy of a database, with its `-wal` beside it where there is one; removed when reading ends. */
  copy(path: string): Promise<string | undefined>;
  /** Names below a folder, sorted, with the folder's own name before them; only those that `allows` names. */
  list(folder: string): Promise<readonly string[]>;
}

/** What detection may look at: names, never content. */
export interface BundleNames {
  /** Of the folder or archive itself. */
  readonly name: string;
  /** Is there a file or folder of this path? For a tar only its first entries are known. */
  has(path: string): boolean;
  /** Names at the top. */
  readonly top: readonly string[];
}
