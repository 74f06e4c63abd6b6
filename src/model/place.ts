/** Places in inputs that move from day to day while they stay the same place: the file is called after the day, the record has another row. */

/** A number that stands by itself: a record, a row. Digits of identifiers and dates are no places. */
export const recordNumber = /(?<![\w-])(?:0|[1-9]\d{0,14})(?![\w-])/g;

/** The path without what names its day or its part: `exports/2026-11-20/devices.json` is the same file as tomorrow's. */
export const pathPattern = (path: string): string => path.replace(/\d+/g, '#');

/** The locator with a sign in place of its numbers. */
export const locatorPattern = (locator: string, sign: string): string => locator.replace(recordNumber, sign);
