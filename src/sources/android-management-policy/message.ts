/** The shape of a member of a policy that has rows of its own. */
import type { Defaults } from '../../artifacts/google/rows.ts';
import type { RowTable } from '../../artifacts/rows.ts';
import type { MapNode } from '../../formats/node.ts';

export interface Message {
  /** The rows for one such message; a row may look at the fields beside its own. */
  readonly tableOf: (message: MapNode | undefined) => RowTable;
  readonly defaults: Defaults;
  /** Without the message nothing shows that the phone has what it is about: no defaults then. */
  readonly isOptional?: true;
}
