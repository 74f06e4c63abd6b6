/** Words that stand for secrets and people, the spellings in which they could leak, and the search for them. */
import { createHash } from 'node:crypto';
import { appCanaries } from '../../tools/fixtures/android-apps.ts';
import { canaries as dumpCanaries } from '../../tools/fixtures/android/releases.ts';
import { appleCanaries } from '../../tools/fixtures/apple-apps.ts';
import { canaries as phoneCanaries } from '../../tools/fixtures/apple-phone.ts';

/** Begins every word that this test plants. It is searched for, not the whole word: not even a part of a secret may show. */
const mark = 'QZhidden7';
/** The word for a field: `QZhidden7 serialNumber@x`, which no spelling leaves as it is. */
export const planted = (field: string): string => `${mark} ${field}@x`;

/** Numbers and addresses in their true forms, which readers make tokens of. */
export const shaped = {
  imei: '356938035643817',
  meid: 'A1000049E5C3B7',
  iccid: '8944110065991234567',
  eid: '89049032004008882600099991234567',
  phoneNumber: '+447700900987',
  serialNumber: 'QZHDN7SER01',
  macAddress: 'D6:9B:44:71:0E:C3',
  ipAddress: '198.51.100.213',
  email: 'isolde.brackenbury@example.org',
  tenantId: '7c1d9ee2-3a5b-4c6d-8e9f-0a1b2c3d4e5f',
  latitude: '54.48631772',
} as const;

/** What is searched for: the words above, and those of the fixtures, in many of which `CANARY` stands. */
export const words: readonly string[] = [
  mark,
  'canary',
  ...Object.values(shaped),
  ...Object.values(appCanaries),
  ...Object.values(appleCanaries),
  ...Object.values(dumpCanaries),
  ...phoneCanaries,
];

/** Base64 of a text that begins one, two or no bytes before a group of three; what depends on its neighbours is cut off. */
function inBase64(bytes: Buffer): string[] {
  return [0, 1, 2].map((shift) => {
    const whole = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    return whole.slice(shift === 0 ? 0 : shift + 1, Math.floor(((shift + bytes.length) * 8) / 6));
  });
}

const percentEncoded = (bytes: Buffer): string => bytes.toString('hex').replaceAll(/../g, '%$&');

/** Every spelling, in small letters but for base64, where the case is meaning. */
function formsOf(word: string): { readonly exact: string[]; readonly anyCase: string[] } {
  const utf8 = Buffer.from(word);
  const wide = Buffer.from(word, 'utf16le');
  const base64 = [...inBase64(utf8), ...inBase64(wide)];
  const digests = ['md5', 'sha1', 'sha256'].flatMap((name) => {
    const digest = createHash(name).update(word).digest();
    return [digest.toString('hex').slice(0, 16), digest.toString('base64').slice(0, 12)]; // shortened ones too
  });
  return {
    exact: [...base64, ...base64.map((one) => one.replaceAll('+', '-').replaceAll('/', '_'))],
    anyCase: [
      word,
      Array.from(word).toReversed().join(''),
      utf8.toString('hex'),
      wide.toString('hex'),
      Buffer.from(word, 'utf16le').swap16().toString('hex'),
      encodeURIComponent(word),
      percentEncoded(utf8),
      wide.toString('latin1'),
      JSON.stringify(word).slice(1, -1),
      ...digests,
    ].map((form) => form.toLowerCase()),
  };
}

const forms = [...new Set(words)].map((word) => ({ word, ...formsOf(word) }));

/** Looks for many texts at once: by their first three bytes it is told where one of them may begin. */
class Search {
  readonly #byStart = new Map<number, { readonly form: string; readonly word: string }[]>();
  readonly #starts = new Uint8Array(2 ** 24 / 8);

  constructor(all: readonly (readonly [word: string, form: string])[]) {
    for (const [word, form] of all) {
      if (form.length < 3) throw new Error(`too short to look for: ${form}`);
      const start = startOf(Buffer.from(form, 'latin1'), 0);
      this.#starts[start >> 3] = (this.#starts[start >> 3] ?? 0) | (1 << (start & 7));
      this.#byStart.set(start, [...(this.#byStart.get(start) ?? []), { form, word }]);
    }
  }

  /** For each word where it stands first. */
  in(text: string): Map<string, number> {
    const found = new Map<string, number>();
    const bytes = Buffer.from(text, 'latin1');
    for (let at = 0; at + 3 <= bytes.length; at += 1) {
      const start = startOf(bytes, at);
      if (((this.#starts[start >> 3] ?? 0) & (1 << (start & 7))) === 0) continue;
      for (const { form, word } of this.#byStart.get(start) ?? [])
        if (!found.has(word) && text.startsWith(form, at)) found.set(word, at);
    }
    return found;
  }
}

const startOf = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);

const exact = new Search(forms.flatMap((one) => one.exact.map((form) => [one.word, form] as const)));
const anyCase = new Search(forms.flatMap((one) => one.anyCase.map((form) => [one.word, form] as const)));

/** What of it stands in an output, with its surroundings; empty where all is well. */
export function leaksIn(output: Buffer | string): string[] {
  const text = typeof output === 'string' ? output : output.toString('latin1');
  const [found, other] = [exact.in(text), anyCase.in(text.toLowerCase())];
  return forms.flatMap(({ word }) => {
    const at = found.get(word) ?? other.get(word);
    return at === undefined ? [] : [`${word}: ${text.slice(Math.max(0, at - 120), at + 80)}`];
  });
}
