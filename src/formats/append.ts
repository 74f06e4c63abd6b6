/**
 * Adds one after another. `push(...more)` hands them over as arguments, and a hostile document has more of them than the stack
 * has room for.
 */
export function append<T>(to: T[], more: Iterable<T>): void {
  for (const one of more) to.push(one);
}
