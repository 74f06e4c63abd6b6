/** Keys in the order in which an object names them: objects of one kind name the same ones, so that one step finds the next. */
import { Scan } from './table';
import { same } from './values';

/** What a new key means: a slot, -1 for nothing, -2 for a key that looks like one of a slot. */
@external("env", "slotOf") declare function slotOf(at: u32, length: u32): i32;
const mostSteps: i32 = 20_000;

@unmanaged export class Step {
  key: u32;
  length: u32;
  slot: i32;
  next: Step | null;
  child: Step | null;
  sibling: Step | null;
  parent: Step | null;
}

let steps: i32 = 0;
export let top: Step = newStep(null, 0, 0, -1);
export let inner: Step = newStep(null, 0, 0, -1);

function newStep(parent: Step | null, from: u32, length: u32, slot: i32): Step {
  const step = changetype<Step>(heap.alloc(offsetof<Step>()));
  const key = <u32>heap.alloc(length + 32);
  memory.copy(key, from, length);
  store<u8>(key + length, 0x22);
  step.key = key;
  step.length = length;
  step.slot = slot;
  step.next = null;
  step.child = null;
  step.sibling = null;
  step.parent = parent;
  return step;
}

@inline export function isKey(step: Step, from: u32): bool {
  // With its closing quote; what stands behind both is compared only as far as the key goes.
  const length = step.length + 1;
  const key = step.key;
  if (length <= 16) {
    const mask = i8x16.bitmask(i8x16.eq(v128.load(key), v128.load(from)));
    return (~mask & ((1 << length) - 1)) == 0;
  }
  return same(key, from, length);
}

/** The step that the key at this place leads to; null where it is not plain. */
export function follow(step: Step, from: u32, length: u32): Step | null {
  let child = step.child;
  while (child) {
    if (child.length == length && same(child.key, from, length)) return child;
    child = child.sibling;
  }
  if (length > Scan.limitKey || steps >= mostSteps) return null;
  for (let index: u32 = 0; index < length; index += 1) if (load<u8>(from + index) == 0x5c) return null;
  let first = step;
  let one: Step | null = step;
  while (one) {
    first = one;
    if (one.parent && one.length == length && same(one.key, from, length)) return null; // it stands twice
    one = one.parent;
  }
  const slot = first == top ? slotOf(from, length) : -1;
  if (slot == -2) return null;
  steps += 1;
  const made = newStep(step, from, length, slot);
  made.sibling = step.child;
  step.child = made;
  return made;
}
