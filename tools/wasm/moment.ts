/** Moments as lists of devices write them: `2026-11-02T06:20:00Z`, and without a zone where that is UTC. Any other one is the caller's. */

/** Milliseconds: the time of the run, a day more, and how long a phone may be silent. */
let now: f64 = 0;
let staleAfter: f64 = 0;
/** Ascending. */
let bounds: u32 = 0;
let boundCount: u32 = 0;
/** 1: the zone may be missing, and fractions of nought follow; -1: moments are written in another way. */
let isUtc: i32 = 0;

const day: f64 = 86_400_000;
/** Classes of age. */
const future: i32 = 2;
const firstAge: i32 = 3;

/** @returns where the bounds go, 64 bits each */
export function setUpMoments(count: u32, at: f64, stale: f64, utc: i32): u32 {
  now = at;
  staleAfter = stale;
  isUtc = utc;
  boundCount = count;
  bounds = <u32>heap.alloc(count * 8 + 8);
  return bounds;
}

@inline function pair(from: u32): i32 {
  const tens = <u32>load<u8>(from) - 0x30;
  const ones = <u32>load<u8>(from + 1) - 0x30;
  return tens < 10 && ones < 10 ? <i32>(tens * 10 + ones) : -1;
}

/** Days since 1970 of a day of this century; -1 where there is no such day. */
function dayOf(year: i32, month: i32, date: i32): i32 {
  if (year < 0 || month < 1 || month > 12 || date < 1) return -1;
  const isLeap = year % 4 == 0;
  const isShort = month == 4 || month == 6 || month == 9 || month == 11;
  const days = month == 2 ? (isLeap ? 29 : 28) : isShort ? 30 : 31;
  if (date > days) return -1;
  // Years that begin with March have their odd day at the end.
  const shifted = month <= 2 ? month + 9 : month - 3;
  const before = (month <= 2 ? year - 1 : year) + 2000;
  const whole = before * 365 + before / 4 - before / 100 + before / 400;
  return whole + (shifted * 153 + 2) / 5 + date - 1 - 719468;
}

/** Milliseconds since 1970; NaN for what is not written plainly. The first 19 bytes tell it. */
export function timeAt(from: u32, to: u32): f64 {
  const length = to - from;
  if (isUtc < 0 || length < 19 || load<u16>(from) != 0x3032) return NaN;
  const between = load<u8>(from + 10);
  if (between != 0x54 && !(isUtc == 1 && between == 0x20)) return NaN;
  if (load<u8>(from + 4) != 0x2d || load<u8>(from + 7) != 0x2d) return NaN;
  if (load<u8>(from + 13) != 0x3a || load<u8>(from + 16) != 0x3a) return NaN;
  if (!isEnded(from + 19, to)) return NaN;
  const days = dayOf(pair(from + 2), pair(from + 5), pair(from + 8));
  const hour = pair(from + 11);
  const minute = pair(from + 14);
  const second = pair(from + 17);
  if (days < 0 || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return NaN;
  return <f64>days * day + <f64>((hour * 60 + minute) * 60 + second) * 1000;
}

/** `Z`; or nothing but a fraction of nought, where that is UTC. */
function isEnded(from: u32, to: u32): bool {
  if (to - from == 1) return load<u8>(from) == 0x5a;
  if (!isUtc) return false;
  if (from == to) return true;
  if (load<u8>(from) != 0x2e || to - from < 2) return false;
  for (let place = from + 1; place < to; place += 1) if (load<u8>(place) != 0x30) return false;
  return true;
}

export function classOf(time: f64): i32 {
  if (!(time <= now + day)) return future;
  let passed: u32 = 0;
  while (passed < boundCount && now - time > load<f64>(bounds + passed * 8)) passed += 1;
  return firstAge + <i32>passed;
}

/** 0: no contact is known; 1: it is too long ago; 2: it is not. */
export function contactOf(time: f64): i32 {
  if (!(time <= now + day)) return 0;
  return now - time > staleAfter ? 1 : 2;
}
