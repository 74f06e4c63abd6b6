/** The first lines in which two reports differ, for messages that can be read. */
export function firstDifference(a: string, b: string): string {
  const [left, right] = [a.split('\n'), b.split('\n')];
  const at = left.findIndex((line, index) => line !== right[index]);
  if (at < 0 && left.length === right.length) return '';
  const place = at < 0 ? left.length : at;
  return `line ${place + 1}:\n${left
    .slice(place, place + 2)
    .join('\n')
    .slice(0, 1500)}\ninstead of\n${right
    .slice(place, place + 2)
    .join('\n')
    .slice(0, 1500)}`;
}
