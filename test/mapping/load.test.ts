/** A mapping with a mistake is refused, with the place and, where there is one, the name that was meant. */
import { describe, expect, it } from 'vitest';
import { loadMapping, problemLines } from '../../src/mapping/load.ts';
import { sourceIds } from './sample.ts';

/** The example of the guide, with every key. */
const whole = `schema: passmuster-mapping/1
id: acme-mdm
title: ACME device list
product: acme
overrides: intune-devices
match:
  format: json
  keys: [os_name, enrollment_status, last_reported]
rows: $.results
complete: { next: $.next, total: $.count }
subject:
  kind: device
  id: { firstOf: [id, device_id, [info, id]] }
  serial: serial_number
  udid: udid
  imei: imei
  user: { path: [user, email] }
  platform:
    from: os_name
    values: { iOS: ios, iPadOS: ipados, Android: android }
    otherwise: skip
  osVersion: { from: os_version, extract: '(\\d+(?:\\.\\d+)*)' }
  model: { from: model_name }
  ownership: { from: owned_by, values: { '1': corporate, '2': personal } }
  lastSeen: { from: last_reported, time: iso8601, zone: utc }
  labels: { blueprint: blueprint_name }
settings:
  passcode.present:
    from: passcode_present
    values: { 'true': true, 'false': false }
    notReported: ['', null, Not Available]
    layer: observed
  storage.encrypted:
    path: [volumes, '*', encrypted]
    combine: all
    values: { 'Yes': true, 'No': false }
  os.securityPatch: { from: patch, time: epoch-ms }
  backup.local.encrypted: { from: 'ext:Backup encrypted', values: { 'Yes': true, 'No': false } }
  lock.maximumInactivityMinutes: { from: lock_delay, unit: seconds, layer: installed }
apps: { list: apps, id: bundle_id, name: app_name, version: version, whole: true }
mask: [phone_number]
`;

const problemsOf = (text: string): string[] =>
  problemLines('', loadMapping(Buffer.from(text), sourceIds).problems).map((line) => line.slice(1));

/** @param from a text of the whole mapping, which has to be there */
function changed(from: string, to: string): string {
  expect(whole).toContain(from);
  return whole.replace(from, to);
}

it('the whole example is a mapping', () => expect(problemsOf(whole)).toEqual([]));

