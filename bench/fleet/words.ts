/** Numbers as the tables write them. */
export const whole = (value: number): string => Math.round(value).toLocaleString('en-GB');

/** Two digits below ten: more a busy machine cannot promise. */
export const rounded = (value: number): string =>
  value >= 10 ? whole(value) : value.toPrecision(2).replace(/\.0$/, '');

export const time = (seconds: number): string =>
  seconds < 1 ? `${rounded(seconds * 1000)} ms` : `${seconds.toFixed(1)} s`;

/** A table of Markdown whose columns are as wide as their cells, as the formatter wants them. */
export function markdownTable(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_cell, column) =>
    Math.max(...lines.map((cells) => (cells[column] ?? '').length)),
  );
  const written = lines.map(
    (cells) => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`,
  );
  written.splice(1, 0, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`);
  return written.join('\n');
}
