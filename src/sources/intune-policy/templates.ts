/**
 * Templates of CIPP: a policy as JSON in a text, in a template that is itself a text in a row of a table. An old fault of the
 * tool wrapped some of them again. Source of the shape: KelvinTegelaar/CIPP-API, the table `templates`.
 */
import { withoutSecrets } from '../../artifacts/secrets.ts';
import { PassmusterError } from '../../errors.ts';
import { parseJson } from '../../formats/json.ts';
import { atLine, stringOf, type TreeNode } from '../../formats/node.ts';
import type { JsonRecord } from '../json-records.ts';
import { hasMember, type Member, memberIn } from '../../artifacts/intune/members.ts';

/** A row, a template, and as often again as the fault is known to have done it. */
const deepest = 4;

export interface Unwrapped {
  /** What lies inside, or the record itself where it is no template. */
  readonly record: JsonRecord;
  /** The name of the template. */
  readonly title?: string;
  /** A template of something else than a policy for phones. */
  readonly isOther?: true;
  readonly fault?: string;
}

export function unwrap(outer: JsonRecord): Unwrapped {
  let record = outer;
  const about: Pick<Unwrapped, 'title' | 'isOther'> = {};
  for (let depth = 0; ; depth += 1) {
    const failed = (fault: string): Unwrapped => ({ record, ...about, fault });
    const inner = contentOf(record);
    if (inner === undefined) return { record, ...about };
    if (depth === deepest) return failed('A template lies in too many others.');
    Object.assign(about, describe(record.node));
    if (inner === 'doubtful') return failed('A template does not hold one policy as a text.');
    const node = parsed(inner.node);
    if (node === undefined) return failed('The policy in a template is not valid JSON.');
    record = { node, pointer: `${inner.pointer}: ` };
  }
}

/** The member that holds the policy; undefined where the object is no template. */
function contentOf({ node, pointer }: JsonRecord): Member | 'doubtful' | undefined {
  const isRow = hasMember(node, 'PartitionKey') && hasMember(node, 'RowKey');
  const key = hasMember(node, 'RAWJson') ? 'RAWJson' : isRow && hasMember(node, 'JSON') ? 'JSON' : undefined;
  if (key === undefined) return undefined;
  const member = memberIn(node, key, /^line \d+$/.test(pointer) ? `${pointer}: ` : pointer);
  return member?.node.type === 'string' || member?.node.type === 'map' ? member : 'doubtful';
}

/** The table holds other templates, too; `Admin` are administrative templates of Windows. */
function describe(node: TreeNode): Pick<Unwrapped, 'title' | 'isOther'> {
  const text = (key: string) => stringOf(memberIn(node, key, '')?.node) || undefined;
  const title = text('Displayname');
  const isOther =
    (text('PartitionKey') ?? 'IntuneTemplate').toLowerCase() !== 'intunetemplate' ||
    /^(admin$|windows)/i.test(text('Type') ?? '');
  return { ...(title === undefined ? {} : { title }), ...(isOther ? { isOther } : {}) };
}

function parsed(node: TreeNode): TreeNode | undefined {
  if (node.type !== 'string') return node;
  try {
    return withoutSecrets(atLine(parseJson(node.value.replace(/^\uFEFF/, '')), node.line));
  } catch (error) {
    if (error instanceof PassmusterError) return undefined;
    throw error;
  }
}
