/** JSON and property lists in XML, as the edits write them. */
import type { Language } from './edits.ts';
import { jsonSpans, plistSpans } from './spans.ts';

export const jsonLanguage: Language = {
  spans: jsonSpans,
  separator: ', ',
  member: (key, value) => `${JSON.stringify(key)}: ${value}`,
  generic: ['true', 'false', '0', '8', '"x"', 'null', '[]'],
  illTyped: { object: '{"x": 1}', number: '17.5' },
};

export const plistLanguage: Language = {
  spans: plistSpans,
  separator: '\n',
  member: (key, value) => `<key>${key}</key>${value}`,
  generic: ['<true/>', '<false/>', '<integer>0</integer>', '<integer>8</integer>', '<string>x</string>'],
  illTyped: { object: '<dict><key>x</key><integer>1</integer></dict>', number: '<real>17.5</real>' },
};
