/** Strings and numbers of Android's binary XML, as the text that its XML form would hold. */
import { PassmusterError } from '../errors.ts';

/**
 * Java's modified UTF-8: NUL as C0 80, characters beyond the BMP as two surrogates of three bytes; plain UTF-8 is taken as
 * well. Other overlong forms, damaged sequences and lone surrogates are refused.
 * @throws PassmusterError abx-malformed, with the byte offset
 */
export function modifiedUtf8(bytes: Uint8Array, start: number, end: number): string {
  let at = start;
  while (at < end && (bytes[at] ?? 0) < 0x80) at += 1;
  const ascii = Buffer.from(bytes.buffer, bytes.byteOffset + start, at - start).toString('latin1');
  if (at === end) return ascii;
  const parts = [ascii];
  while (at < end) {
    const lead = bytes[at] ?? 0;
    const width = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    let code = width === 1 ? lead : lead & (0x7f >> width);
    let sound = (lead < 0x80 || lead >= 0xc0) && lead < 0xf8 && at + width <= end;
    for (let index = 1; index < width; index += 1) {
      const next = bytes[at + index] ?? 0;
      sound &&= (next & 0xc0) === 0x80;
      code = (code << 6) | (next & 0x3f);
    }
    const least = [0, 0, 0x80, 0x800, 0x1_0000][width] ?? 0;
    sound &&= code <= 0x10_ffff && (code >= least || (width === 2 && code === 0));
    if (!sound) refuse('A string is not modified UTF-8.', at);
    // Halves of a pair join on their own once they stand side by side.
    parts.push(String.fromCodePoint(code));
    at += width;
  }
  const text = parts.join('');
  return text.isWellFormed() ? text : refuse('A string holds half of a surrogate pair.', start);
}

/** The shortest decimal that is this 32-bit number: 0.3, not 0.30000001192092896. */
export function floatText(value: number): string {
  if (value === 0) return doubleText(value);
  for (let digits = 1; digits < 9; digits += 1) {
    const shorter = Number(value.toPrecision(digits));
    if (Math.fround(shorter) === value) return doubleText(shorter);
  }
  return doubleText(Number(value.toPrecision(9)));
}

export function doubleText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function refuse(message: string, offset: number): never {
  throw new PassmusterError('abx-malformed', message, { offset });
}
