/** What an author is told of a slip of the pen: its line and column and, where there is one, the right word. */
import { describe, expect, it } from 'vitest';
import { changed, rule, sample, told } from './sample.ts';

describe('an unknown name', () => {
  it.each([
    ['titel: Sample', 'title: Sample', '2:8: The profile has the unknown key `titel`; did you mean `title`.'],
    [
      'sevrity: high',
      'severity: high',
      '9:14: Rule `camera` has the unknown key `sevrity`; did you mean `severity`.',
    ],
    [
      'colour: red\n    severity: high',
      'severity: high',
      '9:13: Rule `camera` has the unknown key `colour`.',
    ],
    [
      'toString: 1\n    severity: high',
      'severity: high',
      '9:15: Rule `camera` has the unknown key `toString`.',
    ],
    [
      'severity: hihg',
      'severity: high',
      '9:15: `severity` of rule `camera` names `hihg`, which is not known; did you mean `high`; known are critical, high, medium, low, info.',
    ],
    [
      'setting: camera.alowed',
      'setting: camera.allowed',
      '10:14: `setting` of rule `camera` names `camera.alowed`, which is not known; did you mean `camera.allowed`.',
    ],
    [
      'setting: wifi.colour',
      'setting: camera.allowed',
      '10:14: `setting` of rule `camera` names `wifi.colour`, which is not known.',
    ],
    [
      'pass: [{ camera.alowed',
      'pass: [{ camera.allowed',
      '13:31: `examples.pass[0]` of rule `camera` names `camera.alowed`, which is not known; did you mean `camera.allowed`.',
    ],
    [
      'is: { equal: false }',
      'is: false',
      '11:18: `is` of rule `camera` has the unknown key `equal`; did you mean `equals`.',
    ],
    [
      'app: [whatsap]\n    severity: high',
      'severity: high',
      '9:11: `app[0]` of rule `camera` names `whatsap`, which is not known; did you mean `whatsapp`.',
    ],
    [
      'app: whatsap\n    severity: high',
      'severity: high',
      '9:10: `app` of rule `camera` names `whatsap`, which is not known; did you mean `whatsapp`.',
    ],
    [
      'appliesTo: { platform: [iOS] }\n    severity: high',
      'severity: high',
      '9:29: `appliesTo.platform[0]` of rule `camera` names `iOS`, which is not known; did you mean `ios`; known are ios, ipados, android.',
    ],
    [
      'app: 5\n    severity: high',
      'severity: high',
      '9:10: `app` of rule `camera` names `5`, which is not known.',
    ],
    ['is: { equals: { parameter: dayz } }', 'is: false', '11:19: The parameter `dayz` is not declared.'],
    [
      'is: { equals: { param: days } }',
      'is: false',
      '11:28: `is.equals` of rule `camera` has the unknown key `param`.',
    ],
  ])('%s', (wrong, right, problem) => {
    expect(told(changed(right, wrong))).toContain(problem);
  });

  it('inside a combination is found at its part', () => {
    const parts =
      'all:\n      - { setting: camera.alowed, is: false }\n      - { seting: camera.allowed, is: false }';
    expect(told(changed(rule, parts))).toEqual([
      '11:20: `all[0].setting` of rule `camera` names `camera.alowed`, which is not known; did you mean `camera.allowed`.',
      '12:19: `all[1]` of rule `camera` has the unknown key `seting`; did you mean `setting`.',
    ]);
  });

  it('is one problem: a misspelt key is not reported as missing too', () => {
    expect(told(changed('severity: high', 'sevrity: high'))).toHaveLength(1);
  });

  it('in several places is reported in the order of the file', () => {
    const text = changed('setting: camera.allowed', 'setting: camera.alowed').replace(
      'title: Sample',
      'titel: Sample',
    );
    expect(told(text).map((line) => line.split(':')[0])).toEqual(['2', '10']);
  });
});

describe('a value of the wrong form', () => {
  it.each([
    [
      'version: 1.10',
      'version: "1"',
      '3:10: `version` must be a text; write it in quotes, as 17.10 without them is the number 17.1.',
    ],
    ['version: ""', 'version: "1"', '3:10: `version` must have something in it.'],
    [
      '- id: Camera_Off',
      '- id: camera',
      '7:9: `id` of rule `Camera_Off` must be lower-case words joined by hyphens, as `passcode-length`.',
    ],
    [
      'maxAge: 90d\n    severity: high',
      'severity: high',
      '9:13: `maxAge` of rule `camera` must be a number of days, as `P90D`.',
    ],
    [
      'appliesTo: { platform: ios }\n    severity: high',
      'severity: high',
      '9:28: `appliesTo.platform` of rule `camera` must be a list.',
    ],
    [
      'references: [{ title: A, url: "http://a" }]\n    severity: high',
      'severity: high',
      '9:35: `references[0].url` of rule `camera` must be an address that begins with `https://`.',
    ],
    [
      'is: [false]',
      'is: false',
      '11:9: `is` of rule `camera` must be true or false, a number, a text or a map.',
    ],
    ['is: {}', 'is: false', '11:9: `is` of rule `camera` must have something in it.'],
    [
      'is: { oneOf: 5 }',
      'is: false',
      '11:18: `is.oneOf` of rule `camera` must be a list or `{ parameter: name }`.',
    ],
    [
      'setting: os.version\n    is: { versionAtLeast: 17.10 }',
      rule,
      '11:27: `is.versionAtLeast` of rule `camera` must be a text or `{ parameter: name }`; write it in quotes, as 17.10 without them is the number 17.1.',
    ],
    [
      'setting: os.version\n    is: { versionAtLeast: "17.x" }',
      rule,
      '11:27: `is.versionAtLeast` of rule `camera` must be numbers joined by dots and in quotes, as "17.4.1".',
    ],
    [
      'setting: os.securityPatch\n    is: { newerThan: 90 days }',
      rule,
      '11:22: `is.newerThan` of rule `camera` must be a whole number or `{ parameter: name }`.',
    ],
    [
      'setting: os.securityPatch\n    is: { newerThan: -3 }',
      rule,
      '11:22: `is.newerThan` of rule `camera` must be at least 0.',
    ],
    [
      'pass: []',
      'pass: [{ camera.allowed: false }]',
      '13:13: `examples.pass` of rule `camera` must have something in it.',
    ],
    [
      'appliesTo: { kind: [device, device] }\n    severity: high',
      'severity: high',
      '9:24: `appliesTo.kind` of rule `camera` holds an entry twice.',
    ],
    ['  Days: {', '  days: {', '5:9: `parameters` must be names in lower camel case, as `maximumDays`.'],
    [
      'days: { title: Days, type: text,',
      'days: { title: Days, type: integer,',
      '5:30: `parameters.days.type` names `text`, which is not known; known are boolean, integer, number, string, version, list, models.',
    ],
  ])('%s', (wrong, right, problem) => {
    expect(told(changed(right, wrong))).toEqual([problem]);
  });

  it.each([
    ['hello', '1:1: The profile must be a map.'],
    ['- a', '1:1: The profile must be a map.'],
    [sample.replace('rules:\n  - id', 'rules:\n    id'), '6:1: `rules` must be a list.'],
    [sample.replace('- id: camera\n    title', '- title'), '7:5: Rule number 1 lacks the key `id`.'],
    [sample.replace(/ {6}fail.*\n/, ''), '12:5: `examples` of rule `camera` lacks the key `fail`.'],
  ])('in the whole: case %#', (text, problem) => {
    expect(told(text)).toEqual([problem]);
  });
});
