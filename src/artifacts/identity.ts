/** Tokens by which a phone is known in several files. Digests are keyed: without the key a serial number cannot be guessed from one. */
import { createHmac } from 'node:crypto';
import { type MapNode, stringOf } from '../formats/node.ts';
import type { Links, Token } from '../model/links.ts';

/**
 * What vendors write where there is none, what emulators have (Android SDK, QEMU modem), and factory defaults that thousands of
 * phones share: one character again and again, or all of them in their order.
 */
const isShared = {
  serial:
    /^((.)\2*|UNKNOWN|DEFAULT|NONE|N\/A|NOT[ _-]?(AVAILABLE|APPLICABLE|SPECIFIED)|UNDEFINED|SERIAL(NUMBER)?|SYSTEMSERIALNUMBER|EMULATOR.*|0?12345[6-9]*0?|0?123456789ABCDEF)$/,
  imei: /^((\d)\2*\d?|0?12345678901234\d*|35824005111111\d*|00499901064000\d*)$/,
} as const;

/** Kinds whose value means the same wherever it stands. Any other kind is a management system's own. */
const forms: Readonly<Record<string, (text: string) => string | undefined>> = {
  serial: (text) => {
    const serial = text.toUpperCase();
    if (isShared.serial.test(serial)) return undefined;
    return /^[A-Z0-9][A-Z0-9._-]{4,39}$/.test(serial) ? serial : undefined;
  },
  udid: (text) => {
    const udid = text.replaceAll('-', '').toLowerCase();
    return /^([0-9a-f]{24}|[0-9a-f]{40})$/.test(udid) && !/^0+$/.test(udid) ? udid : undefined;
  },
  // The fifteenth digit is a check digit, and sixteen end with a software version: 3GPP TS 23.003, 6.2.
  imei: (text) => {
    const imei = text.replaceAll(/[\s-]/g, '');
    return /^\d{14,16}$/.test(imei) && !isShared.imei.test(imei) ? imei.slice(0, 14) : undefined;
  },
  // Of phones that are not registered in the directory all digits are nought.
  'entra-device': (text) => {
    const id = text.toLowerCase();
    return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) && !/^[0-]+$/.test(id) ? id : undefined;
  },
  // Names that differ in case only are two files to many systems.
  file: (text) => text,
  user: (text) => (/^[^\s@]+@[^\s@]+$/.test(text) ? text.toLowerCase() : undefined),
};

/** Values that stand for nothing, and what scrubbing leaves behind. */
const blank = /^(|-+|\*+|\[redacted\]|redacted|null|unknown)$/i;

/** The one spelling of an identifier by which it is told from others of its kind; undefined for what identifies nothing. */
export function normalOf(kind: string, value: string | undefined): string | undefined {
  const text = value?.trim() ?? '';
  if (blank.test(text)) return undefined;
  const form = forms[kind];
  return form === undefined ? text.toLowerCase() : form(text);
}

/**
 * @param kind `serial`, `udid`, `imei`, `user`, `entra-device`, `file`, or a word of the management system for its own identifiers
 * @param key of the run; without one nothing is joined
 * @returns undefined for what identifies nothing
 */
export function tokenOf(kind: string, value: string | undefined, key: string | undefined): Token | undefined {
  if (key === undefined) return undefined;
  const normal = normalOf(kind, value);
  if (normal === undefined) return undefined;
  const digest = createHmac('sha256', key).update(`${kind}\0${normal}`).digest('hex');
  const isCounted = forms[kind] === undefined && /^\d{1,9}$/.test(normal);
  return `${kind}:${isCounted ? counted : ''}${digest.slice(0, 24)}`;
}

/** Marks what is a short number: servers count from one, so that another one of the product gives it to another phone. */
const counted = 'n-';
export const isCounted = (token: Token): boolean => token.includes(`:${counted}`);

/** What a document says of which phone it is: pairs of a kind and a value, undefined where it does not say. */
export type Identity = readonly (readonly [kind: string, value: string | undefined])[];

/** The links of a device by its identity alone; none where nothing identifies it. */
export function identified(identity: Identity, key: string | undefined): Links | undefined {
  const tokens = identity.flatMap(([kind, value]) => tokenOf(kind, value, key) ?? []);
  return tokens.length === 0 ? undefined : { is: [...new Set(tokens)] };
}

/** The text of a member that stands once: an identifier that stands twice could be of two phones. */
export function onlyText(map: MapNode | undefined, key: string): string | undefined {
  return map?.repeated.has(key) === true ? undefined : stringOf(map?.entries.get(key));
}

/** A token that needs no value: every phone of a management system. */
export const allOf = (product: string): Token => `all:${product}`;
