/** Numbers that a sheet shows as dates: their style says so, and days are counted from 1900 or 1904 (ECMA-376-1, 18.17.4.1). */
import { childrenOf, firstChild } from './sheet-xml.ts';
import type { XmlElement } from './xml-element.ts';

export interface Formats {
  /** For the style of a cell: how its number reads as a date, undefined where it is none. */
  dateOf(style: string | undefined): ((serial: number) => string | undefined) | undefined;
}

export function formatsOf(styles: XmlElement | undefined, workbook: XmlElement): Formats {
  const own = new Map(
    listOf(styles, 'numFmts', 'numFmt').map(({ attributes }) => [
      attributes.get('numFmtId') ?? '',
      attributes.get('formatCode') ?? '',
    ]),
  );
  const isDate = listOf(styles, 'cellXfs', 'xf').map(({ attributes }) => {
    const id = attributes.get('numFmtId') ?? '0';
    const code = own.get(id);
    return code === undefined ? isBuiltInDate(Number(id)) : isDateCode(code);
  });
  const epoch = firstChild(workbook, 'workbookPr')?.attributes.get('date1904');
  const is1904 = epoch === '1' || epoch === 'true';
  return {
    dateOf: (style) =>
      isDate[Number(style ?? 0)] === true ? (serial) => dateText(serial, is1904) : undefined,
  };
}

function listOf(styles: XmlElement | undefined, list: string, item: string): XmlElement[] {
  const found = styles === undefined ? undefined : firstChild(styles, list);
  return found === undefined ? [] : childrenOf(found, item);
}

/** 18.8.30: 14 to 17 and 22 are dates; 18 to 21 and 45 to 47 are times without a day, hence none. */
const isBuiltInDate = (id: number): boolean => (id >= 14 && id <= 17) || id === 22;

/** A code with a day or a year in it, outside quoted text and colours. */
function isDateCode(code: string): boolean {
  const bare = code.replaceAll(/"[^"]*"|\\.|\[[^\]]*\]|_./g, '');
  return /[dy]/i.test(bare) && !/[#0?]/.test(bare.replaceAll(/s\.0+/gi, ''));
}

const dayLength = 86_400_000;

/** `2026-10-05`, or with a time of day, which has no zone. Day 60 of the 1900 system is a day that never was. */
function dateText(serial: number, is1904: boolean): string | undefined {
  if (serial < 61 || serial > 2_958_465) return undefined;
  const start = is1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  const time = new Date(start + Math.round((serial * dayLength) / 1000) * 1000).toISOString();
  return time.endsWith('T00:00:00.000Z') ? time.slice(0, 10) : time.slice(0, 19);
}
