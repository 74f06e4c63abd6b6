/** The first bytes of a SQLite database (https://www.sqlite.org/fileformat.html, "The Database Header"). */

/** Version 2 of the file format: changes go to a log beside the database (`-wal`) and reach the database later. */
export function keepsLog(head: Uint8Array): boolean {
  return head[18] === 2 || head[19] === 2;
}
