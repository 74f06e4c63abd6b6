/** Parts of a fleet that can be judged apart: each subject belongs to one, by its id alone, whatever the inputs are. */
import { createHash } from 'node:crypto';

export interface Shard {
  /** From 1. */
  readonly number: number;
  readonly of: number;
}

/** Whether the subject belongs to another shard. */
export function isElsewhere(id: string, shard: Shard | undefined): boolean {
  if (shard === undefined) return false;
  const hash = createHash('sha256').update(id).digest().readUInt32BE(0);
  return hash % shard.of !== shard.number - 1;
}