describe('is refused:', () => {
  it.each([
    [
      'a key that is not known',
      'title: ACME',
      'titel: x\ntitle: ACME',
      '3:8: The mapping has the unknown key `titel`; did you mean `title`.',
    ],
    [
      'a misspelt inner key',
      'combine: all',
      'combin: all',
      '35:13: `settings.storage.encrypted` has the unknown key `combin`; did you mean `combine`.',
    ],
    [
      'a setting that is not known',
      'passcode.present:',
      'passcode.presnt:',
      '28:3: `settings` names `passcode.presnt`, which is not known; did you mean `passcode.present`.',
    ],
    [
      'a setting of an app',
      'passcode.present:',
      'app.installed:',
      /`settings` names `app\.installed`, which is not known/,
    ],
    [
      'a layer that people state',
      'layer: observed',
      'layer: attested',
      '32:12: `settings.passcode.present.layer` names `attested`, which is not known; known are observed, installed, required.',
    ],
    [
      'a value of another type',
      "'true': true",
      "'true': Yes please",
      '30:23: A value of `passcode.present` needs true or false.',
    ],
    ['a word that the setting never has', "'1': corporate", "'1': company", /`company`, which is not known/],
    [
      'a word in two spellings',
      "{ 'true': true, 'false': false }",
      "{ 'true': true, 'TRUE': false }",
      '30:37: `TRUE` stands twice; case does not count.',
    ],
    [
      'a word that is a value and is not reported',
      "['', null, Not Available]",
      "['true']",
      '30:23: `true` has a value and is not reported.',
    ],
    ['another schema', 'passmuster-mapping/1', 'passmuster-mapping/2', /^1:9: /],
    [
      'a format',
      'format: json',
      'format: xls',
      '7:11: `match.format` names `xls`, which is not known; known are csv, json, ndjson, xml.',
    ],
    [
      'a source that is not there',
      'overrides: intune-devices',
      'overrides: intune-device',
      '5:12: There is no source `intune-device`; did you mean `intune-devices`?',
    ],
    [
      'two ways to one place',
      'from: passcode_present',
      'from: passcode_present\n    path: [a]',
      '28:3: Exactly one of `from`, `firstOf` and `path` is expected.',
    ],
    [
      'no way to a place',
      'model: { from: model_name }',
      'model: {}',
      '23:10: Exactly one of `from`, `firstOf` and `path` is expected.',
    ],
    [
      'a star without a rule',
      '    combine: all\n',
      '',
      '33:3: `*` leads to several values: `combine` says how they become one.',
    ],
    [
      'a rule without a star',
      "path: [volumes, '*', encrypted]",
      'path: [volumes, encrypted]',
      '35:14: `combine` needs a `path` with `*`.',
    ],
    [
      'a rule of another type',
      'combine: all',
      'combine: max',
      '35:14: `max` does not combine values of `storage.encrypted`, which is of type boolean.',
    ],
    [
      'a star in the subject',
      'model: { from: model_name }',
      "model: { path: [a, '*'] }",
      '23:10: `*` leads to several values; only settings can `combine` them.',
    ],
    [
      'a time for what is no date',
      'layer: observed',
      'time: iso8601',
      '32:11: `time` belongs to dates; `passcode.present` is of type boolean.',
    ],
    [
      'a unit for what is no span',
      'layer: observed',
      'unit: seconds',
      '32:11: `unit` belongs to spans of time; `passcode.present` is none.',
    ],
    [
      'a pattern without its time',
      'time: epoch-ms',
      "time: epoch-ms, pattern: 'YYYY'",
      /`time: pattern` and `pattern` go together/,
    ],
    [
      'a time without its pattern',
      'time: epoch-ms',
      'time: pattern',
      /`time: pattern` and `pattern` go together/,
    ],
    [
      'a pattern without a month',
      'time: epoch-ms',
      "time: pattern, pattern: 'YYYY DD'",
      /The pattern needs a year/,
    ],
    [
      'a clock without a zone',
      'time: epoch-ms',
      "time: pattern, pattern: 'DD/MM/YYYY hh:mm'",
      /A time of day needs a `zone`/,
    ],
    ['a place name for a zone', 'zone: utc', 'zone: Europe/Paris', /must be `utc` or an offset/],
    [
      'a pattern that could hang',
      String.raw`(\d+(?:\.\d+)*)`,
      String.raw`(a*)*\1`,
      '22:43: The pattern of extract is none of RE2 (look-around and back-references are not known to it).',
    ],
    [
      'a pattern of the platform that could hang',
      'otherwise: skip',
      "extract: '(?=a)'",
      /The pattern of extract is none of RE2/,
    ],
    ['rows of another form', 'rows: $.results', 'rows: $..results', /`rows` must be `\$` for the root/],
    [
      'a name as a label',
      'blueprint: blueprint_name',
      'person: user_name',
      /The label `person` would show what names a person/,
    ],
    [
      'a masked column as a label',
      'mask: [phone_number]',
      'mask: [Blueprint Name]',
      /The label `blueprint` would show/,
    ],
    ['a masked identifier', 'mask: [phone_number]', 'mask: [device_id]', /`id` is shown in reports/],
    [
      'a fact twice',
      'settings:\n',
      'settings:\n  os.version: { from: v }\n',
      '28:15: `os.version` stands under `subject` as well.',
    ],
    [
      'columns of a table with members',
      'format: json',
      'format: csv',
      /A table has columns and nothing below them/,
    ],
    [
      'what belongs to tables',
      'format: json',
      "format: json\n  delimiter: ';'",
      /`delimiter` belongs to tables; the format is json/,
    ],
    [
      'a platform without words',
      'values: { iOS: ios, iPadOS: ipados, Android: android }',
      '',
      /`platform` needs `values`, or `always`/,
    ],
    [
      'a fixed platform with more',
      'otherwise: skip',
      'otherwise: skip\n    always: ios',
      /`always` stands alone/,
    ],
    ['a policy that observes', 'kind: device', 'kind: policy', /it observes no phone/],
    ['YAML that is none', 'schema: passmuster', 'schema: [passmuster', /^\d+:\d+: /],
    ['an alias', 'title: ACME device list', 'title: &a ACME', /anchor is not allowed/],
  ])('%s', (_, from, to, expected) => {
    const problems = problemsOf(changed(from, to));
    if (typeof expected === 'string') expect(problems).toContain(expected);
    else expect(problems.join('\n')).toMatch(expected);
  });

  it('several mistakes at once, in the order of the file', () => {
    const text = whole.replace('kind: device', 'kind: devise').replace('combine: all', 'combine: every');
    expect(problemsOf(text).map((line) => Number(line.split(':')[0]))).toEqual([12, 35]);
  });
});
